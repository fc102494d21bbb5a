package strictjson

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/cruddur/cruddur/platform/fault"
)

// Decode checks data (see Check) and stores it in dst, a pointer to a struct or
// map. Names must match to the letter. A field that dst doesn't have is the
// fault Invalid with the field code "unknown_field", a value that doesn't fit
// its field one with "wrong_type"; the field's name is its path, with dots
// ("poll.options.0"). The first of them is reported.
func Decode(data []byte, dst any) error {
	if err := Check(data); err != nil {
		return err
	}
	err := json.Unmarshal(data, dst, json.RejectUnknownMembers(true))
	if err == nil {
		return nil
	}
	semantic, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return fmt.Errorf("decode JSON into %T: %w", dst, err)
	}
	field := fault.Field{Name: path(semantic.JSONPointer), Code: "wrong_type", Message: "This value is of the wrong type."}
	if errors.Is(err, json.ErrUnknownName) {
		field.Code, field.Message = "unknown_field", "There is no such field."
	}
	return fault.InvalidFields(field).WithCause(err)
}

func path(pointer jsontext.Pointer) string {
	var names []string
	for name := range pointer.Tokens() {
		names = append(names, name)
	}
	return strings.Join(names, ".")
}
