package deployment_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// The traces of callers, one for each thing they do.
const (
	sendTrace, editTrace, deleteTrace, eventTrace = "0000000000000000000000000000005e", "00000000000000000000000000000ed1", "00000000000000000000000000000de1", "000000000000000000000000000e7e47"
	caller                                        = "b7ad6b7169203331"
)

func parentIn(trace string) string { return "00-" + trace + "-" + caller + "-01" }

// What the collector is told of a message from being sent until it is seen.
const sentToSeen = `
POST /api/message_groups/{id}/messages (messaging SERVER)
  DynamoDB/GetItem (messaging CLIENT)
  DynamoDB/TransactWriteItems (messaging CLIENT)
  HTTP POST (messaging CLIENT) x2
  process conversations (stream CONSUMER)
    DynamoDB/Query (stream CLIENT) x2
    DynamoDB/TransactWriteItems (stream CLIENT)
    DynamoDB/UpdateItem (stream CLIENT) x2
    push message (stream PRODUCER)
      ApiGatewayManagementApi/PostToConnection (stream CLIENT)
`

// And of an event from being queued until it is seen.
const queuedToSeen = `
process events (push CONSUMER)
  DynamoDB/Query (push CLIENT)
  push notification (push PRODUCER)
    ApiGatewayManagementApi/PostToConnection (push CLIENT)
`

// One trace leads from a message being sent to its being pushed, through the
// table, its stream and the Lambdas; another from a queue to the windows. A real
// collector is told the whole of them, and nothing of what was said by whom.
func TestTraces(t *testing.T) {
	t.Parallel()
	receiver := telemetrytest.NewReceiver(t)
	observed := map[string]string{
		"otlp_endpoint": receiver.URL, "otlp_headers": "x-key=hunter2", "environment": "test", "release": "v1", "log_user_key": "key",
	}
	s := deploy(t, observed)
	p := s.pair(t)
	messaging := s.serve(t, observed, map[string]string{"directory_url": newDirectory(t, p)})
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	token := s.issuer.token(t, p.nova.Sub, time.Hour)

	path := "/" + p.group.String() + "/messages"
	sent := messaging.call(t, token, parentIn(sendTrace), "POST", path, `{"message":"meet me in hunter2"}`)
	ziggy.expect(live.TypeMessage)
	path += "/" + fmt.Sprint(sent["id"])
	messaging.call(t, token, parentIn(editTrace), "PATCH", path, `{"message":"meet me in hunter3"}`)
	ziggy.expect(live.TypeMessageEdited)
	messaging.call(t, token, parentIn(deleteTrace), "DELETE", path, "")
	ziggy.expect(live.TypeMessageDeleted)
	s.queue(t, eventTrace, `{"version":1,"type":"notification","to":["`+p.ziggy.Sub.String()+`"],"payload":{"id":"hunter2"}}`)
	ziggy.expect(live.TypeNotification)
	messaging.stop()
	eventually(t, "the Lambdas have delivered", func(context.Context) bool {
		return len(named(receiver.Spans(), "stream")) >= 3 && len(named(receiver.Spans(), "push")) >= 1
	})

	spans := receiver.Spans()
	if got := telemetrytest.Tree(spans, sendTrace, caller); "\n"+got != sentToSeen {
		t.Errorf("the message's trace:\n%s", got)
	}
	if got := telemetrytest.Tree(spans, eventTrace, caller); "\n"+got != queuedToSeen {
		t.Errorf("the event's trace:\n%s", got)
	}
	if got := telemetrytest.Tree(spans, editTrace, caller); !strings.Contains(got, "push message_edited (stream PRODUCER)") {
		t.Errorf("the edit's trace:\n%s", got)
	}
	checkLinks(t, spans)
	checkAttributes(t, spans, logging.NewPseudonyms("key").Of(p.nova.Sub.String()))
	checkMetrics(t, receiver)
	for who, text := range map[string]string{"the collector": receiver.Raw(), "the log": messaging.logs.String()} {
		for _, never := range []string{
			"hunter2", "hunter3", "nova", "ziggy", p.nova.Sub.String(), p.ziggy.Sub.String(), p.group.String(), fmt.Sprint(sent["id"]), token,
		} {
			if strings.Contains(text, never) {
				t.Errorf("%s is told %q", who, never)
			}
		}
	}
	if !strings.Contains(messaging.logs.String(), `"trace_id":"`+sendTrace+`"`) {
		t.Errorf("the log does not lead to the trace: %s", messaging.logs)
	}
}

// expect waits for a frame of a type.
func (w *window) expect(kind live.Type) {
	w.t.Helper()
	if frame := w.next(); frame == nil || frame.Type != kind {
		w.t.Fatalf("told was %+v, not of a %s", frame, kind)
	}
}

