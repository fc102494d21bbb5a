package strictjson

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/cruddur/cruddur/platform/fault"
)

// ReadBody returns the body of r, which must be application/json in UTF-8 and
// at most maxBytes long. Its faults are UnsupportedMediaType
// "unsupported_media_type", TooLarge "body_too_large", Malformed "empty_body",
// and Malformed "body_incomplete" if the body breaks off. The JSON itself is
// not looked at.
func ReadBody(r *http.Request, maxBytes int64) ([]byte, error) {
	if !isJSON(r.Header) {
		return nil, fault.New(fault.UnsupportedMediaType, "unsupported_media_type", "The body must be application/json.")
	}
	if r.ContentLength > maxBytes {
		return nil, tooLarge(maxBytes)
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, maxBytes+1))
	if err != nil {
		return nil, readFault(r, maxBytes, err)
	}
	if int64(len(data)) > maxBytes {
		return nil, tooLarge(maxBytes)
	}
	if len(data) == 0 {
		return nil, fault.New(fault.Malformed, "empty_body", "The body is empty.")
	}
	return data, nil
}

// isJSON takes exactly one Content-Type, and no Content-Encoding: a compressed
// body is not application/json to us.
func isJSON(h http.Header) bool {
	if len(h.Values("Content-Type")) != 1 || h.Get("Content-Encoding") != "" {
		return false
	}
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return false
	}
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

func readFault(r *http.Request, maxBytes int64, err error) error {
	if limit, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(min(maxBytes, limit.Limit))
	}
	if ctxErr := r.Context().Err(); ctxErr != nil {
		return fmt.Errorf("read the body: %w", errors.Join(ctxErr, err))
	}
	return fault.New(fault.Malformed, "body_incomplete", "The body could not be read to its end.").WithCause(err)
}

func tooLarge(maxBytes int64) error {
	return fault.New(fault.TooLarge, "body_too_large", fmt.Sprintf("The body is larger than %d bytes.", maxBytes))
}
