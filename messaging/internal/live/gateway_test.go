package live_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/cruddur/cruddur/messaging/internal/live"
)

func gateway(t *testing.T, handler http.HandlerFunc) *live.ManagementAPI {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL + "/live")
	if err != nil {
		t.Fatal(err)
	}
	cfg := aws.Config{Region: "eu-north-1", Credentials: credentials.NewStaticCredentialsProvider("AKID", "SECRET", "TOKEN")}
	return live.NewManagementAPI(cfg, endpoint, func() time.Time { return noon })
}

func TestRequestsAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()
	var seen []string
	api := gateway(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, r.Method+" "+r.RequestURI+" "+string(body))
		authorization := r.Header.Get("Authorization")
		if !strings.HasPrefix(authorization, "AWS4-HMAC-SHA256 Credential=AKID/20261125/eu-north-1/execute-api/aws4_request,") ||
			r.Header.Get("X-Amz-Security-Token") != "TOKEN" {
			t.Errorf("signed by %q", authorization)
		}
	})
	if err := api.Post(t.Context(), "L0SM9/cOFvHcCIhw=", []byte("hello")); err != nil {
		t.Error(err)
	}
	if err := api.Delete(t.Context(), "abc"); err != nil {
		t.Error(err)
	}
	want := "POST /live/%40connections/L0SM9%2FcOFvHcCIhw%3D hello|DELETE /live/%40connections/abc "
	if got := strings.Join(seen, "|"); got != want {
		t.Errorf("got %s", got)
	}
}

func TestAnswersOfTheGateway(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	api := gateway(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	for _, test := range []struct {
		status   int
		post     error
		deletion error
	}{
		{200, nil, nil},
		{204, nil, nil},
		{410, live.ErrGone, nil},
		{429, live.ErrBusy, live.ErrBusy},
		{500, live.ErrBusy, live.ErrBusy},
		{503, live.ErrBusy, live.ErrBusy},
	} {
		status = test.status
		if err := api.Post(t.Context(), "a", []byte("x")); !errors.Is(err, test.post) {
			t.Errorf("post, %d: %v", test.status, err)
		}
		if err := api.Delete(t.Context(), "a"); !errors.Is(err, test.deletion) {
			t.Errorf("delete, %d: %v", test.status, err)
		}
	}
	for _, status = range []int{400, 403, 413} {
		err := api.Post(t.Context(), "a", []byte("x"))
		if err == nil || errors.Is(err, live.ErrBusy) || errors.Is(err, live.ErrGone) {
			t.Errorf("post, %d: %v", status, err)
		}
	}
}
