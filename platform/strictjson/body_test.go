package strictjson_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/strictjson"
)

func TestReadBody(t *testing.T) {
	t.Parallel()
	const limit = 8
	tests := map[string]struct {
		contentType string
		body        string
		code        string
	}{
		"json":            {"application/json", `{"a":1}`, ""},
		"json with utf-8": {"application/json; charset=UTF-8", `{"a":1}`, ""},
		"at the limit":    {"application/json", `{"a":10}`, ""},
		"over the limit":  {"application/json", `{"a":100}`, "body_too_large"},
		"empty":           {"application/json", ``, "empty_body"},
		"no type":         {"", `{}`, "unsupported_media_type"},
		"text":            {"text/plain", `{}`, "unsupported_media_type"},
		"form":            {"application/x-www-form-urlencoded", `a=1`, "unsupported_media_type"},
		"json-like":       {"application/jsonp", `{}`, "unsupported_media_type"},
		"other charset":   {"application/json; charset=latin1", `{}`, "unsupported_media_type"},
		"broken type":     {"application/json; charset", `{}`, "unsupported_media_type"},
	}
	for name, tt := range tests {
		for _, known := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.body))
				if !known { // as a chunked request
					r.ContentLength = -1
				}
				if tt.contentType != "" {
					r.Header.Set("Content-Type", tt.contentType)
				}
				data, err := strictjson.ReadBody(r, limit)
				if tt.code == "" && (err != nil || string(data) != tt.body) {
					t.Errorf("ReadBody = %q, %v", data, err)
				}
				if tt.code != "" && (err == nil || fault.From(err).Code != tt.code) {
					t.Errorf("ReadBody = %v, want %s", err, tt.code)
				}
			})
		}
	}
}

func TestReadBodyRefusesEncodingsAndTwoTypes(t *testing.T) {
	t.Parallel()
	for header, value := range map[string]string{"Content-Encoding": "gzip", "Content-Type": "application/json"} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Add(header, value)
		if _, err := strictjson.ReadBody(r, 100); err == nil || fault.From(err).Kind != fault.UnsupportedMediaType {
			t.Errorf("with another %s: %v", header, err)
		}
	}
}

func TestReadBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	request := func(ctx context.Context, body io.Reader) *http.Request {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", body)
		r.Header.Set("Content-Type", "application/json")
		return r
	}
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)

	_, err := strictjson.ReadBody(request(t.Context(), broken), 100)
	if err == nil || fault.From(err).Code != "body_incomplete" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("ReadBody = %v, want body_incomplete", err)
	}

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = strictjson.ReadBody(request(gone, broken), 100); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadBody of a client that left = %v, want context.Canceled", err)
	}

	limited := request(t.Context(), http.MaxBytesReader(nil, io.NopCloser(bufio.NewReader(strings.NewReader(`{"a":1}`))), 3))
	if _, err = strictjson.ReadBody(limited, 100); err == nil || fault.From(err).Code != "body_too_large" {
		t.Errorf("ReadBody behind a MaxBytesReader = %v, want body_too_large", err)
	}
}
