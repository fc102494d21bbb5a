//go:build bench

package deployment_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/schema"
)

// measured is how many messages are timed; warmUp come before.
const (
	measured = 500
	warmUp   = 50
)

// rest is how long the emulator is left alone before each message. It follows
// streams in one thread, which is busy with a message for some time after it was
// seen: moving rows, then waiting 10 ms for what the Lambda might log. Without
// the rest each of the two would be measured on top of the other's remains.
const rest = 100 * time.Millisecond

// TestBench says how long a message takes from being sent to being seen in the
// other one's window, beside a bare Lambda that pushes. They take turns, so that
// whatever else the machine does is in both.
func TestBench(t *testing.T) {
	s := deploy(t)
	p := s.pair(t)
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	bare := s.deployBare(t)
	other := uuid.New()
	window := s.open(t, other, time.Hour)
	open, err := s.table.Of(t.Context(), other)
	if err != nil || len(open) != 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	var ours, floor []time.Duration
	for i := range warmUp + measured {
		text := fmt.Sprintf("message %d", i)
		time.Sleep(rest)
		begun := time.Now()
		sent := s.send(t, p, text)
		if frame := ziggy.next(); frame.Message.ID != sent.ID {
			t.Fatalf("seen was %+v", frame)
		}
		ours = append(ours, time.Since(begun))
		id := uuid.New()
		time.Sleep(rest)
		begun = time.Now()
		bare.put(t, id, open[0].ID, text)
		if frame := window.next(); *frame.MessageID != id {
			t.Fatalf("seen was %+v", frame)
		}
		floor = append(floor, time.Since(begun))
	}
	ours, floor = ours[warmUp:], floor[warmUp:]
	slices.Sort(ours)
	slices.Sort(floor)
	for _, at := range []int{50, 95} {
		mine, bare := ours[len(ours)*at/100], floor[len(floor)*at/100]
		t.Logf("p%d: sent to seen %s, floor %s, ratio %.2f", at, mine.Round(10*time.Microsecond), bare.Round(10*time.Microsecond), float64(mine)/float64(bare))
	}
}

// deployBare deploys the bare Lambda behind a table of its own.
func (s *stage) deployBare(t *testing.T) rawTable {
	t.Helper()
	client := awstest.DynamoDB(t)
	name := awstest.NewTable(t, client, schema.Conversations())
	described, err := client.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: aws.String(name)})
	if err != nil {
		t.Fatal(err)
	}
	stream := aws.ToString(described.Table.LatestStreamArn)
	made := must[*lambda.CreateFunctionOutput](t)(functions(t).CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String("bare"), Runtime: lambdatypes.RuntimeProvidedal2023, Handler: aws.String("bootstrap"),
		Role:    aws.String(newRole(t, "bare", []statement{allow(stream, "dynamodb:*"), allow("*", "execute-api:*")})),
		Timeout: aws.Int32(15), MemorySize: aws.Int32(256), Code: &lambdatypes.FunctionCode{ZipFile: build(t, "./bare")},
		Environment: &lambdatypes.Environment{Variables: map[string]string{"AWS_ENDPOINT_URL": awstest.URL(t), "ENDPOINT": s.endpoint}},
	}))
	must[*lambda.CreateEventSourceMappingOutput](t)(functions(t).CreateEventSourceMapping(t.Context(), &lambda.CreateEventSourceMappingInput{
		FunctionName: made.FunctionArn, EventSourceArn: aws.String(stream), BatchSize: aws.Int32(100),
		StartingPosition: lambdatypes.EventSourcePositionLatest,
	}))
	return rawTable{client, name}
}

func (r rawTable) put(t *testing.T, id uuid.UUID, to, text string) {
	t.Helper()
	_, err := r.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(r.name), Item: map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "GRP#1"}, "sk": &types.AttributeValueMemberS{Value: "MSG#" + id.String()},
		"id": &types.AttributeValueMemberS{Value: id.String()}, "to": &types.AttributeValueMemberS{Value: to},
		"text": &types.AttributeValueMemberS{Value: text},
	}})
	if err != nil {
		t.Fatal(err)
	}
}
