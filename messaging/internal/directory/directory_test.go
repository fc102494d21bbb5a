package directory_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/directory"
	"github.com/cruddur/cruddur/platform/fault"
)

// bench is a client, and the directory that it asks.
type bench struct {
	client *directory.Client
	asked  atomic.Int64
	answer atomic.Pointer[http.HandlerFunc]
	mu     sync.Mutex
	now    time.Time
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) advance(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func newBench(t *testing.T, answer http.HandlerFunc) *bench {
	t.Helper()
	b := &bench{now: time.Now()}
	b.answer.Store(&answer)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.asked.Add(1)
		(*b.answer.Load())(w, r)
	}))
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	b.client = directory.New(base, b.clock)
	return b
}

// people answers with everybody who is asked for, called after their sub.
func people(w http.ResponseWriter, r *http.Request) {
	var question struct{ Subs []uuid.UUID }
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil || len(question.Subs) == 0 || len(question.Subs) > 100 {
		w.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	items := make([]string, len(question.Subs))
	for i, sub := range question.Subs {
		items[i] = fmt.Sprintf(`{"sub":%q,"handle":"h%.8s","display_name":"N","suspended":false,"unknown_field":1}`, sub, sub)
	}
	fmt.Fprintf(w, `{"items":[%s]}`, strings.Join(items, ","))
}

func down(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }

// broken hangs up.
func broken(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestByHandle(t *testing.T) {
	t.Parallel()
	sub := uuid.New()
	b := newBench(t, answering(200, fmt.Sprintf(`{"sub":%q,"handle":"Nova","display_name":"The Nova","suspended":true,
		"avatar":{"base_url":"/media/public/x/","widths":[64],"formats":["jpeg"],"placeholder":"p"}}`, sub)))
	for range 2 { // the second from memory, in any case
		got, err := b.client.ByHandle(t.Context(), "nova")
		if err != nil || got.Sub != sub || got.Handle != "Nova" || !got.Suspended || got.Avatar == nil || got.Avatar.Widths[0] != 64 {
			t.Errorf("got %+v, %v", got, err)
		}
	}
	if n := b.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	b.advance(31 * time.Second)
	notFound := answering(404, `{"code":"user_not_found"}`)
	b.answer.Store(&notFound)
	if _, err := b.client.ByHandle(t.Context(), "nova"); !errors.Is(err, conversations.ErrPersonUnknown) {
		t.Errorf("gone: %v", err)
	}
	// An address that isn't there is no person who isn't.
	wrong := answering(404, `404 page not found`)
	b.answer.Store(&wrong)
	if _, err := b.client.ByHandle(t.Context(), "nova"); err == nil || errors.Is(err, conversations.ErrPersonUnknown) {
		t.Errorf("a wrong address: %v", err)
	}
}

func TestBySub(t *testing.T) {
	t.Parallel()
	b := newBench(t, people)
	subs := make([]uuid.UUID, 250)
	for i := range subs {
		subs[i] = uuid.New()
	}
	for range 2 {
		got, err := b.client.BySub(t.Context(), subs)
		if err != nil || len(got) != 250 || got[subs[7]].Handle != fmt.Sprintf("h%.8s", subs[7]) {
			t.Fatalf("%d people, %v", len(got), err)
		}
	}
	if n := b.asked.Load(); n != 3 {
		t.Errorf("asked %d times, want three batches", n)
	}
	nobody := answering(200, `{"items":[]}`)
	b.answer.Store(&nobody)
	if got, err := b.client.BySub(t.Context(), []uuid.UUID{uuid.New()}); err != nil || len(got) != 0 {
		t.Errorf("unknown: %v, %v", got, err)
	}
	if got, err := b.client.BySub(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("nobody: %v, %v", got, err)
	}
}

// While the directory is away, those who are remembered go on for a few minutes,
// and nobody counts as unknown.
func TestBySubWithoutTheDirectory(t *testing.T) {
	t.Parallel()
	b := newBench(t, people)
	known := uuid.New()
	if _, err := b.client.BySub(t.Context(), []uuid.UUID{known}); err != nil {
		t.Fatal(err)
	}
	away := http.HandlerFunc(down)
	b.answer.Store(&away)
	b.advance(4 * time.Minute)
	if got, err := b.client.BySub(t.Context(), []uuid.UUID{known}); err != nil || len(got) != 1 {
		t.Errorf("remembered: %v, %v", got, err)
	}
	unavailable(t, func() error { _, err := b.client.BySub(t.Context(), []uuid.UUID{known, uuid.New()}); return err }())
	b.advance(time.Minute)
	unavailable(t, func() error { _, err := b.client.BySub(t.Context(), []uuid.UUID{known}); return err }())
}

func unavailable(t *testing.T, err error) {
	t.Helper()
	if f := fault.From(err); f.Kind != fault.Unavailable || f.Code != "directory_unavailable" || f.RetryAfter == 0 {
		t.Errorf("got %v", err)
	}
}

func TestMayWrite(t *testing.T) {
	t.Parallel()
	from, blocked, gone, fine := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		var question struct {
			From uuid.UUID
			To   []uuid.UUID
		}
		if json.NewDecoder(r.Body).Decode(&question) != nil || question.From != from || len(question.To) != 3 || r.URL.Path != "/directory/may-write" {
			w.WriteHeader(http.StatusUnprocessableEntity)
			return
		}
		fmt.Fprintf(w, `{"refused":[{"sub":%q,"reason":"blocked"},{"sub":%q,"reason":"unknown"}]}`, blocked, gone)
	})
	for range 2 {
		got, err := b.client.MayWrite(t.Context(), from, []uuid.UUID{blocked, gone, fine})
		if err != nil || len(got) != 2 || got[blocked] != conversations.Blocked || got[gone] != conversations.Unknown {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if n := b.asked.Load(); n != 2 {
		t.Errorf("asked %d times: a verdict is not remembered", n)
	}
	for reason, want := range map[string]error{"suspended": conversations.ErrAccountSuspended, "unknown": conversations.ErrProfileMissing} {
		verdict := answering(200, `{"from_refused":"`+reason+`","refused":[]}`)
		b.answer.Store(&verdict)
		if _, err := b.client.MayWrite(t.Context(), from, []uuid.UUID{fine}); !errors.Is(err, want) {
			t.Errorf("a sender who is %s: %v", reason, err)
		}
	}
}

func TestTroubleWithTheDirectory(t *testing.T) {
	t.Parallel()
	b := newBench(t, broken)
	unavailable(t, func() error { _, err := b.client.ByHandle(t.Context(), "nova"); return err }())
	if n := b.asked.Load(); n != 2 {
		t.Errorf("asked %d times, want one repetition", n)
	}
	first := true
	flaky := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if first {
			first = false
			broken(w, r)
		}
		people(w, r)
	})
	b.answer.Store(&flaky)
	if got, err := b.client.BySub(t.Context(), []uuid.UUID{uuid.New()}); err != nil || len(got) != 1 {
		t.Errorf("the repetition: %v, %v", got, err)
	}
	away := http.HandlerFunc(down)
	b.answer.Store(&away)
	unavailable(t, func() error {
		_, err := b.client.MayWrite(t.Context(), uuid.New(), []uuid.UUID{uuid.New()})
		return err
	}())
	for name, answer := range map[string]http.HandlerFunc{"no JSON": answering(200, "<html>"), "refused": answering(422, "{}"), "no such address": answering(404, "{}")} {
		b.answer.Store(&answer)
		if _, err := b.client.BySub(t.Context(), []uuid.UUID{uuid.New()}); fault.From(err).Kind != fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}
