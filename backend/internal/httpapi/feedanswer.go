package httpapi

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// feedAnswer is a page of cruds as an answer. Nothing is read as often as feeds,
// and encoding/json took a sixth of their time in this process, most of it for
// times and ids; so their answers are written by hand, byte for byte the same.
type feedAnswer contract.ActivityPage

// VisitGetHomeFeedResponse writes the answer.
func (a feedAnswer) VisitGetHomeFeedResponse(w http.ResponseWriter) error { return a.write(w) }

// VisitGetPublicFeedResponse writes the answer.
func (a feedAnswer) VisitGetPublicFeedResponse(w http.ResponseWriter) error { return a.write(w) }

// VisitListUserActivitiesResponse writes the answer.
func (a feedAnswer) VisitListUserActivitiesResponse(w http.ResponseWriter) error { return a.write(w) }

// answerBuffers are used again, so that an answer is no garbage.
var answerBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (a feedAnswer) write(w http.ResponseWriter) error {
	buffer, _ := answerBuffers.Get().(*bytes.Buffer)
	defer answerBuffers.Put(buffer)
	buffer.Reset()
	buffer.Write(appendPage(buffer.AvailableBuffer(), contract.ActivityPage(a)))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(buffer.Len()))
	w.WriteHeader(http.StatusOK)
	_, err := buffer.WriteTo(w)
	return err
}

func appendPage(to []byte, page contract.ActivityPage) []byte {
	to = append(to, `{"items":[`...)
	for i, item := range page.Items {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendActivity(to, item)
	}
	to = append(to, ']')
	if page.NextCursor != nil {
		to = appendString(append(to, `,"next_cursor":`...), *page.NextCursor)
	}
	return append(to, "}\n"...)
}

func appendActivity(to []byte, item contract.Activity) []byte {
	to = append(to, `{"author":{`...)
	if item.Author.Avatar != nil {
		to = append(appendPublicPicture(append(to, `"avatar":`...), *item.Author.Avatar), ',')
	}
	to = appendString(append(to, `"display_name":`...), item.Author.DisplayName)
	to = appendString(append(to, `,"handle":`...), item.Author.Handle)
	to = appendTime(append(to, `},"created_at":`...), item.CreatedAt)
	to = appendTime(append(to, `,"expires_at":`...), item.ExpiresAt)
	to = appendID(append(to, `,"id":`...), item.ID)
	to = appendTime(append(to, `,"life_starts_at":`...), item.LifeStartsAt)
	to = appendString(append(to, `,"message":`...), item.Message)
	if item.Photos != nil {
		to = appendPhotos(append(to, `,"photos":`...), *item.Photos)
	}
	to = strconv.AppendInt(append(to, `,"replies_count":`...), int64(item.RepliesCount), 10)
	if item.ReplyTo != nil {
		to = appendID(append(to, `,"reply_to":`...), *item.ReplyTo)
	}
	if item.Root != nil {
		to = appendID(append(to, `,"root":`...), *item.Root)
	}
	return append(to, '}')
}

func appendPublicPicture(to []byte, picture contract.PublicPicture) []byte {
	to = appendString(append(to, `{"base_url":`...), picture.BaseURL)
	to = append(to, `,"formats":[`...)
	for i, format := range picture.Formats {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendString(to, format)
	}
	to = appendString(append(to, `],"placeholder":`...), picture.Placeholder)
	to = append(to, `,"widths":[`...)
	for i, width := range picture.Widths {
		if i > 0 {
			to = append(to, ',')
		}
		to = strconv.AppendInt(to, int64(width), 10)
	}
	return append(to, "]}"...)
}

// appendPhotos leaves photos, which few cruds have, to encoding/json.
func appendPhotos(to []byte, photos []contract.Photo) []byte {
	encoded, err := json.Marshal(photos)
	if err != nil { // of texts and numbers: never
		return append(to, "[]"...)
	}
	return append(to, encoded...)
}

func appendTime(to []byte, at time.Time) []byte {
	return append(at.AppendFormat(append(to, '"'), time.RFC3339Nano), '"')
}

func appendID(to []byte, id uuid.UUID) []byte {
	to = hex.AppendEncode(append(to, '"'), id[:4])
	to = hex.AppendEncode(append(to, '-'), id[4:6])
	to = hex.AppendEncode(append(to, '-'), id[6:8])
	to = hex.AppendEncode(append(to, '-'), id[8:10])
	return append(hex.AppendEncode(append(to, '-'), id[10:]), '"')
}

// appendString leaves what is not plain to encoding/json.
func appendString(to []byte, text string) []byte {
	if !plain(text) {
		quoted, err := json.Marshal(text)
		if err == nil { // as ever, of a string
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// plain reports whether a text stands for itself in JSON.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}
