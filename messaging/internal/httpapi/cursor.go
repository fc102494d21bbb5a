package httpapi

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/text"
)

// A cursor is base64url of three parts with bars between them: the list it
// belongs to, and the place in it.
//
//	inbox|<milliseconds>|<group>
//	older|<group>|<message>
//	newer|<group>|<message>
//
// It holds nothing secret, so it is not signed; one that was made up shows no
// more than the list shows anyway.
const (
	inboxList = "inbox"
	olderList = "older"
	newerList = "newer"
)

const (
	cursorField  = "cursor"
	cursorParts  = 3
	defaultLimit = 20
)

// latestCursor bounds a cursor's time.
var latestCursor = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).UnixMilli()

var errInvalidCursor = &text.RuleError{Code: "invalid_cursor", Message: "must be the next_cursor of a page of this list"}

func encodeCursor(list string, a, b any) *string {
	encoded := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s|%v|%v", list, a, b))
	return &encoded
}

// place is a cursor, read.
type place struct {
	list string
	key  string // milliseconds, or a group
	id   uuid.UUID
}

func decodeCursor(encoded string) (place, error) {
	plain, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return place{}, errInvalidCursor
	}
	parts := strings.Split(string(plain), "|")
	if len(parts) != cursorParts {
		return place{}, errInvalidCursor
	}
	id, err := uuid.Parse(parts[2])
	if err != nil {
		return place{}, errInvalidCursor
	}
	return place{list: parts[0], key: parts[1], id: id}, nil
}

func checkCursor(encoded string) error {
	_, err := decodeCursor(encoded)
	return err
}

func cursorFault() error {
	return fault.InvalidFields(fault.Field{Name: cursorField, Code: errInvalidCursor.Code, Message: errInvalidCursor.Message})
}

func limitOf(limit *int) int {
	if limit == nil {
		return defaultLimit
	}
	return *limit
}

// inboxPosition reads the cursor of a list of conversations.
func inboxPosition(cursor *string) (*conversations.InboxPosition, error) {
	if cursor == nil {
		return nil, nil //nolint:nilnil // from the beginning
	}
	at, err := decodeCursor(*cursor)
	millis, timeErr := strconv.ParseInt(at.key, 10, 64)
	if err != nil || timeErr != nil || at.list != inboxList || millis < 0 || millis > latestCursor {
		return nil, cursorFault()
	}
	return &conversations.InboxPosition{At: time.UnixMilli(millis).UTC(), Group: at.id}, nil
}

// messagePage reads the parameters of a list of messages.
func messagePage(group uuid.UUID, before, after, cursor *string, limit int) (conversations.Page, error) {
	page := conversations.Page{Limit: limit}
	if fields := excluded(before, after, cursor); len(fields) > 0 {
		return page, fault.InvalidFields(fields...)
	}
	switch {
	case before != nil:
		page.Before = uuid.MustParse(*before)
	case after != nil:
		page.After = conversations.CatchUpFrom(uuid.MustParse(*after))
	case cursor != nil:
		at, err := decodeCursor(*cursor)
		switch {
		case err != nil || at.key != group.String():
			return page, cursorFault()
		case at.list == olderList:
			page.Before = at.id
		case at.list == newerList:
			page.After = at.id
		default:
			return page, cursorFault()
		}
	}
	return page, nil
}

// excluded names the parameters that are there beside another one.
func excluded(before, after, cursor *string) []fault.Field {
	var fields []fault.Field
	for _, one := range []struct {
		name  string
		value *string
	}{{"before", before}, {"after", after}, {cursorField, cursor}} {
		if one.value != nil {
			fields = append(fields, fault.Field{Name: one.name, Code: "excluded", Message: "goes with none of the other two"})
		}
	}
	if len(fields) == 1 {
		return nil
	}
	return fields
}
