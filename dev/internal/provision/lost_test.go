package provision_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// losing is a client that loses the first answer to an operation: it failed, but
// it took effect.
type losing struct {
	aws.HTTPClient

	operation string // the end of X-Amz-Target
	lost      atomic.Bool
}

func (l *losing) Do(request *http.Request) (*http.Response, error) {
	response, err := l.HTTPClient.Do(request)
	if err != nil || !strings.HasSuffix(request.Header.Get("X-Amz-Target"), "."+l.operation) || l.lost.Swap(true) {
		return response, err
	}
	_ = response.Body.Close()
	return nil, io.ErrUnexpectedEOF
}

func TestATableWhoseAnswerGotLostIsThere(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	client := &losing{HTTPClient: http.DefaultClient, operation: "CreateTable"}
	settings.AWS.HTTPClient = client
	run(t, settings)
	if !client.lost.Load() {
		t.Error("no answer was lost")
	}
}
