package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

const (
	siteTrace = "0af7651916cd43dd8448eb211c80319c"
	siteSpans = `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.version","value":{"stringValue":"site-7"}}]},"scopeSpans":[{"spans":[` +
		`{"traceId":"` + siteTrace + `","spanId":"b7ad6b7169203331","name":"click follow","kind":1,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000001",` +
		`"attributes":[{"key":"url.full","value":{"stringValue":"lovelace"}}]}]}]}]}`
	siteFailure = `{"name":"SyntaxError","message":"Unexpected token in \"lovelace, meet me\" at https://x.test/@lovelace?token=hunter2 of ada@lovelace.test",` +
		`"route":"/@{$handle}","release":"site-7","frames":[{"file":"/assets/inner-1a2b3c4d.js","line":1,"column":2,"function":"parse"},{"file":"/assets/outer-1a2b3c4d.js","line":3}]}`
)

func (o observed) post(t *testing.T, path, body string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+o.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// withoutDatabase are settings with which the site's telemetry can be looked at
// alone.
func withoutDatabase(t *testing.T, more map[string]string) map[string]string {
	t.Helper()
	values := map[string]string{"database_url": "postgres://127.0.0.1:1/none", "token_jwks_url": newIssuer(t).url, "purge_enabled": "false"}
	maps.Copy(values, more)
	return values
}

// What browsers tell reaches the collector and Rollbar under the site's name,
// without what names people.
func TestTheSiteIsSeenFromOutside(t *testing.T) {
	receiver, rollbar := telemetrytest.NewReceiver(t), newErrorsTaken(t)
	o := runObserved(t, withoutDatabase(t, map[string]string{
		"otlp_endpoint": receiver.URL, "rollbar_token": "hunter2", "rollbar_endpoint": rollbar.url,
	}))
	for path, body := range map[string]string{"/api/telemetry/traces": siteSpans, "/api/telemetry/errors": siteFailure} {
		if got := o.post(t, path, body); got != http.StatusAccepted {
			t.Errorf("POST %s answers %d", path, got)
		}
	}
	o.stop()
	click := spanNamed(t, receiver.Spans(), "click follow")
	if click.TraceID != siteTrace || fmt.Sprint(click.Resource) != "map[deployment.environment.name:test service.name:site service.version:site-7]" || len(click.Attributes) != 0 {
		t.Errorf("the click is %+v", click)
	}
	if len(rollbar.sent) != 1 {
		t.Fatalf("Rollbar was told %q", rollbar.sent)
	}
	for _, want := range []string{
		`"platform":"browser"`, `"language":"javascript"`, `"environment":"test"`, `"code_version":"site-7"`, `"context":"/@{$handle}"`, `"class":"SyntaxError"`,
		`"frames":[{"filename":"https://cruddur.test/assets/outer-1a2b3c4d.js","lineno":3},{"filename":"https://cruddur.test/assets/inner-1a2b3c4d.js","lineno":1,"colno":2,"method":"parse"}]`,
	} {
		if !strings.Contains(rollbar.sent[0], want) {
			t.Errorf("Rollbar is not told %s: %s", want, rollbar.sent[0])
		}
	}
	for who, text := range map[string]string{"the collector": receiver.Raw(), "the log": o.String(), "Rollbar": rollbar.sent[0]} {
		for _, never := range []string{"lovelace", "hunter2", "meet me"} {
			if strings.Contains(text, never) {
				t.Errorf("%s is told %q", who, never)
			}
		}
	}
}

// Whatever is wrong with the collector and Rollbar, and without either, browsers
// are answered alike, and at once.
func TestNoBrowserWaits(t *testing.T) {
	release := make(chan struct{})
	hung := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(hung.Close)
	t.Cleanup(func() { close(release) })
	nonsense := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("\x00nonsense"))
	}))
	t.Cleanup(nonsense.Close)
	for name, address := range map[string]string{"off": "", "down": "http://127.0.0.1:1", "slow": hung.URL, "nonsense": nonsense.URL} {
		settings := map[string]string{}
		if address != "" {
			settings = map[string]string{"otlp_endpoint": address, "rollbar_token": "hunter2", "rollbar_endpoint": address}
		}
		o := runObserved(t, withoutDatabase(t, settings))
		begun := time.Now()
		const times = 20
		for range times {
			for path, body := range map[string]string{"/api/telemetry/traces": siteSpans, "/api/telemetry/errors": siteFailure} {
				if got := o.post(t, path, body); got != http.StatusAccepted {
					t.Errorf("%s: POST %s answers %d", name, path, got)
				}
			}
		}
		// Had each waited for one of the two, it would be a hundred seconds.
		if took := time.Since(begun); took > times*time.Second {
			t.Errorf("%s: %s", name, took)
		}
		if strings.Contains(o.String(), "hunter2") {
			t.Errorf("%s: logged %s", name, o)
		}
		if name != "slow" { // whose end waits for what is left, as long as ends may take
			o.stop()
		}
	}
}
