package live

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
)

// MaxFrameBytes is how long a frame may be. API Gateway takes WebSocket frames
// of 32 KB, and doesn't split what is posted to a connection.
const MaxFrameBytes = 32_000

// Type says what a frame tells.
type Type string

// The types of frames.
const (
	TypeMessage        Type = "message"
	TypeMessageEdited  Type = "message_edited"
	TypeMessageDeleted Type = "message_deleted"
	TypeRead           Type = "read"
	TypeTyping         Type = "typing"
	TypeGroupChanged   Type = "group_changed"
	TypeNotification   Type = "notification"
	TypeAuthExpired    Type = "auth_expired"
	TypePong           Type = "pong"
	TypeError          Type = "error"
)

// Codes of error frames.
const (
	CodeMalformed          = "malformed"
	CodeUnknownAction      = "unknown_action"
	CodeTooLarge           = "too_large"
	CodeTooManyFrames      = "too_many_frames"
	CodeTooManyConnections = "too_many_connections"
)

// Frame is what a window is told. Which fields are there depends on the type, so
// frames are made by the functions below.
type Frame struct {
	Type      Type              `json:"type"`
	GroupID   *uuid.UUID        `json:"group_id,omitempty"`
	Message   *contract.Message `json:"message,omitempty"`
	MessageID *uuid.UUID        `json:"message_id,omitempty"`
	Handle    string            `json:"handle,omitempty"`
	Payload   json.RawMessage   `json:"payload,omitempty"`
	Code      string            `json:"code,omitempty"`
	Detail    string            `json:"detail,omitempty"`
}

// Message tells of a new message.
func Message(group uuid.UUID, m contract.Message) Frame {
	return Frame{Type: TypeMessage, GroupID: &group, Message: &m}
}

// MessageEdited tells of a message that has another text now.
func MessageEdited(group uuid.UUID, m contract.Message) Frame {
	return Frame{Type: TypeMessageEdited, GroupID: &group, Message: &m}
}

// MessageDeleted tells that a message is gone.
func MessageDeleted(group, message uuid.UUID) Frame {
	return Frame{Type: TypeMessageDeleted, GroupID: &group, MessageID: &message}
}

// Read tells up to where a member has read.
func Read(group uuid.UUID, handle string, message uuid.UUID) Frame {
	return Frame{Type: TypeRead, GroupID: &group, Handle: handle, MessageID: &message}
}

// Typing tells that a member is typing.
func Typing(group uuid.UUID, handle string) Frame {
	return Frame{Type: TypeTyping, GroupID: &group, Handle: handle}
}

// GroupChanged tells that a conversation should be read again.
func GroupChanged(group uuid.UUID) Frame { return Frame{Type: TypeGroupChanged, GroupID: &group} }

// Notification tells of something outside conversations; payload is a JSON object.
func Notification(payload json.RawMessage) Frame {
	return Frame{Type: TypeNotification, Payload: payload}
}

// AuthExpired tells that the connection ends with the token that opened it.
func AuthExpired() Frame { return Frame{Type: TypeAuthExpired} }

// Pong answers a ping.
func Pong() Frame { return Frame{Type: TypePong} }

// Error tells a client what was wrong with its frame or its connection.
func Error(code, detail string) Frame { return Frame{Type: TypeError, Code: code, Detail: detail} }

// Encode is the frame as it is sent. A message that is too long for a frame (its
// photos may have long descriptions) turns into the hint to read it.
func (f Frame) Encode() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(f); err != nil {
		return nil, fmt.Errorf("encode a %s frame: %w", f.Type, err)
	}
	data := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(data) <= MaxFrameBytes {
		return data, nil
	}
	if f.GroupID == nil {
		return nil, fmt.Errorf("encode a %s frame: %d bytes are too many", f.Type, len(data))
	}
	return GroupChanged(*f.GroupID).Encode()
}
