package keygroup_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/dev/internal/keygroup"
)

func pemOf(t *testing.T, key any) (text string, der []byte) {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), der
}

func newRSA(t *testing.T, bits int) *rsa.PublicKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return &key.PublicKey
}

func parameter(t *testing.T, entries ...keygroup.Entry) string {
	t.Helper()
	raw, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestIDsFollowFromKeys(t *testing.T) {
	t.Parallel()
	text, der := pemOf(t, newRSA(t, 2048))
	keys, err := keygroup.Parse(parameter(t, keygroup.Entry{Name: "first", PublicKey: text}))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(der)
	want := "K" + strings.ToUpper(hex.EncodeToString(sum[:])[:13])
	if len(keys) != 1 || keys[0].ID != want || keys[0].Name != "first" || !keys[0].RetireAfter.IsZero() {
		t.Errorf("keys %+v, want the id %s", keys, want)
	}
}

func TestParametersThatAreRefused(t *testing.T) {
	t.Parallel()
	weak, _ := pemOf(t, newRSA(t, 1024))
	good, _ := pemOf(t, newRSA(t, 2048))
	mislabelled := strings.ReplaceAll(good, "PUBLIC KEY", "PRIVATE KEY")
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := pemOf(t, &curve.PublicKey)
	for name, text := range map[string]string{
		"no JSON": "keys", "no list": "{}", "no PEM": parameter(t, keygroup.Entry{Name: "broken", PublicKey: "key"}),
		"a weak key": parameter(t, keygroup.Entry{Name: "broken", PublicKey: weak}), "two keys in one": parameter(t, keygroup.Entry{Name: "broken", PublicKey: good + good}),
		"another kind of key": parameter(t, keygroup.Entry{Name: "broken", PublicKey: other}), "another kind of PEM": parameter(t, keygroup.Entry{Name: "broken", PublicKey: mislabelled}),
	} {
		_, err := keygroup.Parse(text)
		if err == nil || (strings.Contains(text, "broken") && !strings.Contains(err.Error(), `"broken"`)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// reader is a parameter that changes, with a clock beside it.
type reader struct {
	text  string
	err   error
	reads int
	now   time.Time
}

func (r *reader) group() *keygroup.Group {
	return &keygroup.Group{
		Read: func(context.Context) (string, error) { r.reads++; return r.text, r.err },
		Now:  func() time.Time { return r.now },
	}
}

func TestGroupFollowsTheParameter(t *testing.T) {
	t.Parallel()
	r := &reader{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	first, der := pemOf(t, newRSA(t, 2048))
	second, secondDER := pemOf(t, newRSA(t, 2048))
	group := r.group()
	has := func(der []byte) bool {
		t.Helper()
		key, trusted, err := group.Key(t.Context(), keygroup.ID(der))
		if err != nil || trusted != (key != nil) {
			t.Fatalf("%v, trusted %t, error %v", key, trusted, err)
		}
		return trusted
	}
	if has(der) {
		t.Error("a key is trusted that nobody published")
	}
	r.text = parameter(t, keygroup.Entry{Name: "first", PublicKey: first})
	r.now = r.now.Add(2 * time.Second)
	if !has(der) || has(secondDER) {
		t.Error("a new key is not known at its first use")
	}
	reads := r.reads
	for range 100 {
		has(secondDER)
	}
	if r.reads != reads {
		t.Errorf("guessing made %d reads", r.reads-reads)
	}
	// At a rotation the old key counts on for a while.
	retire := r.now.Add(time.Minute)
	r.text = parameter(t, keygroup.Entry{Name: "first", PublicKey: first, RetireAfter: retire}, keygroup.Entry{Name: "second", PublicKey: second})
	r.now = r.now.Add(time.Hour)
	if has(der) || !has(secondDER) {
		t.Error("a retired key is trusted, or its successor is not")
	}
	r.now = retire.Add(-time.Second)
	if !has(der) {
		t.Error("a key is retired too early")
	}
	r.text = parameter(t, keygroup.Entry{Name: "second", PublicKey: second})
	r.now = r.now.Add(time.Minute)
	if has(der) {
		t.Error("a key is trusted that was withdrawn")
	}
}

// What can't be read is an error, not an empty group.
func TestGroupWithoutAnswer(t *testing.T) {
	t.Parallel()
	r := &reader{err: errors.New("no answer"), now: time.Now()}
	if _, _, err := r.group().Key(t.Context(), "K"); !errors.Is(err, r.err) {
		t.Errorf("error %v", err)
	}
	r.err, r.text = nil, "nonsense"
	if _, _, err := r.group().Key(t.Context(), "K"); err == nil {
		t.Error("nonsense is an empty group")
	}
}
