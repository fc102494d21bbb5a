package push_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/push"
)

// pusher notes what is pushed.
type pusher struct {
	err    error
	pushed []string
}

func (p *pusher) Push(_ context.Context, to []uuid.UUID, frame live.Frame) error {
	for _, sub := range to {
		p.pushed = append(p.pushed, sub.String()+" "+string(frame.Type)+" "+string(frame.Payload))
	}
	return p.err
}

const somebody = "b1d3a0b4-0000-4000-8000-000000000001"

func event(bodies ...string) events.SQSEvent {
	var batch events.SQSEvent
	for i, body := range bodies {
		batch.Records = append(batch.Records, events.SQSMessage{MessageId: string(rune('a' + i)), Body: body})
	}
	return batch
}

// The example of api/events.md, which other services are written against.
func TestTheExampleIsPushed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../api/events.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```json\n")
	example, _, _ := strings.Cut(rest, "```")
	p := &pusher{}
	response, err := (&push.Handler{Pusher: p}).Handle(t.Context(), event(example))
	if err != nil || len(response.BatchItemFailures) != 0 || len(p.pushed) != 2 {
		t.Fatalf("%+v, %v, pushed %v", response, err, p.pushed)
	}
	if !strings.HasPrefix(p.pushed[0], somebody+` notification {`) {
		t.Errorf("pushed %s", p.pushed[0])
	}
}

func TestEachFailureIsReportedAlone(t *testing.T) {
	t.Parallel()
	good := `{"version":1,"type":"notification","to":["` + somebody + `"],"payload":{"id":12345678901234567890}}`
	bad := []string{
		``, `{`, `[]`, `null`, `{}`,
		strings.Replace(good, `"version":1`, `"version":2`, 1),
		strings.Replace(good, `notification`, `explosion`, 1),
		strings.Replace(good, somebody, `nova`, 1),
		strings.Replace(good, `["`+somebody+`"]`, `[]`, 1),
		strings.Replace(good, `["`+somebody+`"]`, `null`, 1),
		strings.Replace(good, `{"id":12345678901234567890}`, `null`, 1),
		strings.Replace(good, `{"id":12345678901234567890}`, `"text"`, 1),
		strings.Replace(good, `"payload"`, `"urgent":true,"payload"`, 1),
		strings.Replace(good, `{"id":12345678901234567890}`, `{"id":"`+strings.Repeat("a", live.MaxFrameBytes)+`"}`, 1),
	}
	for _, body := range bad {
		p := &pusher{}
		response, err := (&push.Handler{Pusher: p}).Handle(t.Context(), event(good, body, good))
		if err != nil || len(response.BatchItemFailures) != 1 || response.BatchItemFailures[0].ItemIdentifier != "b" || len(p.pushed) != 2 ||
			p.pushed[0] != somebody+` notification {"id":12345678901234567890}` {
			t.Errorf("%.60s: %+v, %v, pushed %v", body, response, err, p.pushed)
		}
	}
}

// Nobody's windows could be looked up: SQS brings the event again.
func TestPushesAreRetried(t *testing.T) {
	t.Parallel()
	p := &pusher{err: errors.New("down")}
	body := `{"version":1,"type":"notification","to":["` + somebody + `"],"payload":{}}`
	response, err := (&push.Handler{Pusher: p}).Handle(t.Context(), event(body, body))
	failed := make([]string, 0, 2)
	for _, failure := range response.BatchItemFailures {
		failed = append(failed, failure.ItemIdentifier)
	}
	if err != nil || !slices.Equal(failed, []string{"a", "b"}) {
		t.Errorf("%v, %v", failed, err)
	}
}
