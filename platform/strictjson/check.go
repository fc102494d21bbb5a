// Package strictjson reads request bodies without mercy: one JSON object and
// nothing else, each name once, valid Unicode. What two parsers could read
// differently is refused, with the line and column of the fault.
package strictjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/cruddur/cruddur/platform/fault"
)

// MaxDepth is how deep objects and arrays may nest; the outermost object is 1.
const MaxDepth = 32

// Check returns nil if data is exactly one JSON object (RFC 8259) that is also
// unambiguous (RFC 7493): valid UTF-8, no lone surrogates, no name twice in an
// object, no number beyond a float64, at most MaxDepth deep. Its error is the
// fault Malformed "malformed_json", with line and column in the message.
func Check(data []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	if kind := dec.PeekKind(); kind != jsontext.KindBeginObject && kind != jsontext.KindInvalid {
		return malformedAt(data, firstByte(data), "the body must be a JSON object")
	}
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return syntaxFault(data, dec, err)
		}
		offset := dec.InputOffset()
		if dec.StackDepth() > MaxDepth {
			return malformedAt(data, offset-1, fmt.Sprintf("nested more than %d deep", MaxDepth))
		}
		if token.Kind() == jsontext.KindNumber && !fitsFloat64(token) {
			return malformedAt(data, offset-int64(len(token.String())), "a number is out of range")
		}
		if dec.StackDepth() == 0 {
			return checkEnd(data, dec)
		}
	}
}

// checkEnd looks for anything after the object.
func checkEnd(data []byte, dec *jsontext.Decoder) error {
	end := dec.InputOffset()
	rest := bytes.TrimLeft(data[end:], " \t\r\n")
	if len(rest) > 0 {
		return malformedAt(data, int64(len(data)-len(rest)), "there is more after the JSON object")
	}
	return nil
}

func fitsFloat64(token jsontext.Token) bool {
	f, err := strconv.ParseFloat(token.String(), 64)
	return err == nil && !math.IsInf(f, 0)
}

func syntaxFault(data []byte, dec *jsontext.Decoder, err error) error {
	offset, what := dec.InputOffset(), "not valid JSON"
	if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset = syntactic.ByteOffset
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		what = "a name appears twice in an object"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		offset, what = int64(len(data)), "the JSON ends too early"
	case invalidUTF8At(data, offset):
		what = "not valid UTF-8"
	}
	return malformedAt(data, offset, what).WithCause(err)
}

func invalidUTF8At(data []byte, offset int64) bool {
	if offset < 0 || offset >= int64(len(data)) {
		return false
	}
	r, size := utf8.DecodeRune(data[offset:])
	return r == utf8.RuneError && size == 1
}

func firstByte(data []byte) int64 {
	return int64(len(data) - len(bytes.TrimLeft(data, " \t\r\n")))
}

// malformedAt names the place by line and column, both from 1, the column in
// characters as editors count them.
func malformedAt(data []byte, offset int64, what string) *fault.Error {
	before := data[:min(max(offset, 0), int64(len(data)))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fault.New(fault.Malformed, "malformed_json",
		fmt.Sprintf("Line %d, column %d: %s.", line, column, what))
}
