package dynamo

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// The table of conversations. Keys are strings, ids in them are UUIDs in lower
// case, so that the order of MSG# rows is the order of their UUIDv7s.
//
//	item     pk           sk                         attributes
//	message  GRP#<group>  MSG#<uuidv7>               kind, sender, handle, receiver, name, text, photos, ..., expires_at,
//	                                                 traceparent: of who wrote it last, for the stream
//	dedupe   GRP#<group>  CID#<sender>#<client id>   message, fingerprint, expires_at
//	group    GRP#<group>  META                       kind, name, timer, members, created_at
//	inbox    USR#<sub>    GRP#<group>                last_message_id, last_message_at, last_sent_id,
//	                                                 last_read_id, preview, muted
//
// expires_at is the TTL attribute, in seconds: DynamoDB removes what has one some
// time after it (hours, at times days). Until then conversations.Alive hides it.
//
// Everything that is asked of the table, and how; there is no scan:
//
//	 1 a group                      GetItem META, consistent: membership is checked by it on every call
//	 2 the groups of a page         BatchGetItem META
//	 3 start a conversation         TransactWrite: Put META if there is none, the starter's inbox row,
//	                                the event of a group
//	 4 change a group               TransactWrite: Update META if the actor is a member, the event;
//	                                leaving deletes the inbox row
//	 5 send                         TransactWrite: Put message, Put dedupe, each if there is none
//	 6 send again                   GetItem dedupe, then 7; before photos are looked up, too
//	 7 a message                    GetItem
//	 8 messages, both ways          Query pk, sk between MSG# bounds, forward or backward
//	 9 edit a message               UpdateItem if it is the sender's and there
//	10 delete a message             DeleteItem if it is the sender's
//	11 conversations, newest first  Query index inbox, backward
//	12 read marks of a group        BatchGetItem inbox rows
//	13 read up to, mute             UpdateItem inbox; marks only move forward
//	14 unread                       8, forward from the read mark, at most 99 counted
//	15 a message came (stream)      UpdateItem inbox of each member if it is there and last_message_id is older
//	16 a message changed (stream)   the same, or last_message_id is the message's and an older preview is there
//	17 a message went (stream)      the same, REMOVE preview, or last_message_id is the message's
//	18 an inbox row is missing      TransactWrite: check META for the member, Update inbox if there is none
//
// 15 to 17 may come twice, late and in any order: an inbox row only moves
// forward, in place, and what was withdrawn does not come back. last_sent_id is
// moved by 15 in the sender's own row: what one answers, one has read.
//
// The table of live connections has USR#<sub>, CONN#<connection id>; see package
// live.
const (
	groupPrefix   = "GRP#"
	userPrefix    = "USR#"
	messagePrefix = "MSG#"
	dedupePrefix  = "CID#"
	metaSK        = "META"
)

// Attributes that conditions and updates name.
const (
	attrSender        = "sender"
	attrText          = "text"
	attrEditedAt      = "edited_at"
	attrName          = "name"
	attrTimer         = "timer"
	attrMembers       = "members"
	attrPreview       = "preview"
	attrMuted         = "muted"
	attrLastMessageID = "last_message_id"
	attrLastReadID    = "last_read_id"
	attrLastSentID    = "last_sent_id"
	attrMessage       = "message"
	attrFingerprint   = "fingerprint"
	attrSince         = "since"
	attrParent        = telemetry.ParentAttribute
)

// Item is an item, or the key of one.
type Item = map[string]types.AttributeValue

// GroupKey is the partition of a group.
func GroupKey(group uuid.UUID) string { return groupPrefix + group.String() }

// UserKey is the partition of what is a person's own, in both tables.
func UserKey(sub uuid.UUID) string { return userPrefix + sub.String() }

// MessageKey is the sort key of a message.
func MessageKey(id uuid.UUID) string { return messagePrefix + id.String() }

func metaKey(group uuid.UUID) Item { return key(GroupKey(group), metaSK) }

func messageKey(group, id uuid.UUID) Item { return key(GroupKey(group), MessageKey(id)) }

func inboxKey(sub, group uuid.UUID) Item { return key(UserKey(sub), groupPrefix+group.String()) }

func dedupeKey(group, sender uuid.UUID, clientID string) Item {
	return key(GroupKey(group), dedupePrefix+sender.String()+"#"+clientID)
}

func key(pk, sk string) Item { return Item{schema.PK: text(pk), schema.SK: text(sk)} }

// idAfter reads the id behind a prefix of a key.
func idAfter(prefix, value string) (uuid.UUID, error) {
	return uuid.Parse(strings.TrimPrefix(value, prefix))
}

