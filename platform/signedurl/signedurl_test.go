package signedurl_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/signedurl"
)

var day = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func newKey(t *testing.T, name string, created time.Time) (signedurl.Key, *rsa.PrivateKey) {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return signedurl.Key{Name: name, PrivateKey: string(text), CreatedAt: created}, private
}

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// decode turns CloudFront's alphabet back.
func decode(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What is signed is verified here as the edge does it, from the text alone.
func TestASignatureIsWhatCloudFrontVerifies(t *testing.T) {
	t.Parallel()
	key, private := newKey(t, "one", day)
	signer, err := signedurl.New(signedurl.Config{
		Keys: encode(t, []signedurl.Key{key}), KeyIDs: `{"one":"K1"}`, SiteURL: "https://cruddur.test/",
	})
	if err != nil {
		t.Fatal(err)
	}
	end := day.Add(time.Hour + 999*time.Millisecond)
	text, err := signer.Sign("/media/photos/x/", end)
	if err != nil {
		t.Fatal(err)
	}
	query, err := url.ParseQuery(text)
	if err != nil || query.Get("Key-Pair-Id") != "K1" || len(query) != 3 {
		t.Fatalf("%s, %v", text, err)
	}
	policy := decode(t, query.Get("Policy"))
	want := `{"Statement":[{"Resource":"https://cruddur.test/media/photos/x/*","Condition":{"DateLessThan":{"AWS:EpochTime":1764000000}}}]}`
	want = strings.Replace(want, "1764000000", encode(t, day.Add(time.Hour).Unix()), 1)
	if string(policy) != want {
		t.Errorf("policy %s\nwant   %s", policy, want)
	}
	digest := sha1.Sum(policy)
	if err := rsa.VerifyPKCS1v15(&private.PublicKey, crypto.SHA1, digest[:], decode(t, query.Get("Signature"))); err != nil {
		t.Error(err)
	}
	if !signer.Counts(text) || signer.Counts("") || signer.Counts("Policy=a&Signature=b&Key-Pair-Id=XK1") {
		t.Error("signatures that count are told from others by their key")
	}
}

// The newest key signs, but not before the edge has an id for it; signatures of
// all that have one count.
func TestWhichKeySigns(t *testing.T) {
	t.Parallel()
	older, _ := newKey(t, "older", day)
	newer, _ := newKey(t, "newer", day.Add(time.Hour))
	keys := encode(t, []signedurl.Key{newer, older})
	tests := []struct {
		name, ids, signs string
		counts           map[string]bool
	}{
		{"both are known", `{"older":"K1","newer":"K2"}`, "K2", map[string]bool{"K1": true, "K2": true}},
		{"the newer is not known yet", `{"older":"K1"}`, "K1", map[string]bool{"K1": true, "K2": false}},
		{"ids of keys that are gone", `{"older":"K1","gone":"K0"}`, "K1", map[string]bool{"K0": false}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			signer, err := signedurl.New(signedurl.Config{Keys: keys, KeyIDs: test.ids, SiteURL: "https://cruddur.test"})
			if err != nil {
				t.Fatal(err)
			}
			text, err := signer.Sign("/a/", day)
			if err != nil || !strings.HasSuffix(text, "&Key-Pair-Id="+test.signs) {
				t.Errorf("%s, %v", text, err)
			}
			for id, want := range test.counts {
				if got := signer.Counts("Policy=a&Signature=b&Key-Pair-Id=" + id); got != want {
					t.Errorf("%s counts: %v", id, got)
				}
			}
		})
	}
}

func TestKeysThatCannotSign(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "one", day)
	broken := key
	broken.PrivateKey = "secret"
	tests := []struct {
		name, keys, ids string
		none            bool // ErrNoKey
	}{
		{"none", "", "", true},
		{"an empty list", "[]", "{}", true},
		{"no id", encode(t, []signedurl.Key{key}), "", true},
		{"no list", `{"private_key":"secret"`, "{}", false},
		{"no ids", encode(t, []signedurl.Key{key}), `["secret"]`, false},
		{"no key", encode(t, []signedurl.Key{broken}), `{"one":"K1"}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := signedurl.New(signedurl.Config{Keys: test.keys, KeyIDs: test.ids})
			if err == nil || errors.Is(err, signedurl.ErrNoKey) != test.none || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}
