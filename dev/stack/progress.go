package stack

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progress prints one line for each step: what is waited for, then how long
// it took.
type progress struct {
	out   io.Writer
	mutex sync.Mutex
}

// step runs something and prints it. A note that the work returns is added to
// the line.
func (p *progress) step(waitingFor string, work func() (note string, err error)) error {
	begun := time.Now()
	p.printf("  %-52s", waitingFor+" …")
	note, err := work()
	took := time.Since(begun).Seconds()
	if err != nil {
		p.printf(" failed (%.1f s)\n", took)
		return err
	}
	if note != "" {
		note = ", " + note
	}
	p.printf(" %.1f s%s\n", took, note)
	return nil
}

// notify prints something that happened while the stack runs.
func (p *progress) notify(message string) {
	p.printf("%s  %s\n", time.Now().Format(time.TimeOnly), message)
}

func (p *progress) printf(format string, values ...any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	// Nobody is left to tell when the terminal is gone.
	_, _ = fmt.Fprintf(p.out, format, values...)
}
