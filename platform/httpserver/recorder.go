package httpserver

import (
	"bufio"
	"net"
	"net/http"

	"github.com/cruddur/cruddur/platform/problem"
)

// recorder is a ResponseWriter that remembers what was written. Flushing,
// hijacking and deadlines work through http.ResponseController.
type recorder struct {
	http.ResponseWriter
	status      int // 0 until the headers are sent
	bytes       int64
	problemCode string
}

var _ problem.CodeRecorder = (*recorder)(nil)

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	// 1xx are interim, but 101 hands the connection over and is final.
	if w.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// FlushError serves http.ResponseController. A flush sends the headers.
func (w *recorder) FlushError() error {
	err := http.NewResponseController(w.ResponseWriter).Flush()
	if err == nil && w.status == 0 {
		w.status = http.StatusOK
	}
	return err
}

// Hijack implements http.Hijacker. From then on the answer is the handler's
// own; it counts as 101, since that is what hijacking is for.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err == nil && w.status == 0 {
		w.status = http.StatusSwitchingProtocols
	}
	return conn, buffered, err
}

// Unwrap serves http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// RecordProblemCode implements problem.CodeRecorder.
func (w *recorder) RecordProblemCode(code string) { w.problemCode = code }
