package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
)

// Event is what Lambda hands over. Records are read one by one, so that a bad one
// spoils no other.
type Event struct {
	Records []json.RawMessage `json:"Records"`
}

// Response names the records from which on Lambda should try again.
type Response struct {
	BatchItemFailures []ItemFailure `json:"batchItemFailures"`
}

// ItemFailure names a record by its sequence number. (Not by its event id: Lambda
// takes what it can't find for a failure of the whole batch.)
type ItemFailure struct {
	ItemIdentifier string `json:"itemIdentifier"`
}

// messagePrefix begins the sort keys of messages; schema.StreamFilter says so too.
const messagePrefix = "MSG#"

// Kind is what happened to an item.
type Kind string

// The kinds of events.
const (
	Insert Kind = "INSERT"
	Modify Kind = "MODIFY"
	Remove Kind = "REMOVE"
)

// record is a record of the stream.
type record struct {
	EventID   string `json:"eventID"`
	Kind      Kind   `json:"eventName"`
	StreamARN string `json:"eventSourceARN"`
	Change    struct {
		SequenceNumber string          `json:"SequenceNumber"`
		CreatedAt      float64         `json:"ApproximateCreationDateTime"` // in seconds, and only whole ones
		Keys           json.RawMessage `json:"Keys"`
		NewImage       json.RawMessage `json:"NewImage"`
		OldImage       json.RawMessage `json:"OldImage"`
	} `json:"dynamodb"`
}

// errUnreadable is of records that no retry makes better.
var errUnreadable = errors.New("the record can't be read")

// key is the item's key, as far as it can be read.
func (r record) key() (pk, sk string) {
	var key struct {
		PK struct {
			S string `json:"S"`
		} `json:"pk"`
		SK struct {
			S string `json:"S"`
		} `json:"sk"`
	}
	_ = json.Unmarshal(r.Change.Keys, &key)
	return key.PK.S, key.SK.S
}

// kind is the record's if it is one that we know.
func (r record) kind() Kind {
	switch r.Kind {
	case Insert, Modify, Remove:
		return r.Kind
	}
	return "UNKNOWN"
}

// happened is when the change was made: DynamoDB's clock knows seconds, and the
// ids of messages milliseconds.
func (r record) happened(m conversations.Message) time.Time {
	if r.Kind == Insert {
		return m.CreatedAt()
	}
	return time.UnixMilli(int64(1000 * r.Change.CreatedAt))
}

// parent is the trace that made the change, as far as it can be read. What
// removes an item has none.
func (r record) parent() string {
	image := r.Change.NewImage
	if r.Kind == Remove {
		image = r.Change.OldImage
	}
	var item struct {
		Parent struct {
			S string `json:"S"`
		} `json:"traceparent"`
	}
	_ = json.Unmarshal(image, &item)
	return item.Parent.S
}

// ofMessage tells messages from what else is in the table, should the mapping's
// filter let it through.
func (r record) ofMessage() bool {
	_, sk := r.key()
	return sk == "" || strings.HasPrefix(sk, messagePrefix)
}

// message is the message after the event, or before it if it is gone.
func (r record) message() (conversations.Message, error) {
	image := r.Change.NewImage
	switch r.Kind {
	case Insert, Modify:
	case Remove:
		image = r.Change.OldImage
	default:
		return conversations.Message{}, fmt.Errorf("%w: an event %q", errUnreadable, r.Kind)
	}
	item, err := attributevalue.UnmarshalMapJSON(image)
	if err != nil {
		return conversations.Message{}, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	message, err := dynamo.DecodeMessage(item)
	if err != nil {
		return conversations.Message{}, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	return message, nil
}
