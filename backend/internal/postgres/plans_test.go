package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// crowd writes 20,000 cruds of 400 people, of whom the first half writes nearly
// all; one in eight is dead. Everybody follows forty others. Person 1 follows
// some of the first half, person 2 some of the other. The commit is waited for:
// VACUUM marks pages as visible to all only when it is on disk.
const crowd = `
SET LOCAL synchronous_commit = on;
CREATE FUNCTION person(n integer) RETURNS uuid LANGUAGE sql AS $$
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;
INSERT INTO users (sub, handle, display_name)
    SELECT person(n), 'person_' || n, 'Person' FROM generate_series(1, 4000) n;
INSERT INTO activities (id, author, message, created_at, expires_at)
    SELECT gen_random_uuid(), person(100 + CASE WHEN n % 500 = 0 THEN 200 + n / 500 * 7 % 200 ELSE n * 7 % 200 END), 'crud', at, at + life
    FROM (
        SELECT n, cruddur_now() - n * interval '1 minute' AS at,
               CASE WHEN n % 8 = 0 THEN interval '1 second' ELSE interval '30 days' END AS life
        FROM generate_series(1, 20000) n
    ) c;
INSERT INTO follows (follower, followee, id)
    SELECT person(1), person(100 + n), gen_random_uuid() FROM generate_series(0, 39) n
    UNION ALL
    SELECT person(2), person(300 + n), gen_random_uuid() FROM generate_series(0, 39) n
    UNION ALL
    SELECT person(f), person(100 + (f + n * 7) % 400), gen_random_uuid() FROM generate_series(500, 900) f, generate_series(0, 39) n;`

var (
	ofMany = uuid.MustParse("00000000-0000-4000-8000-000000000001")
	ofRare = uuid.MustParse("00000000-0000-4000-8000-000000000002")
)

// The feeds are as fast as their plans. What the store sends is explained here
// as it is, with the plan that the pool asks for.
func TestPlansOfFeeds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, statement := range []string{crowd, "VACUUM (ANALYZE) users, activities, follows"} {
		if _, err := b.pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	page := cruddur.PageRequest{Limit: 20}
	const held, walk, followed = 21, 420, 41

	t.Run("public", func(t *testing.T) {
		plan := b.explain(t, func(s *postgres.Store) error { _, err := s.PublicFeed(t.Context(), page); return err })
		plan.picksFromIndexes(t)
		if read := plan.rowsOf("activities_newest"); read != held {
			t.Errorf("it reads %d rows for %d", read, held)
		}
	})
	t.Run("home, filled by the walk", func(t *testing.T) {
		plan := b.explain(t, func(s *postgres.Store) error { _, err := s.HomeFeed(t.Context(), ofMany, page); return err })
		plan.picksFromIndexes(t)
		// A fifth of all is followed; the walk ends with the page.
		if read := plan.rowsOf("activities_newest"); read < held || read > walk/2 {
			t.Errorf("the walk reads %d rows", read)
		}
		if loops := plan.loopsOf("activities_of_author"); loops != 0 {
			t.Errorf("heads are asked for %d times although the walk filled the page", loops)
		}
		if !plan.has(func(n node) bool { return strings.Contains(n.Filter, "hashed SubPlan") }) {
			t.Error("the followed are not looked up in a hash table")
		}
	})
	t.Run("home, filled by heads", func(t *testing.T) {
		plan := b.explain(t, func(s *postgres.Store) error { _, err := s.HomeFeed(t.Context(), ofRare, page); return err })
		plan.picksFromIndexes(t)
		if read := plan.rowsOf("activities_newest"); read != walk {
			t.Errorf("the walk reads %d rows", read)
		}
		// Once for everybody's head, then once for each author of the page.
		if loops := plan.loopsOf("activities_of_author"); loops <= followed || loops > followed+held {
			t.Errorf("authors are looked up %d times", loops)
		}
		if read := plan.rowsOf("activities_of_author"); read > followed+held*held {
			t.Errorf("%d rows are read of the authors", read)
		}
	})
	// What tells the planner how short a page is must not cut the longest.
	t.Run("pages of 100", func(t *testing.T) {
		hundred := cruddur.PageRequest{Limit: 100}
		public, err := b.PublicFeed(t.Context(), hundred)
		if err != nil || len(public.Items) != 100 || public.Next == nil {
			t.Errorf("public: %d items, next %v, %v", len(public.Items), public.Next, err)
		}
		home, err := b.HomeFeed(t.Context(), ofMany, hundred)
		if err != nil || len(home.Items) != 100 || home.Next == nil {
			t.Errorf("home: %d items, next %v, %v", len(home.Items), home.Next, err)
		}
	})
}