// personItem is a person inside another item.
type personItem struct {
	Sub         string `dynamodbav:"sub"`
	Handle      string `dynamodbav:"handle"`
	DisplayName string `dynamodbav:"name"`
}

func personOf(p conversations.Person) personItem {
	return personItem{Sub: p.Sub.String(), Handle: p.Handle, DisplayName: p.DisplayName}
}

func (p personItem) decode() (conversations.Person, error) {
	sub, err := uuid.Parse(p.Sub)
	return conversations.Person{Sub: sub, Handle: p.Handle, DisplayName: p.DisplayName}, err
}

// messageItem is a message. A person's name is called display_name here, because
// name is that of the group in events.
type messageItem struct {
	PK          string      `dynamodbav:"pk"`
	SK          string      `dynamodbav:"sk"`
	Kind        string      `dynamodbav:"kind"`
	Sender      string      `dynamodbav:"sender"` // sub
	Handle      string      `dynamodbav:"handle"`
	DisplayName string      `dynamodbav:"display_name"`
	Receiver    string      `dynamodbav:"receiver,omitempty"` // sub
	Text        string      `dynamodbav:"text,omitempty"`
	Photos      []photoItem `dynamodbav:"photos,omitempty"`
	Subject     *personItem `dynamodbav:"subject,omitempty"`
	Name        string      `dynamodbav:"name,omitempty"`
	Timer       string      `dynamodbav:"timer,omitempty"`
	ClientID    string      `dynamodbav:"client_id,omitempty"`
	EditedAt    int64       `dynamodbav:"edited_at,omitempty"`  // milliseconds
	ExpiresAt   int64       `dynamodbav:"expires_at,omitempty"` // seconds
}

type photoItem struct {
	ID          string   `dynamodbav:"id"`
	Alt         string   `dynamodbav:"alt,omitempty"`
	Width       int      `dynamodbav:"width"`
	Height      int      `dynamodbav:"height"`
	Animated    bool     `dynamodbav:"animated,omitempty"`
	Placeholder string   `dynamodbav:"placeholder"`
	Widths      []int    `dynamodbav:"widths"`
	Formats     []string `dynamodbav:"formats"`
}

// groupItem is the META row.
type groupItem struct {
	PK          string                `dynamodbav:"pk"`
	SK          string                `dynamodbav:"sk"`
	Kind        string                `dynamodbav:"kind"`
	Name        string                `dynamodbav:"name,omitempty"`
	Timer       string                `dynamodbav:"timer"`
	Members     map[string]memberItem `dynamodbav:"members"` // by sub
	CreatedAt   int64                 `dynamodbav:"created_at"`
	Fingerprint string                `dynamodbav:"fingerprint,omitempty"`
}

type memberItem struct {
	Handle      string `dynamodbav:"handle"`
	DisplayName string `dynamodbav:"name"`
	Since       string `dynamodbav:"since"`
}

// dedupeItem remembers what a client's name for a message stands for.
type dedupeItem struct {
	PK          string `dynamodbav:"pk"`
	SK          string `dynamodbav:"sk"`
	Message     string `dynamodbav:"message"`
	Fingerprint string `dynamodbav:"fingerprint"`
	ExpiresAt   int64  `dynamodbav:"expires_at"`
}

// inboxItem is one person's side of a conversation. It has no last_message_at,
// and so is in no list, until a message came or its owner began it.
type inboxItem struct {
	PK            string       `dynamodbav:"pk"`
	SK            string       `dynamodbav:"sk"`
	LastMessageID string       `dynamodbav:"last_message_id,omitempty"`
	LastMessageAt int64        `dynamodbav:"last_message_at,omitempty"` // milliseconds
	LastReadID    string       `dynamodbav:"last_read_id,omitempty"`
	LastSentID    string       `dynamodbav:"last_sent_id,omitempty"`
	Muted         bool         `dynamodbav:"muted,omitempty"`
	Preview       *previewItem `dynamodbav:"preview,omitempty"`
}

// previewItem is the preview of the message last_message_id.
type previewItem struct {
	Kind      string      `dynamodbav:"kind"`
	Sender    personItem  `dynamodbav:"sender"`
	Subject   *personItem `dynamodbav:"subject,omitempty"`
	Excerpt   string      `dynamodbav:"excerpt,omitempty"`
	Photos    int         `dynamodbav:"photos,omitempty"`
	EditedAt  int64       `dynamodbav:"edited_at,omitempty"`
	ExpiresAt int64       `dynamodbav:"ends_at,omitempty"` // seconds
}

func seconds(at *time.Time) int64 {
	if at == nil {
		return 0
	}
	return at.Unix()
}

func fromSeconds(s int64) *time.Time {
	if s == 0 {
		return nil
	}
	at := time.Unix(s, 0).UTC()
	return &at
}
