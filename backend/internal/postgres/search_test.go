package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/text"
)

func (b *bundle) named(t *testing.T, handle, name string) cruddur.Person {
	t.Helper()
	person, err := b.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: handle, DisplayName: name})
	if err != nil {
		t.Fatal(err)
	}
	return person
}

// handles are those whom a search finds, in its order.
func (b *bundle) handles(t *testing.T, viewer uuid.UUID, prefix string, limit int) string {
	t.Helper()
	found, err := b.SearchPeople(t.Context(), cruddur.PeopleSearch{Viewer: viewer, Prefix: prefix, Limit: limit})
	if err != nil {
		t.Fatalf("search %q: %v", prefix, err)
	}
	handles := make([]string, len(found))
	for i, person := range found {
		handles[i] = person.Handle
	}
	return strings.Join(handles, " ")
}

func TestSearchRanks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	me := b.person(t, "nova_me")
	b.person(t, "Nova")
	b.named(t, "by_name", "NOVA of the name")
	b.person(t, "nova_c")
	b.person(t, "nova_b")
	b.person(t, "novak_friend")
	b.person(t, "supernova")
	troll := b.person(t, "nova_troll")
	fan := b.person(t, "fan")
	b.follow(t, me, "novak_friend", "supernova", "nova_troll")
	b.follow(t, fan, "nova_c", "nova_me", "nova_troll")
	b.follow(t, b.person(t, "fan_two"), "nova_c", "by_name")
	if _, _, err := b.Suspend(t.Context(), troll.Handle, "spam"); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		prefix string
		limit  int
		want   string
	}{
		{"nova", 20, "Nova novak_friend nova_c by_name nova_b"},
		{"@NOVA", 20, "Nova novak_friend nova_c by_name nova_b"},
		{"  nova  ", 2, "Nova novak_friend"},
		{"nova o", 20, "by_name"},
		{"nova_", 20, "nova_c nova_b"},
		{"super", 20, "supernova"},
		{"nova_me", 20, ""},
		{"nobody", 20, ""},
	}
	for _, test := range tests {
		if got := b.handles(t, me.Sub, test.prefix, test.limit); got != test.want {
			t.Errorf("%q finds %q, want %q", test.prefix, got, test.want)
		}
	}
	found, err := b.SearchPeople(t.Context(), cruddur.PeopleSearch{Viewer: fan.Sub, Prefix: "nova_c", Limit: 1})
	if err != nil || len(found) != 1 || *found[0].Relation != (cruddur.Relation{Following: true}) {
		t.Errorf("got %+v, %v", found, err)
	}
	b.follow(t, fan, "novak_friend")
	b.follow(t, me, "fan")
	found, err = b.SearchPeople(t.Context(), cruddur.PeopleSearch{Viewer: fan.Sub, Prefix: "nova_me", Limit: 1})
	if err != nil || len(found) != 1 || *found[0].Relation != (cruddur.Relation{Following: true, FollowedBy: true}) {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestSearchFolds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	names := []string{"Ångström", "Søren Łoś", "İpek", "ΣΟΦΌΣ", "김민수", "محمد", "👩‍🚀 Ada", "100% real", "snake_case", `back\slash`, "ﬁnn", strings.Repeat("ﷺ", 50)}
	for i, name := range names {
		b.named(t, fmt.Sprint("person", i), name)
	}
	tests := map[string]int{
		"angst": 0, "ÅNG": 0, "A\u030angstro": 0, "soren l": 1, "SØR": 1, "ipek": 2, "İPEK": 2, "σοφος": 3, "ΣΟΦ": 3, "김민": 4, "ㄱ": 4, "محم": 5,
		"👩‍🚀": 6, "👩": 6, "100%": 7, "%": -1, "1%": -1, "snake_": 8, "snake%": -1, "_nake": -1, `back\`: 9, `back\\`: -1, "fin": 10, "ＳＮＡＫＥ": 8,
		strings.Repeat("ﷺ", 50): 11, "\u0301": -1, "@": -1, "'; DROP TABLE users; --": -1, "\U0010FFFF": -1,
	}
	for prefix, want := range tests {
		handles := ""
		if want >= 0 {
			handles = fmt.Sprint("person", want)
		}
		if got := b.handles(t, uuid.New(), prefix, 20); got != handles {
			t.Errorf("%q finds %q, want %q", prefix, got, handles)
		}
	}
}

// A search finds whose folded name begins with the folded prefix, whatever
// characters there are, and nobody else.
func TestSearchIsAPrefix(t *testing.T) {
	t.Parallel()
	b := setup(t)
	letters := rapid.SampledFrom([]rune(`aAbB%_\ éÉøß9'"ـمع👩` + "\u200d\u0301\u00ad\ufffd\U0010FFFE"))
	texts := rapid.StringOfN(letters, 1, 4, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	rapid.Check(t, func(rt *rapid.T) {
		if _, err := b.pool.Exec(t.Context(), "DELETE FROM users"); err != nil {
			t.Fatal(err)
		}
		names := rapid.SliceOfN(texts, 1, 8).Draw(rt, "names")
		prefix := texts.Draw(rt, "prefix")
		var want []string
		for i, name := range names {
			b.named(t, fmt.Sprint("x_", i), name)
			if key := searchKey(text.Normalize(prefix)); key != "" && strings.HasPrefix(searchKey(name), key) {
				want = append(want, fmt.Sprint("x_", i))
			}
		}
		if got := b.handles(t, uuid.New(), prefix, 20); got != strings.Join(want, " ") {
			rt.Errorf("%q in %q finds %q, want %q", prefix, names, got, want)
		}
	})
}

// searchKey is what the database does, in Go.
func searchKey(name string) string {
	folded := strings.Map(func(c rune) rune {
		if unicode.In(c, unicode.Inherited) && c >= 0x300 && c <= 0x36f {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKD.String(name))
	return strings.ReplaceAll(folded, "ø", "o")
}

// Whoever is among thousands is still found by their handle, and by those who
// follow them.
func TestSearchAmongMany(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := b.pool.Exec(t.Context(), crowd); err != nil {
		t.Fatal(err)
	}
	if _, err := b.pool.Exec(t.Context(), "VACUUM (ANALYZE) users, follows"); err != nil {
		t.Fatal(err)
	}
	search := func(prefix string) cruddur.PeopleSearch {
		return cruddur.PeopleSearch{Viewer: ofMany, Prefix: prefix, Limit: 20}
	}
	if got := strings.Fields(b.handles(t, ofMany, "person_1", 20)); len(got) != 20 || got[0] != "person_100" {
		t.Errorf("the followed: %v", got) // person 1 itself is not found
	}
	if got := b.handles(t, ofMany, "PERSON_3999", 20); got != "person_3999" {
		t.Errorf("one handle: %q", got)
	}

	for _, prefix := range []string{"person_39", "p", "nobody"} {
		plan := b.explain(t, func(s *postgres.Store) error { _, err := s.SearchPeople(t.Context(), search(prefix)); return err })
		plan.all(func(n node) {
			if n.Relation != "" && !strings.Contains(n.Type, "Index") {
				t.Errorf("%q: %s on %s", prefix, n.Type, n.Relation)
			}
		})
		for _, index := range []string{"users_by_handle", "users_by_name"} {
			if read := plan.rowsOf(index); read > cruddur.MaxSearchCandidates {
				t.Errorf("%q reads %d rows by %s", prefix, read, index)
			}
		}
		if read := plan.rowsOf("users_by_handle"); prefix == "person_39" && read != 111 {
			t.Errorf("%q reads %d rows of 111 by handle", prefix, read)
		}
	}
}
