package cruddur

import "time"

// TTL is how long a crud lives, counted from the moment it is posted. Only the
// presets exist: a mistyped free duration can't be taken back.
type TTL string

// The presets, shortest first.
const (
	TTL1Hour   TTL = "1-hour"
	TTL3Hours  TTL = "3-hours"
	TTL12Hours TTL = "12-hours"
	TTL1Day    TTL = "1-day"
	TTL3Days   TTL = "3-days"
	TTL7Days   TTL = "7-days"
	TTL30Days  TTL = "30-days"
)

// DefaultTTL is the life of a crud whose author has never chosen one.
const DefaultTTL = TTL7Days

const day = 24 * time.Hour

// TTLs lists the presets, shortest first.
func TTLs() []TTL {
	return []TTL{TTL1Hour, TTL3Hours, TTL12Hours, TTL1Day, TTL3Days, TTL7Days, TTL30Days}
}

// Duration is the length of the life; 0 for a value that is no preset.
func (t TTL) Duration() time.Duration {
	switch t {
	case TTL1Hour:
		return time.Hour
	case TTL3Hours:
		return 3 * time.Hour
	case TTL12Hours:
		return 12 * time.Hour
	case TTL1Day:
		return day
	case TTL3Days:
		return 3 * day
	case TTL7Days:
		return 7 * day
	case TTL30Days:
		return 30 * day
	}
	return 0
}

// Valid reports whether t is one of the presets.
func (t TTL) Valid() bool { return t.Duration() > 0 }
