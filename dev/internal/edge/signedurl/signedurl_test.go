package signedurl_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"

	"github.com/cruddur/cruddur/dev/internal/edge/signedurl"
)

const (
	keyID = "K0123456789ABC"
	base  = "http://localhost:8080/media/photos/0190c1de-0000-7000-8000-000000000000/320.jpg"
	scope = "http://localhost:8080/media/photos/0190c1de-0000-7000-8000-000000000000/*"
)

// now is a moment between begin and end of the policies here.
var now = time.Unix(1_800_000_000, 0)

// group is a key group of one key.
type group struct{ *rsa.PublicKey }

func (g group) Key(_ context.Context, id string) (*rsa.PublicKey, bool, error) {
	if id == "KDOWN" {
		return nil, false, errors.New("no answer")
	}
	return g.PublicKey, id == keyID, nil
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func encode(raw []byte) string {
	return strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString(raw))
}

// signed is the query of any text as a policy, signed.
func signed(t *testing.T, key *rsa.PrivateKey, policy string) string {
	t.Helper()
	sum := sha1.Sum([]byte(policy))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA1, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return "Policy=" + encode([]byte(policy)) + "&Signature=" + encode(signature) + "&Key-Pair-Id=" + keyID
}

func verify(t *testing.T, key *rsa.PrivateKey, request signedurl.Request) (time.Time, string, error) {
	t.Helper()
	end, err := signedurl.Verify(t.Context(), group{&key.PublicKey}, request, now)
	if refused, ok := errors.AsType[*signedurl.RefusedError](err); ok {
		if refused.Code == "" || refused.Message == "" || refused.Error() == "" {
			t.Errorf("the refusal says nothing: %+v", refused)
		}
		return end, refused.Code, err
	}
	return end, "", err
}