// queue puts an event into the queue, as a service does that is traced.
func (s *stage) queue(t *testing.T, trace, body string) {
	t.Helper()
	_, err := queues(t).SendMessage(t.Context(), &sqs.SendMessageInput{
		QueueUrl: aws.String(s.events), MessageBody: aws.String(body),
		MessageAttributes: map[string]sqstypes.MessageAttributeValue{
			telemetry.ParentAttribute: {DataType: aws.String("String"), StringValue: aws.String(parentIn(trace))},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func named(spans []telemetrytest.Span, name string) []telemetrytest.Span {
	var found []telemetrytest.Span
	for _, span := range spans {
		if span.Name == name {
			found = append(found, span)
		}
	}
	return found
}

// Every record leads to the invocation that followed it, and a deletion, which
// has no trace in the table, to the trace of what it deleted.
func checkLinks(t *testing.T, spans []telemetrytest.Span) {
	t.Helper()
	ids := map[string]telemetrytest.Span{}
	for _, span := range spans {
		ids[span.ID] = span
	}
	operations := map[string]int{}
	for _, span := range slices.Concat(named(spans, "process conversations"), named(spans, "process events")) {
		service, operation := span.Resource["service.name"], span.Attributes["messaging.operation.name"]
		operations[operation]++
		if len(span.Links) == 0 || ids[span.Links[0]].Name != service {
			t.Errorf("%s %s leads to no invocation: %+v", service, operation, span)
		}
		if operation == "remove" && (len(span.Links) != 2 || ids[span.Links[1]].TraceID != editTrace || span.TraceID == editTrace) {
			t.Errorf("the deletion leads to %+v", span.Links)
		}
	}
	if fmt.Sprint(operations) != "map[insert:1 modify:1 process:1 remove:1]" {
		t.Errorf("followed were %v", operations)
	}
}

// checkAttributes holds spans against OpenTelemetry's conventions.
func checkAttributes(t *testing.T, spans []telemetrytest.Span, nova string) {
	t.Helper()
	for name, want := range map[string]map[string]string{
		"POST /api/message_groups/{id}/messages": {
			"http.request.method": "POST", "http.response.status_code": "201", "http.route": "/api/message_groups/{id}/messages",
			"url.scheme": "http", "enduser.pseudo.id": nova,
		},
		"DynamoDB/TransactWriteItems": {
			"rpc.system.name": "aws-api", "rpc.method": "DynamoDB/TransactWriteItems", "cloud.region": region,
		},
		"process conversations": {
			"messaging.system": "aws.dynamodb.streams", "messaging.destination.name": "conversations", "messaging.operation.type": "process",
		},
		"process events":    {"messaging.system": "aws_sqs", "messaging.destination.name": "events", "messaging.operation.type": "process"},
		"push message":      {"cruddur.frame.type": "message", "outcome": "delivered"},
		"push notification": {"cruddur.frame.type": "notification", "outcome": "delivered"},
		"stream":            {"faas.trigger": "datasource"},
		"push":              {"faas.trigger": "pubsub"},
		"live":              {"faas.trigger": "other", "enduser.pseudo.id": ""},
	} {
		found := named(spans, name)
		if len(found) == 0 {
			t.Errorf("no span %q", name)
			continue
		}
		for attribute, value := range want {
			if got := found[0].Attributes[attribute]; got != value && (value != "" || got == "") {
				t.Errorf("%s: %s is %q, want %q", name, attribute, got, value)
			}
		}
		if found[0].Error || found[0].Resource["service.version"] != "v1" || found[0].Resource["deployment.environment.name"] != "test" {
			t.Errorf("%s: %+v", name, found[0])
		}
	}
}

// checkMetrics holds what was measured against the list of all metrics.
func checkMetrics(t *testing.T, receiver *telemetrytest.Receiver) {
	t.Helper()
	got := receiver.Metrics()
	for name, metric := range got {
		listed, ok := telemetry.FindMetric(name)
		if !ok || listed.Unit != metric.Unit || string(listed.Kind) != metric.Kind {
			t.Errorf("%s (%s, %s) is listed as %+v", name, metric.Unit, metric.Kind, listed)
		}
	}
	for _, name := range []string{
		telemetry.StreamAge.Name, telemetry.LiveOpened.Name, telemetry.LivePushed.Name, telemetry.FunctionDuration.Name,
		"http.server.request.duration", "go.memory.used",
	} {
		if len(got[name].Points) == 0 {
			t.Errorf("%s was not reported", name)
		}
	}
	if age := got[telemetry.StreamAge.Name]; age.Sum < 0 || age.Sum > 3600 {
		t.Errorf("the changes were %f seconds old", age.Sum)
	}
}
