package httpapi_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/httpapi"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// directory is the directory of a bundle's people.
type directory struct{ handler http.Handler }

func (b *bundle) directory(t *testing.T) directory {
	t.Helper()
	handler, err := httpapi.NewDirectoryHandler(httpapi.Directory{
		People: b.store, Readiness: b.readiness, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return directory{handler}
}

func (d directory) call(t *testing.T, method, target, body string) answer {
	t.Helper()
	return do(t, d.handler, directoryRouter(), newRequest(method, target, body))
}

func TestDirectoryFindsPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, troll, absent := b.person(t, "nova"), b.person(t, "troll"), b.account(t, "absent")
	if _, _, err := b.store.Suspend(t.Context(), "troll", "spam"); err != nil {
		t.Fatal(err)
	}
	d := b.directory(t)
	wantNova := fmt.Sprintf(`{"display_name":"Name of nova","handle":"nova","sub":"%s","suspended":false}`, nova.sub)
	wantTroll := fmt.Sprintf(`{"display_name":"Name of troll","handle":"troll","sub":"%s","suspended":true}`, troll.sub)
	for handle, want := range map[string]string{"NOVA": wantNova, "troll": wantTroll} {
		if got := d.call(t, "GET", "/directory/people/by-handle/"+handle, ""); got.Status != 200 || strings.TrimSpace(got.Body) != want {
			t.Errorf("%s: %d %s", handle, got.Status, got.Body)
		}
	}
	for _, handle := range []string{"absent", "missing"} {
		d.call(t, "GET", "/directory/people/by-handle/"+handle, "").wantProblem(t, 404, "user_not_found")
	}
	got := d.call(t, "POST", "/directory/people/by-sub", fmt.Sprintf(`{"subs":["%s","%s","%s","%s"]}`, troll.sub, absent.sub, nova.sub, nova.sub))
	got.want(t, 200)
	if items := got.JSON["items"].([]any); len(items) != 2 || !strings.Contains(got.Body, wantNova) || !strings.Contains(got.Body, wantTroll) {
		t.Errorf("by sub: %s", got.Body)
	}
	if got := d.call(t, "POST", "/directory/people/by-sub", fmt.Sprintf(`{"subs":["%s"]}`, absent.sub)); got.Body != "{\"items\":[]}\n" {
		t.Errorf("of the unknown: %s", got.Body)
	}
}

func TestMayWrite(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, troll, absent := b.person(t, "nova"), b.person(t, "ziggy"), b.person(t, "troll"), b.account(t, "absent")
	if _, _, err := b.store.Suspend(t.Context(), "troll", "spam"); err != nil {
		t.Fatal(err)
	}
	d := b.directory(t)
	refused := func(p person, reason string) string { return fmt.Sprintf(`{"reason":"%s","sub":"%s"}`, reason, p.sub) }
	tests := []struct {
		name string
		from person
		to   []person
		want string
	}{
		{"to all", nova, []person{ziggy, nova}, `{"refused":[]}`},
		{"to some, each once", nova, []person{troll, ziggy, absent, troll}, `{"refused":[` + refused(troll, "suspended") + `,` + refused(absent, "unknown") + `]}`},
		{"a suspended sender", troll, []person{ziggy}, `{"from_refused":"suspended","refused":[]}`},
		{"an unknown sender", absent, []person{ziggy, troll}, `{"from_refused":"unknown","refused":[` + refused(troll, "suspended") + `]}`},
	}
	for _, test := range tests {
		subs := make([]string, len(test.to))
		for i, p := range test.to {
			subs[i] = `"` + p.sub.String() + `"`
		}
		got := d.call(t, "POST", "/directory/may-write", fmt.Sprintf(`{"from":"%s","to":[%s]}`, test.from.sub, strings.Join(subs, ",")))
		if got.Status != 200 || strings.TrimSpace(got.Body) != test.want {
			t.Errorf("%s: %d %s, want %s", test.name, got.Status, got.Body, test.want)
		}
	}
}

func TestDirectoryProblems(t *testing.T) {
	t.Parallel()
	d := setup(t).directory(t)
	many := func(n int) string {
		return strings.Repeat(`"`+uuid.NewString()+`",`, n-1) + `"` + uuid.NewString() + `"`
	}
	tests := []struct {
		target, body string
		want         string
	}{
		{"by-sub", `{}`, "subs missing"},
		{"by-sub", `{"subs":[]}`, "subs too_few"},
		{"by-sub", `{"subs":["x"],"more":1}`, "more unknown_field, subs.0 invalid_uuid"},
		{"by-sub", `{"subs":[` + many(101) + `]}`, "subs too_many"},
		{"may-write", `{"to":["{` + uuid.NewString() + `}"]}`, "from missing, to.0 invalid_uuid"},
		{"may-write", `{"from":"` + uuid.NewString() + `","to":[` + many(21) + `]}`, "to too_many"},
	}
	for _, test := range tests {
		target := map[string]string{"by-sub": "/directory/people/by-sub", "may-write": "/directory/may-write"}[test.target]
		d.call(t, "POST", target, test.body).wantProblem(t, 422, "validation_failed", strings.Split(test.want, ", ")...)
	}
	d.call(t, "POST", "/directory/people/by-sub", `{"subs":[`+many(100)+`]}`).want(t, 200)
	d.call(t, "POST", "/directory/may-write", `not JSON`).want(t, 400)
	d.call(t, "GET", "/directory/people/by-handle/a-b", "").wantProblem(t, 422, "validation_failed", "handle bad_characters")
	d.call(t, "GET", "/directory/may-write", "").wantProblem(t, 405, "method_not_allowed")
	for _, target := range []string{"/directory", "/api/me", "/directory/people/by-handle/"} {
		d.call(t, "GET", target, "").wantProblem(t, 404, "route_not_found")
	}
}

// The product's promise, kept by the directory in the simplest way: it tells of
// no crud at all, living or not. Every operation of its contract has an entry.
func TestTheDirectoryTellsOfNoCrud(t *testing.T) {
	t.Parallel()
	const secret = "burn after reading"
	b := setup(t)
	nova := b.person(t, "nova")
	id := b.post(t, nova, secret)
	d := b.directory(t)
	calls := map[string][2]string{
		"checkDirectoryHealth": {"/directory/health-check", ""},
		"checkDirectoryReady":  {"/directory/ready", ""},
		"findByHandle":         {"/directory/people/by-handle/nova", ""},
		"listBySub":            {"/directory/people/by-sub", `{"subs":["` + nova.sub.String() + `"]}`},
		"mayWrite":             {"/directory/may-write", `{"from":"` + nova.sub.String() + `","to":["` + nova.sub.String() + `"]}`},
	}
	asked := 0
	for path, item := range directoryDocument().Paths.Map() {
		for method, operation := range item.Operations() {
			call, ok := calls[operation.OperationID]
			if !ok {
				t.Errorf("%s %s has no check that it tells of no crud: add one", method, path)
				continue
			}
			asked++
			got := d.call(t, method, call[0], call[1])
			got.want(t, 200)
			if strings.Contains(got.Body, secret) || strings.Contains(got.Body, id) || strings.Contains(got.Body, "count") {
				t.Errorf("%s tells of a crud: %s", operation.OperationID, got.Body)
			}
		}
	}
	if asked != len(calls) {
		t.Errorf("asked %d of %d operations", asked, len(calls))
	}
}

// The directory is no way around the public API, nor the other way about.
func TestTheListenersShareNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for _, target := range []string{"/directory/people/by-handle/nova", "/directory/ready"} {
		if got := b.call(t, nova.token, "GET", target, ""); got.Status == 200 || strings.Contains(got.Body, nova.sub.String()) {
			t.Errorf("%s: %d %s", target, got.Status, got.Body)
		}
	}
}

