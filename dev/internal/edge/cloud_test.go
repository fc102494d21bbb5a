package edge

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// newCloudFixture is an edge whose emulator says what it was asked.
func newCloudFixture(t *testing.T, emulator http.HandlerFunc) (fixture, string) {
	t.Helper()
	server := httptest.NewServer(emulator)
	t.Cleanup(server.Close)
	f := newFixture(t, nil, func(settings *Settings) {
		settings.Cloud = &Cloud{Emulator: parse(t, server.URL), UploadsBucket: "uploads"}
	})
	return f, server.URL
}

func TestCloudLetsBrowsersThroughAndNobodyElse(t *testing.T) {
	t.Parallel()
	f, _ := newCloudFixture(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Join([]string{r.Method, r.URL.Path, r.Header.Get("X-Amz-Target"), r.Header.Get("Authorization")}, "|"))
	})
	const signUp = "AWSCognitoIdentityProviderService.SignUp"
	tests := map[string]struct {
		method, path, target string
		want                 string
		status               int
	}{
		"the user pool":           {"POST", "/aws/", signUp, "POST|/|" + signUp + "|", http.StatusOK},
		"a preflight":             {"OPTIONS", "/aws/", "", "OPTIONS|/||", http.StatusOK},
		"a form":                  {"POST", "/aws/uploads", "", "POST|/uploads||", http.StatusOK},
		"another service":         {"POST", "/aws/", "AmazonSSM.GetParameter", "", http.StatusNotFound},
		"no service":              {"POST", "/aws/", "", "", http.StatusNotFound},
		"another bucket":          {"POST", "/aws/media", "", "", http.StatusNotFound},
		"an object":               {"POST", "/aws/uploads/x", "", "", http.StatusNotFound},
		"the emulator's own":      {"POST", "/aws/_ministack/reset", signUp, "", http.StatusNotFound},
		"a parent":                {"POST", "/aws/../_ministack/reset", signUp, "", http.StatusNotFound},
		"another address in code": {"POST", "/aws/%75ploads", "", "", http.StatusNotFound},
		"a query":                 {"POST", "/aws/uploads?delete", "", "", http.StatusNotFound},
		"reading the bucket":      {"GET", "/aws/uploads", "", "", http.StatusMethodNotAllowed},
		"emptying the bucket":     {"DELETE", "/aws/uploads", "", "", http.StatusMethodNotAllowed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{"Authorization", "AWS4-HMAC-SHA256 Credential=test/x"}
			if tt.target != "" {
				headers = append(headers, "X-Amz-Target", tt.target)
			}
			got := f.ask(tt.method, "http://localhost:8080"+tt.path, headers...)
			if got.Code != tt.status || tt.want != "" && got.Body.String() != tt.want {
				t.Errorf("%d %s, want %d %s", got.Code, got.Body, tt.status, tt.want)
			}
		})
	}
}

// Where browsers reach the emulator themselves, nobody does through the edge.
func TestWithoutCloudAWSIsAPageOfTheSite(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if got := f.ask("POST", "http://localhost:8080/aws/", "X-Amz-Target", cognitoTarget+"SignUp"); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestFormsAreAddressedToTheEdge(t *testing.T) {
	t.Parallel()
	status, body := http.StatusCreated, ""
	f, emulator := newCloudFixture(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
	f.SetUploads(parse(t, emulator+"/_aws/execute-api/abcd1234/$default"))

	body = `{"id":"1","url":"` + emulator + `/uploads","fields":{"key":"a&b"}}`
	var form struct {
		ID, URL string
		Fields  map[string]string
	}
	got := f.ask("POST", "http://localhost:8080/uploads")
	if err := json.Unmarshal(got.Body.Bytes(), &form); err != nil {
		t.Fatalf("%v: %d %s", err, got.Code, got.Body)
	}
	if form.URL != "http://localhost:8080/aws/uploads" || form.ID != "1" || form.Fields["key"] != "a&b" {
		t.Errorf("the form is %+v", form)
	}

	body = `{"url":"https://elsewhere.example/uploads"}`
	if got := f.ask("POST", "http://localhost:8080/uploads"); got.Body.String() != body {
		t.Errorf("another's form is %s", got.Body)
	}
	body = "no form"
	if got := f.ask("POST", "http://localhost:8080/uploads"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("an answer that is no form: %d %s", got.Code, got.Body)
	}
	status, body = http.StatusTooManyRequests, `{"url":"`+emulator+`/x"}`
	if got := f.ask("POST", "http://localhost:8080/uploads"); got.Body.String() != body {
		t.Errorf("a refusal is %s", got.Body)
	}
}
