// Package flood bounds how much each person does, in the memory of this process.
//
// With several tasks a person may do as much at each of them: the limit is there
// to stop programs that run wild, and a counter in the database would cost a
// write a message.
package flood

import (
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// sweepAt is how many people are remembered before those who have been quiet are
// forgotten.
const sweepAt = 10_000

// Limiter lets each person do burst things at once, and every interval one more.
type Limiter struct {
	burst    int
	interval time.Duration

	mu     sync.Mutex
	people map[uuid.UUID]*rate.Limiter
}

// New returns a limiter that knows nobody yet.
func New(burst int, interval time.Duration) *Limiter {
	return &Limiter{burst: burst, interval: interval, people: map[uuid.UUID]*rate.Limiter{}}
}

// Allow implements conversations.Limiter.
func (l *Limiter) Allow(sub uuid.UUID, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	person, known := l.people[sub]
	if !known {
		if len(l.people) >= sweepAt {
			l.sweep(now)
		}
		person = rate.NewLimiter(rate.Every(l.interval), l.burst)
		l.people[sub] = person
	}
	act := person.ReserveN(now, 1)
	wait = act.DelayFrom(now)
	if wait > 0 {
		act.CancelAt(now) // who is sent away has done nothing
	}
	return wait
}

// sweep forgets everybody whose limit is untouched.
func (l *Limiter) sweep(now time.Time) {
	for sub, person := range l.people {
		if person.TokensAt(now) >= float64(l.burst) {
			delete(l.people, sub)
		}
	}
}
