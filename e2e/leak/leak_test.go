package leak_test

import (
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/leak"
)

func TestFindPeople(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		log  string
		want string
	}{
		"clean":         {`{"msg":"request","route":"/api/users/{handle}","user":"0123456789abcdef","trace_id":"0af7651916cd43dd8448eb211c80319c"}`, ""},
		"an invocation": {`{"msg":"invocation","request_id":"018f0000-0000-4000-8000-000000000000"}`, ""},
		"a handle":      {`{"path":"/api/users/` + leak.HandleMark + `abcdefghij"}`, "a handle"},
		"a picture":     {`{"msg":"upload handled","id":"018f0000-0000-7000-8000-000000000000"}`, ""},
		"a person":      {`{"msg":"x","sub":"018f0000-0000-4000-8000-000000000000","request_id":"r"}`, "an id"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := leak.FindPeople("{}\n" + tt.log + "\n{}\n")
			if tt.want == "" && len(found) > 0 {
				t.Errorf("found %v", found)
			}
			if tt.want != "" && (len(found) != 1 || !strings.HasPrefix(found[0], tt.want)) {
				t.Errorf("found %v, want %s", found, tt.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		log  string
		want string
	}{
		"clean":              {`{"msg":"request","route":"/api/users/{handle}","status":200}`, ""},
		"a token":            {`{"authorization":"Bearer eyJraWQiOiJhYmNkZWZnaGlqa2wifQ.eyJzdWIiOiIxIn0.c2ln"}`, "a token"},
		"a password":         {`{"password":"` + leak.PasswordMark + `42"}`, "a password"},
		"the seeds'":         {`{"password":"Burn-after-reading-1"}`, "a password"},
		"an address":         {`{"user":"kim.1` + leak.EmailDomain + `"}`, "an e-mail address"},
		"an escaped address": {`{"path":"/confirm?email=kim%40e2e.cruddur.test"}`, "an e-mail address"},
		"a seeded address":   {`no such user nova@cruddur.test`, "an e-mail address"},
		"a message":          {`{"args":["` + leak.MessageMark + ` I had cake"]}`, "a message"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := leak.Find("{}\n" + test.log + "\n{}\n")
			if test.want == "" && len(found) > 0 {
				t.Errorf("found %v", found)
			}
			if test.want != "" && (len(found) != 1 || !strings.HasPrefix(found[0], test.want+":")) {
				t.Errorf("found %v, want %s", found, test.want)
			}
		})
	}
}
