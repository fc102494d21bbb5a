package deployment_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/coder/websocket"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/stream"
)

// pair is two people and their conversation.
type pair struct {
	nova, ziggy conversations.Person
	group       uuid.UUID
	ids         conversations.IDs
}

func (s *stage) pair(t *testing.T) *pair {
	t.Helper()
	p := &pair{
		nova:  conversations.Person{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"},
		ziggy: conversations.Person{Sub: uuid.New(), Handle: "ziggy", DisplayName: "Ziggy"},
	}
	p.group = conversations.PairID(p.nova.Sub, p.ziggy.Sub)
	err := s.store.CreateGroup(t.Context(), conversations.Group{
		ID: p.group, Kind: conversations.OneToOne, Timer: conversations.Off, CreatedAt: time.Now(),
		Members: []conversations.Member{{Person: p.nova}, {Person: p.ziggy}},
	}, p.nova.Sub)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s *stage) send(t *testing.T, p *pair, text string) conversations.Message {
	t.Helper()
	id, err := p.ids.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	m := conversations.Message{
		ID: id, Group: p.group, Kind: conversations.Text, Sender: p.nova, Receiver: p.ziggy.Sub, Text: text, ClientID: uuid.NewString(),
	}
	if _, _, err := s.store.Send(t.Context(), m, text); err != nil {
		t.Fatal(err)
	}
	return m
}

func (s *stage) connected(t *testing.T, sub uuid.UUID, ids ...string) {
	t.Helper()
	var got []string
	eventually(t, "the list of connections", func(ctx context.Context) bool {
		open, err := s.table.Of(ctx, sub)
		if err != nil {
			t.Fatal(err)
		}
		got = make([]string, 0, len(open))
		for _, c := range open {
			got = append(got, c.ID)
		}
		return len(got) == len(ids) && !slices.ContainsFunc(ids, func(id string) bool { return id != "" && !slices.Contains(got, id) })
	})
}

func TestDeployment(t *testing.T) {
	t.Parallel()
	s := deploy(t)
	t.Run("parallel", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T, *stage){
			"a message is seen at once":          testMessage,
			"an edit and a deletion are seen":    testChanges,
			"bad tokens are refused":             testRefusals,
			"frames are answered":                testFrames,
			"a gone connection is forgotten":     testGone,
			"an expired token is told":           testExpired,
			"an expired token is told on a ping": testExpiredPing,
			"a notification is seen":             testNotification,
			"an unreadable record is buried":     testLetter,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, s)
			})
		}
	})
	// The mapping is the others' too.
	t.Run("a mapping that is made again follows what comes then", func(t *testing.T) { testMapping(t, s) })
}

func testMessage(t *testing.T, s *stage) {
	t.Helper()
	p := s.pair(t)
	nova, ziggy := s.open(t, p.nova.Sub, time.Hour), s.open(t, p.ziggy.Sub, time.Hour)
	if got := ziggy.Subprotocol(); got != "" && got != live.Subprotocol { // the emulator drops it, the edge adds it
		t.Errorf("the subprotocol is %q", got)
	}
	m := s.send(t, p, "hello <you> & you")
	mine, theirs := nova.next(), ziggy.next()
	if mine.Message.ID != m.ID || mine.Message.ClientID == nil || *mine.Message.ClientID != m.ClientID {
		t.Errorf("the sender sees %+v", mine)
	}
	if theirs.Type != live.TypeMessage || *theirs.GroupID != p.group || theirs.Message.Message != m.Text || theirs.Message.ClientID != nil {
		t.Errorf("the other one sees %+v", theirs)
	}
	eventually(t, "the inbox row", func(ctx context.Context) bool {
		sides, err := s.store.Sides(ctx, p.group, []uuid.UUID{p.ziggy.Sub})
		return err == nil && sides[p.ziggy.Sub].LastMessageID == m.ID
	})
	if err := ziggy.Close(websocket.StatusNormalClosure, "bye"); err != nil {
		t.Error(err)
	}
	s.connected(t, p.ziggy.Sub)
	s.connected(t, p.nova.Sub, "")
}

