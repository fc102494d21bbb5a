package signingkeys_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/signingkeys"
	"github.com/cruddur/cruddur/platform/signedurl"
)

const environment = "/cruddur/test"

var errInjected = errors.New("injected")

// store is Parameter Store in memory, whose writes can be made to fail.
type store struct {
	values map[string]string
	secret map[string]bool
	// fail decides about the nth write: whether it fails, and whether it takes
	// effect even so.
	fail   func(n int) (fails, takesEffect bool)
	writes int
}

func newStore() *store { return &store{values: map[string]string{}, secret: map[string]bool{}} }

func (s *store) Get(_ context.Context, name string) (string, bool, error) {
	value, found := s.values[name]
	return value, found, nil
}

func (s *store) Put(_ context.Context, name, value string, secret bool) error {
	s.writes++
	fails, takesEffect := false, true
	if s.fail != nil {
		fails, takesEffect = s.fail(s.writes)
	}
	if !fails || takesEffect {
		s.values[name], s.secret[name] = value, secret
	}
	if fails {
		return errInjected
	}
	return nil
}

// register does what Terraform does with the public keys.
func (s *store) register(t *testing.T) {
	t.Helper()
	ids := map[string]string{}
	for _, key := range s.public(t) {
		ids[key.Name] = "K-" + key.Name
	}
	text, err := json.Marshal(ids)
	if err != nil {
		t.Fatal(err)
	}
	s.values[environment+"/backend/media_key_ids"] = string(text)
}

