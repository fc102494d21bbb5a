package signedurl

import (
	"net/netip"
	"testing"
	"time"
)

// Whatever a policy is, reading it ends, and what is read has an end in the
// range that CloudFront knows, for one resource.
func FuzzPolicy(f *testing.F) {
	for _, seed := range []string{
		`{"Statement":[{"Resource":"http://localhost:8080/media/photos/x/*","Condition":{"DateLessThan":{"AWS:EpochTime":1900000000}}}]}`,
		`{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":1900000000},"DateGreaterThan":{"AWS:EpochTime":1},"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"}}}]}`,
		`{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":1e9},"IpAddress":{"AWS:SourceIp":"::1"}}}]}`,
		`{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{}}},{}]}`,
		`{"Statement":[],"Statement":[{}]}`,
		`{"Statement":null}`, `[]`, `{`, "\xff", ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		read, err := parsePolicy([]byte(text))
		if err != nil {
			return
		}
		if read.resource == "" || read.end.Unix() <= 0 || read.end.Unix() > 1<<31-1 {
			t.Errorf("read %+v of %q", read, text)
		}
		viewer := netip.MustParseAddr("127.0.0.1")
		if read.allows(read.resource, viewer, read.end) == nil {
			t.Errorf("it counts when it has ended: %q", text)
		}
		if err := read.allows("http://localhost:8080/", viewer, time.Unix(1<<32, 0)); err == nil {
			t.Errorf("it counts for ever: %q", text)
		}
	})
}

// A query is taken apart without loss: what isn't CloudFront's stays, in order,
// and splitting that again changes nothing.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"Policy=e30_&Signature=AAAA&Key-Pair-Id=K1", "a=b&Policy=e30_&Signature=AA~-&Key-Pair-Id=K&c", "%50olicy=e30_&Key-Pair-Id=%4B",
		"Policy=%&Key-Pair-Id=K", "Key-Pair-Id=K&Key-Pair-Id=K", "&&=&=a&Expires=1", "Hash-Algorithm=SHA256&Key-Pair-Id=K&Policy=e30_", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		signed, rest, err := split(query)
		if err != nil {
			return
		}
		if signed.keyID == "" || len(signed.policy) == 0 || len(signed.signature) == 0 {
			t.Errorf("%q is taken for signed: %+v", query, signed)
		}
		if _, again, err := split(rest + "&Policy=e30_&Signature=AAAA&Key-Pair-Id=K"); err != nil || again != rest {
			t.Errorf("the rest of %q is %q, and of that %q (%v)", query, rest, again, err)
		}
	})
}