func testChanges(t *testing.T, s *stage) {
	t.Helper()
	p := s.pair(t)
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	m := s.send(t, p, "helo")
	edited, at := m, time.Now().UTC().Truncate(time.Millisecond)
	edited.Text, edited.EditedAt = "hello", &at
	if err := s.store.EditMessage(t.Context(), edited, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.store.DeleteMessage(t.Context(), p.group, m.ID, p.nova.Sub); err != nil {
		t.Fatal(err)
	}
	first, second, third := ziggy.next(), ziggy.next(), ziggy.next()
	if first.Type != live.TypeMessage || second.Type != live.TypeMessageEdited || third.Type != live.TypeMessageDeleted {
		t.Fatalf("seen were %s, %s, %s", first.Type, second.Type, third.Type)
	}
	if second.Message.Message != "hello" || !second.Message.EditedAt.Equal(at) || *third.MessageID != m.ID {
		t.Errorf("seen were %+v, %+v", second, third)
	}
}

func testRefusals(t *testing.T, s *stage) {
	t.Helper()
	sub := uuid.New()
	good := s.issuer.token(t, sub, time.Hour)
	for name, test := range map[string]struct {
		protocols []string
		status    int
	}{
		"no token":  {nil, 401},
		"only ours": {[]string{live.Subprotocol}, 403},
		"expired":   {[]string{live.Subprotocol, s.issuer.token(t, sub, -time.Minute)}, 403},
		"forged":    {[]string{live.Subprotocol, good[:strings.LastIndex(good, ".")] + ".AAAA"}, 403},
		"no uuid":   {[]string{good, live.Subprotocol}, 403},
	} {
		if opened, status := s.dial(t, test.protocols...); opened != nil || status != test.status {
			t.Errorf("%s: status %d", name, status)
		}
	}
	s.connected(t, sub)
}

func testFrames(t *testing.T, s *stage) {
	t.Helper()
	sub := uuid.New()
	window := s.open(t, sub, time.Hour)
	for text, code := range map[string]string{
		`{"action":"ping"}`:  "",
		`{"action":"shout"}`: live.CodeUnknownAction,
		`hello`:              live.CodeMalformed,
		`[1]`:                live.CodeMalformed,
	} {
		frame := window.say(text)
		if frame == nil || frame.Code != code || (code == "") != (frame.Type == live.TypePong) {
			t.Errorf("%s: %+v", text, frame)
		}
	}
	for range live.MaxFramesPerMinute * 2 { // a minute may turn meanwhile
		frame := window.say(`{"action":"ping"}`)
		if frame == nil {
			t.Fatal("closed without a word")
		}
		if frame.Type == live.TypePong {
			continue
		}
		if frame.Code != live.CodeTooManyFrames || window.next() != nil {
			t.Errorf("a flood was answered with %+v", frame)
		}
		s.connected(t, sub)
		return
	}
	t.Error("a flood was borne")
}

func testGone(t *testing.T, s *stage) {
	t.Helper()
	p := s.pair(t)
	err := s.table.Add(t.Context(), live.Connection{
		Person: p.ziggy.Sub, ID: "long-gone=", OpenedAt: time.Now().Add(-time.Minute), TokenExpires: time.Now().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	s.connected(t, p.ziggy.Sub, "long-gone=", "")
	m := s.send(t, p, "hello")
	if frame := ziggy.next(); frame.Message.ID != m.ID {
		t.Errorf("seen was %+v", frame)
	}
	s.connected(t, p.ziggy.Sub, "")
}

func testExpired(t *testing.T, s *stage) {
	t.Helper()
	p := s.pair(t)
	const life = 2 * time.Second
	ziggy := s.open(t, p.ziggy.Sub, life)
	time.Sleep(life) // the Lambda's clock is the machine's
	s.send(t, p, "not for you any more")
	if frame := ziggy.next(); frame == nil || frame.Type != live.TypeAuthExpired {
		t.Errorf("told was %+v", frame)
	}
	if frame := ziggy.next(); frame != nil {
		t.Errorf("afterwards came %+v", frame)
	}
	s.connected(t, p.ziggy.Sub)
}

func testExpiredPing(t *testing.T, s *stage) {
	t.Helper()
	const life = 2 * time.Second
	sub := uuid.New()
	window := s.open(t, sub, life)
	time.Sleep(life)
	if frame := window.say(`{"action":"ping"}`); frame == nil || frame.Type != live.TypeAuthExpired || window.next() != nil {
		t.Errorf("told was %+v", frame)
	}
	s.connected(t, sub)
}

func testNotification(t *testing.T, s *stage) {
	t.Helper()
	sub := uuid.New()
	window := s.open(t, sub, time.Hour)
	for _, body := range []string{
		`{"version":9,"type":"notification","to":["` + sub.String() + `"],"payload":{"id":"no"}}`,
		`{"version":1,"type":"notification","to":["` + sub.String() + `"],"payload":{"id":"yes"}}`,
	} {
		_, err := queues(t).SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: aws.String(s.events), MessageBody: aws.String(body)})
		if err != nil {
			t.Fatal(err)
		}
	}
	if frame := window.next(); frame.Type != live.TypeNotification || string(frame.Payload) != `{"id":"yes"}` {
		t.Errorf("seen was %+v", frame)
	}
}

func testLetter(t *testing.T, s *stage) {
	t.Helper()
	p := s.pair(t)
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	_, err := s.raw.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(s.raw.name), Item: map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "GRP#" + p.group.String()}, "sk": &types.AttributeValueMemberS{Value: "MSG#broken"},
		"text": &types.AttributeValueMemberS{Value: "secret"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	m := s.send(t, p, "and on it goes")
	if frame := ziggy.next(); frame.Message.ID != m.ID {
		t.Errorf("seen was %+v", frame)
	}
	var letter stream.Letter
	eventually(t, "a letter", func(ctx context.Context) bool {
		out, err := queues(t).ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: aws.String(s.letters)})
		if err != nil || len(out.Messages) == 0 {
			return false
		}
		if err := json.Unmarshal([]byte(aws.ToString(out.Messages[0].Body)), &letter); err != nil {
			t.Fatal(err)
		}
		return true
	})
	if letter.SK != "MSG#broken" || letter.Reason != stream.Unreadable || strings.Contains(letter.Error, "secret") {
		t.Errorf("the letter is %+v", letter)
	}
}

// As at every start of the local stack: the emulator's mappings lose their place.
func testMapping(t *testing.T, s *stage) {
	t.Helper()
	mappings := functions(t)
	found, err := mappings.ListEventSourceMappings(t.Context(), &lambda.ListEventSourceMappingsInput{EventSourceArn: aws.String(s.stream)})
	if err != nil || len(found.EventSourceMappings) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	_, err = mappings.DeleteEventSourceMapping(t.Context(), &lambda.DeleteEventSourceMappingInput{UUID: found.EventSourceMappings[0].UUID})
	if err != nil {
		t.Fatal(err)
	}
	p := s.pair(t)
	ziggy := s.open(t, p.ziggy.Sub, time.Hour)
	s.follow(t)
	m := s.send(t, p, "hello again")
	if frame := ziggy.next(); frame.Message.ID != m.ID {
		t.Errorf("seen was %+v", frame)
	}
}
