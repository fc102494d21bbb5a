package logging

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// rarelyLength bounds what strangers' answers can put into a line.
const rarelyLength = 300

// Rarely logs what may go wrong a thousand times a second, and matters once a
// minute: deliveries to systems that only watch ours.
type Rarely struct {
	logger  *slog.Logger
	message string
	every   time.Duration
	now     func() time.Time

	mu   sync.Mutex
	last time.Time
	left int // out, since the last line
}

// NewRarely makes one that warns with message, once in every at most.
func NewRarely(logger *slog.Logger, message string, every time.Duration, now func() time.Time) *Rarely {
	return &Rarely{logger: logger, message: message, every: every, now: now}
}

// Handle logs err, or only counts it; it implements otel.ErrorHandler.
func (r *Rarely) Handle(err error) {
	if err == nil {
		return
	}
	left, due := r.due()
	if !due {
		return
	}
	text := []rune(err.Error())
	if len(text) > rarelyLength {
		text = append(text[:rarelyLength], '…')
	}
	r.logger.LogAttrs(context.Background(), slog.LevelWarn, r.message,
		slog.String("error", string(text)), slog.Int("not_logged", left))
}

func (r *Rarely) due() (left int, due bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if !r.last.IsZero() && now.Sub(r.last) < r.every {
		r.left++
		return 0, false
	}
	left = r.left
	r.last, r.left = now, 0
	return left, true
}