// What AWS's own signer makes is let through, on the renditions it is for and
// until its end.
func TestWhatAWSSigns(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	end := now.Add(time.Minute)
	address, err := sign.NewURLSigner(keyID, key).SignWithPolicy(base, &sign.Policy{Statements: []sign.Statement{{
		Resource: scope,
		Condition: sign.Condition{
			DateLessThan: sign.NewAWSEpochTime(end), DateGreaterThan: sign.NewAWSEpochTime(now.Add(-time.Minute)),
			IPAddress: &sign.IPAddress{SourceIP: "192.0.2.0/24"},
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	_, query, _ := strings.Cut(address, "?")
	viewer := netip.MustParseAddr("::ffff:192.0.2.7")
	if got, _, err := verify(t, key, signedurl.Request{Base: base, Query: query, Viewer: viewer}); err != nil || !got.Equal(end) {
		t.Errorf("until %s, error %v", got, err)
	}
	tests := map[string]signedurl.Request{
		"another photo":     {Base: strings.Replace(base, "0190", "0191", 1), Query: query, Viewer: viewer},
		"another host":      {Base: strings.Replace(base, "localhost", "elsewhere", 1), Query: query, Viewer: viewer},
		"another scheme":    {Base: strings.Replace(base, "http:", "https:", 1), Query: query, Viewer: viewer},
		"another viewer":    {Base: base, Query: query, Viewer: netip.MustParseAddr("192.0.3.7")},
		"an unknown one":    {Base: base, Query: query},
		"another port":      {Base: strings.Replace(base, "8080", "8081", 1), Query: query, Viewer: viewer},
		"another behaviour": {Base: strings.Replace(base, "/photos/", "/public/", 1), Query: query, Viewer: viewer},
	}
	for name, request := range tests {
		if _, code, _ := verify(t, key, request); code != "AccessDenied" {
			t.Errorf("%s: %q", name, code)
		}
	}
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	statement := func(resource, condition string) string {
		return fmt.Sprintf(`{"Statement":[{"Resource":%q,"Condition":{%s}}]}`, resource, condition)
	}
	until := func(t time.Time) string { return fmt.Sprintf(`"DateLessThan":{"AWS:EpochTime":%d}`, t.Unix()) }
	good := until(now.Add(time.Hour))
	tests := []struct{ name, policy, code string }{
		{"the whole host", statement("http://localhost:8080/*", good), ""},
		{"any scheme", statement("http*://localhost:8080/media/*", good), ""},
		{"everything", statement("*", good), ""},
		{"one character", statement(strings.Replace(base, "320", "3?0", 1), good), ""},
		{"spaces and line breaks", " \n" + statement(scope, good) + "\n", ""},
		{"the last second", statement(scope, until(now.Add(time.Second))), ""},
		{"a range of every viewer", statement(scope, good+`,"IpAddress":{"AWS:SourceIp":"0.0.0.0/0"}`), ""},
		{"one viewer", statement(scope, good+`,"IpAddress":{"AWS:SourceIp":"127.0.0.1"}`), ""},

		{"ends now", statement(scope, until(now)), "AccessDenied"},
		{"has ended", statement(scope, until(now.Add(-time.Hour))), "AccessDenied"},
		{"begins now", statement(scope, good+fmt.Sprintf(`,"DateGreaterThan":{"AWS:EpochTime":%d}`, now.Unix())), "AccessDenied"},
		{"another resource", statement("http://localhost:8080/media/photos/other/*", good), "AccessDenied"},
		{"a resource without its host", statement("/media/photos/*", good), "AccessDenied"},
		{"a prefix is no wildcard", statement(strings.TrimSuffix(scope, "*"), good), "AccessDenied"},
		{"another case", statement(strings.ToUpper(scope), good), "AccessDenied"},
		{"another viewer", statement(scope, good+`,"IpAddress":{"AWS:SourceIp":"10.0.0.0/8"}`), "AccessDenied"},

		{"no end", statement(scope, ""), "MalformedPolicy"},
		{"an end of null", statement(scope, `"DateLessThan":null`), "MalformedPolicy"},
		{"an empty end", statement(scope, `"DateLessThan":{}`), "MalformedPolicy"},
		{"an end of zero", statement(scope, `"DateLessThan":{"AWS:EpochTime":0}`), "MalformedPolicy"},
		{"a negative end", statement(scope, `"DateLessThan":{"AWS:EpochTime":-1}`), "MalformedPolicy"},
		{"an end after 2038", statement(scope, `"DateLessThan":{"AWS:EpochTime":2147483648}`), "MalformedPolicy"},
		{"an end beyond all numbers", statement(scope, `"DateLessThan":{"AWS:EpochTime":1e400}`), "MalformedPolicy"},
		{"half a second", statement(scope, `"DateLessThan":{"AWS:EpochTime":1900000000.5}`), "MalformedPolicy"},
		{"an end in words", statement(scope, `"DateLessThan":{"AWS:EpochTime":"1900000000"}`), "MalformedPolicy"},
		{"two ends", statement(scope, good+","+good), "MalformedPolicy"},
		{"a begin of nonsense", statement(scope, good+`,"DateGreaterThan":{}`), "MalformedPolicy"},
		{"viewers of nonsense", statement(scope, good+`,"IpAddress":{"AWS:SourceIp":"127.0.0.1/33"}`), "MalformedPolicy"},
		{"no viewers", statement(scope, good+`,"IpAddress":{}`), "MalformedPolicy"},
		{"an unknown condition", statement(scope, good+`,"StringEquals":{"aws:UserAgent":"x"}`), "MalformedPolicy"},
		{"a name in another case", statement(scope, strings.ToLower(good)), "MalformedPolicy"},
		{"no resource", `{"Statement":[{"Condition":{` + good + `}}]}`, "MalformedPolicy"},
		{"an empty resource", statement("", good), "MalformedPolicy"},
		{"two resources", `{"Statement":[{"Resource":["*"],"Condition":{` + good + `}}]}`, "MalformedPolicy"},
		{"no statement", `{"Statement":[]}`, "MalformedPolicy"},
		{"two statements", strings.Replace(statement(scope, good), "}]}", "},"+strings.TrimPrefix(statement("*", good), `{"Statement":[`), 1), "MalformedPolicy"},
		{"a statement that is no list", `{"Statement":{"Resource":"*","Condition":{` + good + `}}}`, "MalformedPolicy"},
		{"an unknown field", strings.Replace(statement(scope, good), "{", `{"Version":"2012-10-17",`, 1), "MalformedPolicy"},
		{"something after it", statement(scope, good) + "{}", "MalformedPolicy"},
		{"cut short", strings.TrimSuffix(statement(scope, good), "]}"), "MalformedPolicy"},
		{"no JSON", "leave", "MalformedPolicy"},
		{"null", "null", "MalformedPolicy"},
		{"no UTF-8", statement(scope, good) + "\xff", "MalformedPolicy"},
		{"very long", statement(scope, good) + strings.Repeat(" ", 5000), "MalformedPolicy"},
	}
	for _, test := range tests {
		query := signed(t, key, test.policy)
		request := signedurl.Request{Base: base, Query: query, Viewer: netip.MustParseAddr("127.0.0.1")}
		end, code, err := verify(t, key, request)
		if code != test.code || (err == nil) != (test.code == "") || (err == nil) == end.IsZero() {
			t.Errorf("%s: %q, want %q (%v)", test.name, code, test.code, err)
		}
	}
}

// The query is taken apart with care: what is there twice, missing, or in
// another alphabet lets nobody in.
func TestQueries(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	policy := fmt.Sprintf(`{"Statement":[{"Resource":%q,"Condition":{"DateLessThan":{"AWS:EpochTime":1900000000}}}]}`, scope)
	exact := strings.Replace(policy, scope, base+"?size=1&b=%20", 1)
	good := signed(t, key, policy)
	values, err := url.ParseQuery(good)
	if err != nil {
		t.Fatal(err)
	}
	with := func(name, value string) string {
		changed := url.Values{}
		for known := range values {
			changed.Set(known, values.Get(known))
		}
		changed.Set(name, value)
		return changed.Encode()
	}
	other := signed(t, newKey(t), policy)
	tests := []struct{ name, query, code string }{
		{"as it should be", good, ""},
		{"escaped", values.Encode(), ""},
		{"more parameters, in between", "a=b&" + good + "&c", ""},
		{"empty parts", "&&" + good + "&", ""},
		{"the hash named", good + "&Hash-Algorithm=SHA1", ""},
		{"a resource with its query", "size=1&" + signed(t, key, exact) + "&b=%20", ""},

		{"another query", "size=2&" + signed(t, key, exact) + "&b=%20", "AccessDenied"},
		{"the query in another spelling", "size=1&" + signed(t, key, exact) + "&b=+", "AccessDenied"},
		{"another key's signature", other, "AccessDenied"},
		{"another policy's signature", with("Policy", encode([]byte(strings.Replace(policy, "/*", "*", 1)))), "AccessDenied"},
		{"a signature of zeros", with("Signature", encode(make([]byte, 256))), "AccessDenied"},
		{"a short signature", with("Signature", encode([]byte("short"))), "AccessDenied"},

		{"nothing", "", "MissingKey"},
		{"an empty key", with("Key-Pair-Id", ""), "MissingKey"},
		{"an unknown key", with("Key-Pair-Id", "KUNKNOWN"), "InvalidKey"},
		{"no policy", strings.Replace(good, "Policy=", "Pol=", 1), "MalformedPolicy"},
		{"a policy in the usual alphabet", with("Policy", base64.StdEncoding.EncodeToString([]byte(policy+" "))), "MalformedPolicy"},
		{"a policy with a line break", with("Policy", "e30_\n"), "MalformedPolicy"},
		{"two policies", good + "&Policy=e30_", "MalformedPolicy"},
		{"two keys", good + "&Key-Pair-Id=" + keyID, "MalformedPolicy"},
		{"two signatures, one escaped", good + "&%53ignature=AAAA", "MalformedPolicy"},
		{"half an escape", "Policy=%4&" + good, "MalformedPolicy"},
		{"an expiry beside it", good + "&Expires=1900000000", "MalformedPolicy"},
		{"only an expiry", "Expires=1900000000&Signature=AAAA&Key-Pair-Id=" + keyID, "MalformedPolicy"},
		{"very long", good + "&x=" + strings.Repeat("x", 9000), "MalformedPolicy"},
		{"another hash", good + "&Hash-Algorithm=SHA256", "MalformedSignature"},
		{"no signature", with("Signature", ""), "MalformedSignature"},
		{"a signature of nonsense", with("Signature", "!"), "MalformedSignature"},
	}
	for _, test := range tests {
		_, code, err := verify(t, key, signedurl.Request{Base: base, Query: test.query})
		if code != test.code || (err == nil) != (test.code == "") {
			t.Errorf("%s: %q, want %q (%v)", test.name, code, test.code, err)
		}
	}
	// When the keys can't be read nobody is let in, and it isn't their fault.
	if _, code, err := verify(t, key, signedurl.Request{Base: base, Query: with("Key-Pair-Id", "KDOWN")}); err == nil || code != "" {
		t.Errorf("without keys: %q, %v", code, err)
	}
}
