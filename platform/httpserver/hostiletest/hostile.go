// Package hostiletest holds what strangers may put into headers to forge lines
// of a log, fill memory, or get into traces: for tests of everything that
// answers requests.
package hostiletest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// Mark is in all that strangers send, so that it is found again.
const Mark = "hunter2"

const patience = time.Minute

// Header is one that a stranger sends.
type Header struct {
	Name, Value string
	// Refused is set where HTTP itself forbids the value.
	Refused bool
}

// Headers are all of them, to be sent one in each request.
func Headers() []Header {
	const trace, span = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	headers := make([]Header, 0, 128)
	headers = append(headers, Header{Name: "X-Nothing", Value: "fine"})
	for _, parent := range []string{
		"nonsense", "-", "----", "00", "00-" + trace, "00-" + trace + "-" + span, "00-" + trace + "-" + span + "-", "00-" + trace + "-" + span + "-0",
		"00-" + trace + "-" + span + "-01-" + Mark, "ff-" + trace + "-" + span + "-01", "0-" + trace + "-" + span + "-01",
		"00-" + strings.ToUpper(trace) + "-" + span + "-01", "00-" + strings.Repeat("0", 32) + "-" + span + "-01",
		"00-" + trace + "-" + strings.Repeat("0", 16) + "-01", "00-" + strings.Repeat("g", 32) + "-" + span + "-01", "00-" + trace + "-" + span + "-zz",
		"00-" + strings.Repeat("a", 8192) + "-" + span + "-01", strings.Repeat("00-", 3000), "\xff\xfe" + Mark,
	} {
		headers = append(headers, Header{Name: "Traceparent", Value: parent})
	}
	for _, name := range []string{"Tracestate", "Baggage", "User-Agent", "X-Request-Id", "X-Forwarded-For", "Referer", "Accept-Language", "X-Amzn-Trace-Id"} {
		headers = append(headers,
			Header{Name: name, Value: Mark + "=" + strings.Repeat(Mark+",", 1200)}, // more than 8 KB
			Header{Name: name, Value: strings.Repeat(Mark+"=1,", 2000)},
			Header{Name: name, Value: Mark + "\xff\xfe\xc3\x28"},
			Header{Name: name, Value: `"}` + ` {"msg":"` + Mark + `","level":"ERROR"}`},
			Header{Name: name, Value: Mark + "\u2028\u202e\u00a0\u0085"},
			Header{Name: name, Value: Mark + "\t%0a%0d\\n\\u000a"},
			Header{Name: name, Value: Mark + "\x1b[2J\x1b]0;" + Mark + "\x07", Refused: true},
			Header{Name: name, Value: Mark + "\x00", Refused: true},
			Header{Name: name, Value: Mark + "\r{\"msg\":\"" + Mark + "\"}", Refused: true},
			Header{Name: name, Value: Mark + "\x7f\b\v\f", Refused: true},
		)
	}
	return headers
}

// Send sends each of them with a request for path, which answers 200, as bytes
// on a connection: Go's client would send less.
func Send(tb testing.TB, address, path string) (answered int) {
	tb.Helper()
	for _, header := range Headers() {
		status, err := send(address, "GET", path, header.Name+": "+header.Value)
		want := http.StatusOK
		if header.Refused {
			want = http.StatusBadRequest
		}
		if err != nil || status != want {
			tb.Errorf("%s: %.60q is answered %d, want %d: %v", header.Name, header.Value, status, want, err)
		}
		if status == http.StatusOK {
			answered++
		}
	}
	return answered + sendLines(tb, address, path)
}

// sendLines sends requests whose first line is hostile, or whose headers are too
// long.
func sendLines(tb testing.TB, address, path string) (answered int) {
	tb.Helper()
	// What no proxy lets through, and is no reason to answer the next one less.
	for _, method := range []string{strings.Repeat(Mark, 1000), "GET\x1b[2J", "g", "{}"} {
		if status, err := send(address, method, path, "X-Nothing: fine"); err != nil || status < 400 || status >= 500 {
			tb.Errorf("the method %.20q is answered %d: %v", method, status, err)
		}
	}
	for _, more := range []string{"?x=%0a{}%1b" + Mark, "/" + Mark + "%00%0d%0a", "?" + strings.Repeat(Mark, 1000), "/%ff" + Mark, "?cursor=%ff%fe&limit=" + Mark} {
		status, err := send(address, "GET", path+more, "X-Nothing: fine")
		if err != nil || status >= 500 {
			tb.Errorf("%.60q is answered %d: %v", more, status, err)
		}
		if status == http.StatusOK {
			answered++
		}
	}
	if status, err := send(address, "GET", path, "X-Nothing: "+strings.Repeat(Mark, 100_000)); err == nil && status != http.StatusRequestHeaderFieldsTooLarge {
		tb.Errorf("headers of 700 KB are answered %d", status)
	}
	return answered
}

func send(address, method, path, header string) (status int, err error) {
	conn, err := net.DialTimeout("tcp", address, patience) //nolint:noctx // it has a deadline
	if err != nil {
		return 0, fmt.Errorf("connect: %w", err)
	}
	defer conn.Close() //nolint:errcheck // the answer was read
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n\r\n", method, path, "cruddur.test", header); err != nil {
		return 0, fmt.Errorf("send: %w", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, fmt.Errorf("read the answer: %w", err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, nil
}

// CheckLog fails unless each line of a log is one JSON object, nothing of what
// strangers sent is in it, and no line is long. It returns the messages.
func CheckLog(tb testing.TB, log string) (messages []string) {
	tb.Helper()
	for line := range strings.Lines(log) {
		var object struct {
			Msg string `json:"msg"`
		}
		if err := json.Unmarshal([]byte(line), &object); err != nil || object.Msg == "" {
			tb.Errorf("%.200q is no line of a log: %v", line, err)
		}
		if len(line) > 2000 || strings.Contains(line, Mark) || !utf8.ValidString(line) || strings.ContainsFunc(strings.TrimSuffix(line, "\n"), unicode.IsControl) {
			tb.Errorf("a stranger wrote %.200q", line)
		}
		messages = append(messages, object.Msg)
	}
	return messages
}
