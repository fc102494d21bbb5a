package presign

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/strictjson"
)

// maxBodyBytes is the longest request body that is read.
const maxBodyBytes = 4 << 10

// Codes of faults in a field; stable, and the same as everywhere in the API.
const (
	codeMissing      = "missing"
	codeWrongType    = "wrong_type"
	codeNotAllowed   = "not_allowed"
	codeOutOfRange   = "out_of_range"
	codeUnknownField = "unknown_field"
)

// readRequest reads and checks the body. All faults are found at once.
func readRequest(r *http.Request) (Request, error) {
	body, err := strictjson.ReadBody(r, maxBodyBytes)
	if err != nil {
		return Request{}, err
	}
	if err := strictjson.Check(body); err != nil {
		return Request{}, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return Request{}, fmt.Errorf("read a checked body: %w", err)
	}
	form := &form{fields: fields}
	request := Request{
		Purpose:     upload.Purpose(form.oneOf("purpose", names(upload.Purposes()))),
		ContentType: form.oneOf("content_type", upload.ContentTypes()),
	}
	// When the purpose isn't known, the larger limit is as much as can be said.
	request.Bytes = form.size("size", request.Purpose.MaxBytes())
	return request, form.err()
}

func names(purposes []upload.Purpose) []string {
	out := make([]string, len(purposes))
	for i, p := range purposes {
		out[i] = string(p)
	}
	return out
}

// form reads the fields of a body one by one and collects what is wrong.
type form struct {
	fields map[string]json.RawMessage
	faults []fault.Field
}

func (f *form) fail(name, code, message string) {
	f.faults = append(f.faults, fault.Field{Name: name, Code: code, Message: message})
}

// take removes the field from those that are left, and reports whether it was
// there and of dst's type.
func (f *form) take(name string, dst any) bool {
	raw, given := f.fields[name]
	delete(f.fields, name)
	switch {
	case !given:
		f.fail(name, codeMissing, "is required")
		return false
	case string(raw) == "null" || json.Unmarshal(raw, dst) != nil:
		f.fail(name, codeWrongType, "is of the wrong type")
		return false
	}
	return true
}

func (f *form) oneOf(name string, allowed []string) string {
	var value string
	if f.take(name, &value) && !slices.Contains(allowed, value) {
		f.fail(name, codeNotAllowed, "must be one of "+strings.Join(allowed, ", "))
		return ""
	}
	return value
}

func (f *form) size(name string, limit int64) int64 {
	var value float64
	switch {
	case !f.take(name, &value):
	case value != math.Trunc(value):
		f.fail(name, codeWrongType, "must be a whole number")
	case value < 1:
		f.fail(name, codeOutOfRange, "the file is empty")
	case value > float64(limit):
		f.fail(name, codeOutOfRange, fmt.Sprintf("the file is larger than %d MB", limit/1_000_000))
	default:
		return int64(value)
	}
	return 0
}

// err lists the faults by field, those of unknown fields included.
func (f *form) err() error {
	for _, name := range slices.Sorted(maps.Keys(f.fields)) {
		f.fail(name, codeUnknownField, "is not a known field")
	}
	if len(f.faults) == 0 {
		return nil
	}
	slices.SortFunc(f.faults, func(a, b fault.Field) int { return cmp.Compare(a.Name, b.Name) })
	return fault.InvalidFields(f.faults...)
}
