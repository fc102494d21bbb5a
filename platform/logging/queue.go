package logging

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// What a Queue holds at most: some seconds of a busy service.
const (
	maxQueuedLines = 8192
	maxQueuedBytes = 4 << 20
)

// tellEvery is the time between two lines about dropped ones, while more are
// dropped all the time.
const tellEvery = time.Second

// Queue is a writer of lines that never waits. A goroutine of its own writes
// them to where they go, which may be a pipe that nobody reads: then lines are
// held as long as there is room, and dropped when there is none. As soon as
// something is read again, a line says how many are missing.
type Queue struct {
	to     io.Writer
	lines  chan []byte
	held   atomic.Int64 // bytes
	newly  atomic.Int64 // dropped, and not yet told
	all    atomic.Int64 // dropped
	ending atomic.Bool
	end    func()
	ended  chan struct{}
	done   chan struct{}
	told   time.Time // by run alone
}

// NewQueue returns one that writes to w, until Close.
func NewQueue(w io.Writer) *Queue {
	q := &Queue{to: w, lines: make(chan []byte, maxQueuedLines), ended: make(chan struct{}), done: make(chan struct{})}
	q.end = sync.OnceFunc(func() {
		q.ending.Store(true)
		close(q.ended)
	})
	go q.run()
	return q
}

// Write takes a line, or drops it, and never fails. It implements io.Writer for
// handlers of slog, which write a whole line at a time.
func (q *Queue) Write(line []byte) (int, error) {
	if q.ending.Load() || !q.take(line) {
		q.drop()
	}
	return len(line), nil
}

func (q *Queue) take(line []byte) bool {
	size := int64(len(line))
	if q.held.Add(size) <= maxQueuedBytes {
		select {
		case q.lines <- bytes.Clone(line): // the caller uses its own again
			return true
		default:
		}
	}
	q.held.Add(-size)
	return false
}

func (q *Queue) drop() {
	q.all.Add(1)
	q.newly.Add(1)
}

// Dropped is how many lines were lost so far.
func (q *Queue) Dropped() int64 { return q.all.Load() }

// Close writes what is held, or gives up when ctx ends. What is written to a
// closed queue is dropped. It may be called again.
func (q *Queue) Close(ctx context.Context) error {
	q.end()
	select {
	case <-q.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("write the end of the log: %w", ctx.Err())
	}
}

func (q *Queue) run() {
	defer close(q.done)
	for {
		select {
		case line := <-q.lines:
			q.write(line)
		case <-q.ended:
			for range len(q.lines) {
				q.write(<-q.lines)
			}
			q.tell()
			return
		}
	}
}

func (q *Queue) write(line []byte) {
	if _, err := q.to.Write(line); err != nil {
		q.drop()
	}
	q.held.Add(-int64(len(line)))
	if len(q.lines) == 0 || time.Since(q.told) >= tellEvery {
		q.tell()
	}
}

// tell says how many lines are missing.
func (q *Queue) tell() {
	missing := q.newly.Swap(0)
	if missing == 0 {
		return
	}
	q.told = time.Now()
	line := slog.NewRecord(q.told, slog.LevelWarn, "lines of the log were dropped: it was not read fast enough", 0)
	line.AddAttrs(slog.Int64("dropped", missing))
	if err := slog.NewJSONHandler(q.to, nil).Handle(context.Background(), line); err != nil {
		q.newly.Add(missing)
	}
}
