package logging_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
)

const patience = 60 * time.Second

// heard is what a reader of the log finds.
type heard struct{ lines, dropped int }

// listen reads lines until the pipe ends.
func listen(t *testing.T, pipe *os.File) heard {
	t.Helper()
	var h heard
	scanner := bufio.NewScanner(pipe)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var line struct {
			Msg     string
			Dropped int
		}
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatalf("%.200q is no line: %v", scanner.Text(), err)
		}
		if h.dropped += line.Dropped; line.Dropped == 0 {
			h.lines++
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return h
}

func newPipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	return reader, writer
}

func closeQueue(t *testing.T, q *logging.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := q.Close(ctx); err != nil {
		t.Fatal(err)
	}
}

// A pipe that nobody reads keeps nobody waiting: what does not fit is dropped,
// and counted for whoever reads again.
func TestAPipeThatNobodyReads(t *testing.T) {
	t.Parallel()
	reader, writer := newPipe(t)
	queue := logging.NewQueue(writer)
	logger := logging.New(queue, slog.LevelInfo)
	const loggers, each, long = 8, 5000, 1000 // 40 MB, of which 4 fit
	var all sync.WaitGroup
	for range loggers {
		all.Go(func() {
			for range each {
				logger.Info("request", "filler", strings.Repeat("x", long))
			}
		})
	}
	all.Wait() // would never end, if anybody waited for the pipe
	dropped := int(queue.Dropped())
	if kept := loggers*each - dropped; dropped == 0 || kept > 5<<20/long {
		t.Errorf("%d lines are held, %d are dropped", kept, dropped)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := queue.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("closing does not say that lines are left: %v", err)
	}
	found := make(chan heard)
	go func() { found <- listen(t, reader) }()
	closeQueue(t, queue)
	_ = writer.Close()
	if h := <-found; h.lines+h.dropped != loggers*each || h.dropped != dropped {
		t.Errorf("%d lines and %d told to be missing, of %d; %d were dropped", h.lines, h.dropped, loggers*each, dropped)
	}
}

// Who reads again is told at once, and not when the process ends.
func TestWhatIsMissingIsToldSoon(t *testing.T) {
	t.Parallel()
	reader, writer := newPipe(t)
	queue := logging.NewQueue(writer)
	logger := logging.New(queue, slog.LevelInfo)
	for queue.Dropped() == 0 {
		logger.Info("request", "filler", strings.Repeat("x", 10_000))
	}
	lines := bufio.NewScanner(reader)
	lines.Buffer(nil, 1<<20)
	for told := false; !told && lines.Scan(); {
		told = strings.Contains(lines.Text(), `"dropped":`)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	closeQueue(t, queue)
}

func TestAQueueKeepsLinesWholeAndInOrder(t *testing.T) {
	t.Parallel()
	reader, writer := newPipe(t)
	queue := logging.NewQueue(writer)
	logger := logging.New(queue, slog.LevelInfo)
	for i := range 1000 {
		logger.Info("x", "i", i)
	}
	go func() {
		closeQueue(t, queue)
		_ = writer.Close()
	}()
	next := 0
	for scanner := bufio.NewScanner(reader); scanner.Scan(); next++ {
		var line struct{ I int }
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil || line.I != next {
			t.Fatalf("line %d is %s", next, scanner.Text())
		}
	}
	if next != 1000 || queue.Dropped() != 0 {
		t.Errorf("%d lines, %d dropped", next, queue.Dropped())
	}
	logger.Info("after the end")
	if queue.Dropped() != 1 {
		t.Errorf("%d dropped", queue.Dropped())
	}
}

// A log whose reader has gone fails nobody, and is counted.
func TestAPipeWithoutAReader(t *testing.T) {
	t.Parallel()
	reader, writer := newPipe(t)
	_ = reader.Close()
	queue := logging.NewQueue(writer)
	for range 10 {
		if n, err := queue.Write([]byte("{}\n")); n != 3 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	closeQueue(t, queue)
	if queue.Dropped() != 10 {
		t.Errorf("%d dropped", queue.Dropped())
	}
}
