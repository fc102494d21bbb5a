package openapi

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/text"
)

// Codes of faults in a field that the contract finds; stable, part of the API.
// Those of texts are in package text.
const (
	codeUnknownField  = "unknown_field"
	CodeRepeated      = "repeated"
	codeMissing       = "missing"
	codeWrongType     = "wrong_type"
	codeNotAllowed    = "not_allowed"
	codeTooShort      = "too_short"
	codeOutOfRange    = "out_of_range"
	codeBadCharacters = "bad_characters"
	CodeInvalidUUID   = "invalid_uuid"
	codeEmpty         = "empty"
	codeTooFew        = "too_few"
	codeTooMany       = "too_many"
	codeMalformed     = "malformed"
	codeInvalid       = "invalid"
)

// wholeBody names a fault that is no single field's.
const wholeBody = "body"

// sorted puts faults in the order of their fields' names, and each once, so
// that an answer does not depend on the order of maps.
func sorted(fields []fault.Field) []fault.Field {
	slices.SortFunc(fields, func(a, b fault.Field) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(fields, func(a, b fault.Field) bool { return a.Name == b.Name && a.Code == b.Code })
}

// collect flattens what validation found into faults by field.
func collect(err error, name string) []fault.Field {
	switch e := err.(type) { //nolint:errorlint // the tree is walked level by level
	case nil:
		return nil
	case openapi3.MultiError:
		var fields []fault.Field
		for _, one := range e {
			fields = append(fields, collect(one, name)...)
		}
		return fields
	case *openapi3filter.RequestError:
		return collectRequest(e)
	case *openapi3.SchemaError:
		return collectSchema(e, name)
	}
	return []fault.Field{{Name: name, Code: codeInvalid, Message: "is not valid"}}
}

func collectRequest(e *openapi3filter.RequestError) []fault.Field {
	name := ""
	if e.Parameter != nil {
		name = e.Parameter.Name
	}
	var parse *openapi3filter.ParseError
	switch {
	case errors.Is(e.Err, openapi3filter.ErrInvalidRequired):
		return []fault.Field{{Name: name, Code: codeMissing, Message: "is required"}}
	case errors.Is(e.Err, openapi3filter.ErrInvalidEmptyValue):
		return []fault.Field{{Name: name, Code: codeEmpty, Message: "must not be empty"}}
	case errors.As(e.Err, &parse):
		return []fault.Field{{Name: name, Code: codeWrongType, Message: "is of the wrong type"}}
	}
	fields := collect(e.Err, name)
	if name == "" {
		return fields
	}
	for i := range fields { // a place inside a parameter is named from there
		if fields[i].Name != name {
			fields[i].Name = name + "." + fields[i].Name
		}
	}
	return fields
}

// collectSchema names a fault by the place in the body where it was found, or
// by the parameter's name.
func collectSchema(e *openapi3.SchemaError, name string) []fault.Field {
	if several, ok := errors.AsType[openapi3.MultiError](e.Origin); ok { // of an allOf
		return collect(several, name)
	}
	if nested, ok := errors.AsType[*openapi3.SchemaError](e.Origin); ok {
		return collectSchema(nested, name)
	}
	if pointer := e.JSONPointer(); len(pointer) > 0 {
		name = strings.Join(pointer, ".")
	}
	if violation, ok := errors.AsType[*text.RuleError](e.Origin); ok {
		return []fault.Field{{Name: name, Code: violation.Code, Message: violation.Message}}
	}
	if e.SchemaField == "properties" {
		return unknownFields(e, name)
	}
	if name == "" {
		name = wholeBody
	}
	code, message := keywordFault(e.SchemaField)
	return []fault.Field{{Name: name, Code: code, Message: message}}
}

// unknownFields names the fields that an object has too many: validation says
// only that there are some.
func unknownFields(e *openapi3.SchemaError, object string) []fault.Field {
	value, _ := e.Value.(map[string]any)
	var fields []fault.Field
	for key := range value {
		if _, known := e.Schema.Properties[key]; known {
			continue
		}
		name := key
		if object != "" {
			name = object + "." + key
		}
		fields = append(fields, fault.Field{Name: name, Code: codeUnknownField, Message: "is not a known field"})
	}
	return fields
}

// keywordFault words the breach of one keyword of JSON Schema.
func keywordFault(keyword string) (code, message string) {
	switch keyword {
	case "required":
		return codeMissing, "is required"
	case "type", "nullable":
		return codeWrongType, "is of the wrong type"
	case "enum":
		return codeNotAllowed, "is not one of the allowed values"
	case "minLength":
		return codeTooShort, "is too short"
	case "maxLength":
		return text.CodeTooLong, "is too long"
	case "pattern":
		return codeBadCharacters, "has characters that are not allowed"
	case "minimum", "maximum":
		return codeOutOfRange, "is out of range"
	case "minItems":
		return codeTooFew, "has too few entries"
	case "maxItems":
		return codeTooMany, "has too many entries"
	case "minProperties":
		return codeEmpty, "must have at least one field"
	}
	return codeInvalid, "is not valid"
}