func TestDirectoryHealth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.directory(t)
	d.call(t, "GET", "/directory/health-check", "").want(t, 200)
	d.call(t, "GET", "/directory/ready", "").want(t, 200)
	b.readiness.Drain()
	d.call(t, "GET", "/directory/ready", "").wantProblem(t, 503, "not_ready")
	d.call(t, "GET", "/directory/health-check", "").want(t, 200)
}

// Every question of the directory, and a search, while the database is away.
func TestDirectoryWithoutADatabase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	pool, err := postgres.OpenPool(t.Context(), postgres.PoolConfig{URL: "postgres://nobody@127.0.0.1:1/none", MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	b.store = postgres.NewStore(pool)
	b.build(t)
	d, somebody := b.directory(t), uuid.NewString()
	d.call(t, "GET", "/directory/people/by-handle/nova", "").wantProblem(t, 503, "database_unavailable")
	d.call(t, "POST", "/directory/people/by-sub", `{"subs":["`+somebody+`"]}`).wantProblem(t, 503, "database_unavailable")
	d.call(t, "POST", "/directory/may-write", `{"from":"`+somebody+`","to":["`+somebody+`"]}`).wantProblem(t, 503, "database_unavailable")
	b.call(t, token(t, uuid.New(), nil), "GET", "/api/users?prefix=a", "").wantProblem(t, 503, "database_unavailable")
}