// node is one of a plan, as EXPLAIN writes it.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Filter   string  `json:"Filter"`
	Rows     float64 `json:"Actual Rows"` // on average, a loop
	Loops    float64 `json:"Actual Loops"`
	Fetches  float64 `json:"Heap Fetches"`
	Plans    []node  `json:"Plans"`
}

// explain lets the store send one statement and runs it once more to see how.
func (b *bundle) explain(t *testing.T, send func(*postgres.Store) error) node {
	t.Helper()
	heard := b.listen(t, send)
	conn, err := b.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), "PREPARE explained AS "+heard.sql); err != nil {
		t.Fatal(err)
	}
	defer conn.Exec(context.WithoutCancel(t.Context()), "DEALLOCATE explained")
	var found []struct{ Plan node }
	var raw []byte
	err = conn.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained ("+heard.literals()+")").Scan(&raw)
	if err == nil {
		err = json.Unmarshal(raw, &found)
	}
	if err != nil || len(found) != 1 {
		t.Fatalf("explain: %d plans, %v", len(found), err)
	}
	return found[0].Plan
}

// listen hears what the store sends.
func (b *bundle) listen(t *testing.T, send func(*postgres.Store) error) *listener {
	t.Helper()
	heard := &listener{}
	config := b.pool.Config()
	config.ConnConfig.Tracer = heard
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := send(postgres.NewStore(pool)); err != nil {
		t.Fatal(err)
	}
	return heard
}

// statements counts what the store sends.
func (b *bundle) statements(t *testing.T, send func(*postgres.Store) error) int {
	t.Helper()
	return b.listen(t, send).count
}

// listener remembers the last statement that was sent, with what it was given.
type listener struct {
	sql   string
	args  []any
	count int
}

func (l *listener) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	l.sql, l.args = data.SQL, data.Args
	l.count++
	return ctx
}

func (*listener) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (l *listener) literals() string {
	written := make([]string, len(l.args))
	for i, arg := range l.args {
		if at, ok := arg.(time.Time); ok {
			arg = at.Format(time.RFC3339Nano)
		}
		written[i] = fmt.Sprintf("'%v'", arg)
	}
	return strings.Join(written, ", ")
}

// all visits a node and all below.
func (n node) all(visit func(node)) {
	visit(n)
	for _, child := range n.Plans {
		child.all(visit)
	}
}

func (n node) has(what func(node) bool) bool {
	found := false
	n.all(func(n node) { found = found || what(n) })
	return found
}

func (n node) rowsOf(index string) int {
	rows := 0.0
	n.all(func(n node) {
		if n.Index == index {
			rows += n.Rows * n.Loops
		}
	})
	return int(rows + 0.5)
}

func (n node) loopsOf(index string) int {
	loops := 0.0
	n.all(func(n node) {
		if n.Index == index {
			loops += n.Loops
		}
	})
	return int(loops)
}

// picksFromIndexes fails unless the rows of a page are chosen by what is in the
// feeds' indexes, and only those are fetched, by their ids.
func (n node) picksFromIndexes(t *testing.T) {
	t.Helper()
	choosing := []string{"activities_newest", "activities_of_author", "follows_pkey"}
	fetching := []string{"activities_pkey", "activities_in_thread", "users_pkey", "media_pkey"}
	n.all(func(n node) {
		switch {
		case n.Relation == "":
		case n.Type == "Index Only Scan" && slices.Contains(choosing, n.Index):
			if n.Fetches > 0 {
				t.Errorf("a scan of %s visits the table %v times", n.Index, n.Fetches)
			}
		case n.Type == "Index Scan" && slices.Contains(fetching, n.Index):
			if n.Loops > 21 {
				t.Errorf("%s is looked into %v times for a page of 21", n.Index, n.Loops)
			}
		default:
			t.Errorf("%s on %s with %q", n.Type, n.Relation, n.Index)
		}
	})
}
