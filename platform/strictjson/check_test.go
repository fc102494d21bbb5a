package strictjson_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/strictjson"
)

var malformed = fault.New(fault.Malformed, "malformed_json", "")

// nested returns an object that is depth deep, counting itself.
func nested(depth int) string {
	return strings.Repeat(`{"a":`, depth-1) + `{}` + strings.Repeat(`}`, depth-1)
}

func TestCheckAccepts(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"empty object":         `{}`,
		"white space":          " \t\r\n{ } \n",
		"all types":            `{"a":[1,-2.5e3,true,false,null,"x",{}],"b":{"a":1}}`,
		"same name elsewhere":  `{"a":{"a":1},"b":[{"a":1},{"a":1}]}`,
		"names differ by case": `{"a":1,"A":2}`,
		"emoji":                `{"🔥":"🔥"}`,
		"surrogate pair":       `{"a":"\ud83d\udd25"}`,
		"escaped NUL":          `{"a":"\u0000"}`,
		"largest number":       `{"a":1.7976931348623157e308}`,
		"tiny number":          `{"a":1e-400}`,
		"deepest":              nested(strictjson.MaxDepth),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := strictjson.Check([]byte(data)); err != nil {
				t.Errorf("Check(%s) = %v", data, err)
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data    string
		message string
	}{
		"nothing":               {"", "Line 1, column 1: the JSON ends too early."},
		"only white space":      {" \n ", "Line 2, column 2: the JSON ends too early."},
		"array":                 {"\n [1]", "Line 2, column 2: the body must be a JSON object."},
		"string":                {`"x"`, "Line 1, column 1: the body must be a JSON object."},
		"null":                  {`null`, "Line 1, column 1: the body must be a JSON object."},
		"byte order mark":       {"\ufeff{}", "Line 1, column 1: not valid JSON."},
		"broken off":            {"{\"a\":\n1", "Line 2, column 2: the JSON ends too early."},
		"broken off in string":  {`{"a":"b`, "Line 1, column 8: the JSON ends too early."},
		"trailing data":         {`{} {}`, "Line 1, column 4: there is more after the JSON object."},
		"trailing comma":        {"{\n  \"a\": 1,\n}", "Line 2, column 9: not valid JSON."},
		"comment":               {`{} // x`, "Line 1, column 4: there is more after the JSON object."},
		"single quotes":         {`{'a':1}`, "Line 1, column 2: not valid JSON."},
		"bare name":             {`{a:1}`, "Line 1, column 2: not valid JSON."},
		"NaN":                   {`{"a":NaN}`, "Line 1, column 6: not valid JSON."},
		"leading zero":          {`{"a":01}`, "Line 1, column 7: not valid JSON."},
		"control character":     {"{\"a\":\"x\ny\"}", "Line 1, column 8: not valid JSON."},
		"duplicate name":        {"{\"a\":1,\n\"a\":2}", "Line 2, column 1: a name appears twice in an object."},
		"duplicate by escape":   {`{"a":1,"\u0061":2}`, "Line 1, column 8: a name appears twice in an object."},
		"duplicate, deep":       {`{"x":[{"a":{"b":1,"b":2}}]}`, "Line 1, column 19: a name appears twice in an object."},
		"columns are letters":   {`{"éé🔥":1,"éé🔥":2}`, "Line 1, column 10: a name appears twice in an object."},
		"invalid UTF-8":         {"{\"a\":\"\xff\"}", "Line 1, column 7: not valid UTF-8."},
		"invalid UTF-8 in name": {"{\"\xc3\":1}", "Line 1, column 3: not valid UTF-8."},
		"UTF-8 of a surrogate":  {"{\"a\":\"\xed\xa0\x80\"}", "Line 1, column 7: not valid UTF-8."},
		"invalid UTF-8 outside": {"{}\xff", "Line 1, column 3: there is more after the JSON object."},
		"lone high surrogate":   {`{"a":"\ud83d"}`, "Line 1, column 7: not valid JSON."},
		"lone low surrogate":    {`{"a":"\udd25"}`, "Line 1, column 7: not valid JSON."},
		"wrong way round":       {`{"a":"\udd25\ud83d"}`, "Line 1, column 7: not valid JSON."},
		"number too large":      {`{"a": 1e999}`, "Line 1, column 7: a number is out of range."},
		"too deep":              {nested(strictjson.MaxDepth + 1), "Line 1, column 161: nested more than 32 deep."},
		"too deep in arrays":    {`{"a":` + strings.Repeat("[", 40), "Line 1, column 37: nested more than 32 deep."},
		"depth bomb":            {strings.Repeat(`{"a":`, 1_000_000), "Line 1, column 161: nested more than 32 deep."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := strictjson.Check([]byte(tt.data))
			if !errors.Is(err, malformed) {
				t.Fatalf("Check = %v, want malformed_json", err)
			}
			if got := fault.From(err).Message; got != tt.message {
				t.Errorf("message %q, want %q", got, tt.message)
			}
		})
	}
}

// FuzzCheck proves that Check never panics, that it accepts nothing that the
// standard library refuses, and that what it accepts survives a round trip.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1}`, `{"a":"\ud83d\udd25"}`, `{"a":"\ud83d"}`, `{"a":1e999}`, `{"a":{"a":[[]]}}`,
		`{"a":1,"a":2}`, "{\"\xff\":1}", nested(32), nested(33), `[`, ``, ` {"a":-0} `, `{"a":01}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := strictjson.Check(data)
		if err != nil {
			if !errors.Is(err, malformed) {
				t.Fatalf("Check(%q) = %v, which is no malformed_json", data, err)
			}
			return
		}
		if !utf8.Valid(data) {
			t.Fatalf("Check(%q) accepts invalid UTF-8", data)
		}
		var object map[string]any
		if err := json.Unmarshal(data, &object); err != nil || object == nil {
			t.Fatalf("Check(%q) accepts what encoding/json refuses: %v", data, err)
		}
		again, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if err := strictjson.Check(again); err != nil {
			t.Fatalf("Check(%q), written again: %v", again, err)
		}
	})
}