func (s *store) public(t *testing.T) (list []signingkeys.PublicKey) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.values[environment+"/edge/media_public_keys"]), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// signs returns the id of the key with which a service would sign.
func (s *store) signs(t *testing.T, service string) string {
	t.Helper()
	signer, err := signedurl.New(signedurl.Config{
		Keys: s.values[environment+"/"+service+"/media_signing_keys"], KeyIDs: s.values[environment+"/backend/media_key_ids"],
	})
	if err != nil {
		return err.Error()
	}
	text, err := signer.Sign("/a/", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	_, id, _ := strings.Cut(text, "Key-Pair-Id=")
	return id
}

// clock is a time that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newRing(s *store) (signingkeys.Ring, *clock) {
	c := &clock{time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	return signingkeys.Ring{Parameters: s, Environment: environment, Now: c.now}, c
}

func create(t *testing.T, r signingkeys.Ring) signingkeys.Change {
	t.Helper()
	change, err := r.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return change
}

func TestARotation(t *testing.T) {
	t.Parallel()
	s := newStore()
	r, c := newRing(s)
	first := create(t, r).Created
	if s.signs(t, "backend") != signedurl.ErrNoKey.Error() {
		t.Error("a key signs before the edge knows it")
	}
	if again := create(t, r); again.Created != "" || again.Waiting != first {
		t.Errorf("again: %+v", again)
	}
	s.register(t)
	c.at = c.at.Add(24 * time.Hour)
	second := create(t, r).Created
	if second == "" || second == first || s.signs(t, "backend") != "K-"+first {
		t.Errorf("the second key is %q, %s signs", second, s.signs(t, "backend"))
	}
	s.register(t)
	for _, service := range []string{"backend", "messaging"} {
		if s.signs(t, service) != "K-"+second {
			t.Errorf("%s signs with %s", service, s.signs(t, service))
		}
	}
	list, err := r.List(t.Context())
	if err != nil || len(list) != 2 || list[0].Name != second || list[0].State != signingkeys.Signs || list[0].RetireAfter != nil ||
		list[1].State != signingkeys.Superseded || !list[1].RetireAfter.Equal(c.at.Add(30*24*time.Hour)) {
		t.Errorf("the list is %+v, %v", list, err)
	}
	c.at = c.at.Add(30*24*time.Hour - time.Second)
	if change, err := r.Retire(t.Context()); err != nil || len(change.Retired) != 0 {
		t.Errorf("a second too early: %+v, %v", change, err)
	}
	c.at = c.at.Add(time.Second)
	for _, want := range []int{1, 0} {
		if change, err := r.Retire(t.Context()); err != nil || len(change.Retired) != want {
			t.Errorf("%+v, %v; want %d retired", change, err, want)
		}
	}
	if len(s.public(t)) != 1 || s.signs(t, "messaging") != "K-"+second || strings.Contains(s.values[environment+"/backend/media_signing_keys"], first) {
		t.Error("the retired key is still there, or the other one is not")
	}
	c.at = c.at.Add(365 * 24 * time.Hour)
	if change, err := r.Retire(t.Context()); err != nil || len(change.Retired) != 0 {
		t.Errorf("the newest key: %+v, %v", change, err)
	}
}

// A key that signs is not retired, however long the edge takes to know the next.
func TestTheKeyThatSignsIsNotRetired(t *testing.T) {
	t.Parallel()
	s := newStore()
	r, c := newRing(s)
	create(t, r)
	s.register(t)
	create(t, r)
	c.at = c.at.Add(60 * 24 * time.Hour)
	if change, err := r.Retire(t.Context()); err != nil || len(change.Retired) != 0 {
		t.Errorf("%+v, %v", change, err)
	}
}

// Whichever write fails, taking effect or not: repeated, the operation comes to
// the same as one that never failed.
func TestFailures(t *testing.T) {
	t.Parallel()
	for _, effect := range []bool{false, true} {
		for nth := 1; nth <= 3; nth++ {
			t.Run(fmt.Sprintf("write %d, effect %v", nth, effect), func(t *testing.T) {
				t.Parallel()
				s := newStore()
				r, c := newRing(s)
				create(t, r)
				s.register(t)
				c.at = c.at.Add(time.Hour)
				s.writes, s.fail = 0, func(n int) (bool, bool) { return n == nth, effect }
				if _, err := r.Create(t.Context()); !errors.Is(err, errInjected) {
					t.Fatalf("got %v", err)
				}
				s.fail = nil
				create(t, r)
				if got := len(s.public(t)); got != 2 {
					t.Errorf("%d public keys, want 2", got)
				}
				private := s.values[environment+"/backend/media_signing_keys"]
				if private != s.values[environment+"/messaging/media_signing_keys"] || strings.Count(private, "BEGIN PRIVATE KEY") != 2 {
					t.Error("the services do not have the same two keys")
				}
				s.register(t)
				c.at = c.at.Add(31 * 24 * time.Hour)
				s.writes, s.fail = 0, func(n int) (bool, bool) { return n == nth, effect }
				if _, err := r.Retire(t.Context()); !errors.Is(err, errInjected) {
					t.Fatalf("got %v", err)
				}
				s.fail = nil
				if _, err := r.Retire(t.Context()); err != nil {
					t.Fatal(err)
				}
				private = s.values[environment+"/backend/media_signing_keys"]
				if len(s.public(t)) != 1 || strings.Count(private, "BEGIN PRIVATE KEY") != 1 || private != s.values[environment+"/messaging/media_signing_keys"] {
					t.Error("one key is retired, and nothing else")
				}
			})
		}
	}
}

func TestSecretsAreSecretAndTwoFit(t *testing.T) {
	t.Parallel()
	s := newStore()
	r, c := newRing(s)
	for range 2 {
		create(t, r)
		s.register(t)
		c.at = c.at.Add(time.Hour)
	}
	for name, value := range s.values {
		if strings.Contains(value, "PRIVATE") != s.secret[name] {
			t.Errorf("%s is secret: %v", name, s.secret[name])
		}
		if len(value) > 4096 {
			t.Errorf("%s has %d bytes: too many for a standard parameter", name, len(value))
		}
	}
	// Four fit into an advanced one, five into none: nothing is written then.
	for range 2 {
		create(t, r)
		s.register(t)
		c.at = c.at.Add(time.Hour)
	}
	writes := s.writes
	if _, err := r.Create(t.Context()); err == nil || !strings.Contains(err.Error(), "retired") || s.writes != writes {
		t.Errorf("a fifth key: %v", err)
	}
}

func TestWhatIsStoredCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"/backend/media_signing_keys": `secret`, "/messaging/media_signing_keys": `{"secret":1}`,
		"/edge/media_public_keys": `{}`, "/backend/media_key_ids": `[]`,
	} {
		s := newStore()
		r, _ := newRing(s)
		s.values[environment+name] = value
		_, err := r.Create(t.Context())
		if err == nil || !strings.Contains(err.Error(), environment+name) || strings.Contains(err.Error(), "secret\"") || s.writes != 0 {
			t.Errorf("%s: %v after %d writes", name, err, s.writes)
		}
	}
}
