package strictjson_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/strictjson"
)

type poll struct {
	Options []string `json:"options"`
}

type post struct {
	Message string    `json:"message"`
	TTL     *string   `json:"ttl"`
	Count   int       `json:"count"`
	Poll    *poll     `json:"poll"`
	At      time.Time `json:"at"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	var got post
	err := strictjson.Decode([]byte(`{"message":"hi","ttl":null,"count":3,"poll":{"options":["a","b"]},"at":"2026-01-02T03:04:05Z"}`), &got)
	want := post{
		Message: "hi", Count: 3, Poll: &poll{Options: []string{"a", "b"}},
		At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Decode = %+v, %v", got, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data, field, code string
	}{
		"unknown field":      {`{"message":"x","extra":1}`, "extra", "unknown_field"},
		"unknown, deep":      {`{"poll":{"closed":true}}`, "poll.closed", "unknown_field"},
		"name in other case": {`{"Message":"x"}`, "Message", "unknown_field"},
		"name with a slash":  {`{"a/b~c":1}`, "a/b~c", "unknown_field"},
		"number for string":  {`{"message":1}`, "message", "wrong_type"},
		"object for string":  {`{"message":{}}`, "message", "wrong_type"},
		"string for number":  {`{"count":"1"}`, "count", "wrong_type"},
		"fraction":           {`{"count":1.5}`, "count", "wrong_type"},
		"number too large":   {`{"count":1e30}`, "count", "wrong_type"},
		"wrong in a list":    {`{"poll":{"options":["a",2]}}`, "poll.options.1", "wrong_type"},
		"not a time":         {`{"at":"yesterday"}`, "at", "wrong_type"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var dst post
			err := strictjson.Decode([]byte(tt.data), &dst)
			if !errors.Is(err, fault.InvalidFields()) {
				t.Fatalf("Decode = %v, want validation_failed", err)
			}
			fields := fault.From(err).Fields
			if len(fields) != 1 || fields[0].Name != tt.field || fields[0].Code != tt.code || fields[0].Message == "" {
				t.Errorf("fields %+v, want %s %s", fields, tt.field, tt.code)
			}
		})
	}
}

func TestDecodeChecksFirst(t *testing.T) {
	t.Parallel()
	var dst post
	if err := strictjson.Decode([]byte(`{"extra":1,"extra":2}`), &dst); !errors.Is(err, malformed) {
		t.Errorf("Decode = %v, want malformed_json", err)
	}
}
