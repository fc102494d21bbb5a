package e2e_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"github.com/cruddur/cruddur/e2e/people"
)

// saved is longer than the emulator takes to write down what was changed.
const saved = 6 * time.Second

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	within(t, time.Minute, what, condition)
}

func within(t *testing.T, patience time.Duration, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("in %s it did not happen that %s", patience, what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// kill ends a process of the stack the hard way. The tests that follow find
// the stack well again, whatever this one does.
func kill(t *testing.T, name string) {
	t.Helper()
	t.Cleanup(func() { waitUntilWell(t) })
	if _, err := product.stack.Kill(t.Context(), name); err != nil {
		t.Fatal(err)
	}
}

func waitUntilWell(t *testing.T) {
	t.Helper()
	// Not the test's context: it has ended when this is called to clean up.
	eventually(t, "every part of the stack is well", func() bool { return product.stack.Healthy(context.Background()) })
}

// The backend is killed while somebody posts: people are asked to try again,
// the stack brings it back, and the retries post once.
func TestTheBackendIsKilled(t *testing.T) {
	kim := newcomer(t, "Kim")
	message, key := words("in spite of everything"), rand.Text()
	kill(t, "backend")
	refused := stranger(t).get("/api/feeds/public").want(http.StatusServiceUnavailable)
	if refused.Header.Get("Retry-After") == "" || refused.text("code") == "" {
		t.Errorf("the refusal has no Retry-After or no code: %v %s", refused.Header, refused.Body)
	}
	if response, _ := fetch(t, http.MethodGet, "/"); response.StatusCode != http.StatusOK {
		t.Errorf("without the backend the site answers %d", response.StatusCode)
	}
	var posted answer
	eventually(t, "the backend is back and takes the crud", func() bool {
		posted = kim.post(message, "1-day", key)
		return posted.Status != http.StatusServiceUnavailable
	})
	posted.want(http.StatusCreated)
	kim.post(message, "1-day", key).want(http.StatusOK)
	if got := kim.get("/api/me").field("cruds_count"); got != 1.0 {
		t.Errorf("there are %v cruds, want 1", got)
	}
	waitUntilWell(t)
}

// The emulated AWS is killed: who is signed in notices nothing, and when the
// stack has brought it back, everybody can sign in and up again.
func TestTheEmulatorIsKilled(t *testing.T) {
	kim := newcomer(t, "Kim")
	_, before := openPool(t)
	time.Sleep(saved)
	kill(t, "emulator")
	kim.post(words("who needs a cloud"), "1-day", "").want(http.StatusCreated)
	kim.get("/api/me").want(http.StatusOK)
	if _, err := people.Open(before).SignIn(t.Context(), kim.account.Email, kim.account.Password); err == nil {
		t.Error("somebody signed in without the emulator: was it killed?")
	}
	waitUntilWell(t)

	if _, after := openPool(t); after != before {
		t.Errorf("the site is told of another pool: %+v, before %+v", after, before)
	}
	kim.get("/api/me").want(http.StatusOK)
	signIn(t, kim.account).get("/api/me").want(http.StatusOK)
	newcomer(t, "A newcomer")
}

// PostgreSQL is killed: no answer is wrong meanwhile, and nothing is lost.
func TestTheDatabaseIsKilled(t *testing.T) {
	kim := newcomer(t, "Kim")
	posted := kim.post(words("written down"), "1-day", "").want(http.StatusCreated)
	kill(t, "postgres")
	location := posted.Header.Get("Location")
	eventually(t, "the crud is read again", func() bool {
		got := stranger(t).get(location)
		if got.Status != http.StatusOK && got.Status != http.StatusServiceUnavailable {
			t.Fatalf("without its database the API answers %d: %s", got.Status, got.Body)
		}
		return got.Status == http.StatusOK
	})
	waitUntilWell(t)
}
