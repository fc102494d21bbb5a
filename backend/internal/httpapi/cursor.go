package httpapi

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/text"
)

// A cursor is base64url of "list|microseconds|id": the list it belongs to, and
// the place in it. It holds nothing secret, so it is not signed; one that was
// made up shows no more than the list shows anyway.
const (
	publicList = "public"
	homeList   = "home"
)

func userList(handle string) string      { return "user:" + strings.ToLower(handle) }
func followersList(handle string) string { return "followers:" + strings.ToLower(handle) }
func followingList(handle string) string { return "following:" + strings.ToLower(handle) }
func repliesList(id uuid.UUID) string    { return "replies:" + id.String() }
func ancestorsList(id uuid.UUID) string  { return "ancestors:" + id.String() }

// latestCursor bounds a cursor's time by what the database can hold.
var latestCursor = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).UnixMicro()

var errInvalidCursor = &text.RuleError{Code: "invalid_cursor", Message: "must be the next_cursor of a page of this list"}

func encodeCursor(list string, p *cruddur.Position) *string {
	if p == nil {
		return nil
	}
	encoded := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s|%d|%s", list, p.CreatedAt.UnixMicro(), p.ID))
	return &encoded
}

func decodeCursor(encoded string) (list string, p cruddur.Position, err error) {
	plain, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return "", p, errInvalidCursor
	}
	parts := strings.Split(string(plain), "|")
	if len(parts) != 3 {
		return "", p, errInvalidCursor
	}
	micros, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || micros < 0 || micros > latestCursor {
		return "", p, errInvalidCursor
	}
	id, err := uuid.Parse(parts[2])
	if err != nil {
		return "", p, errInvalidCursor
	}
	return parts[0], cruddur.Position{CreatedAt: time.UnixMicro(micros).UTC(), ID: id}, nil
}

func checkCursor(encoded string) error {
	_, _, err := decodeCursor(encoded)
	return err
}

const defaultLimit = 20

// pageRequest reads a list's parameters; a cursor of another list is a fault.
func pageRequest(list string, cursor *string, limit *int) (cruddur.PageRequest, error) {
	page := cruddur.PageRequest{Limit: defaultLimit}
	if limit != nil {
		page.Limit = *limit
	}
	if cursor == nil {
		return page, nil
	}
	of, position, err := decodeCursor(*cursor)
	if err != nil || of != list {
		return page, fault.InvalidFields(fault.Field{
			Name: "cursor", Code: errInvalidCursor.Code, Message: errInvalidCursor.Message,
		})
	}
	page.After = &position
	return page, nil
}
