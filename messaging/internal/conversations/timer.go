package conversations

import "time"

// Timer is how long the messages of a conversation live, counted from sending.
// Only the presets exist, as for cruds.
type Timer string

// Off is the timer of conversations whose messages stay.
const Off Timer = "off"

const day = 24 * time.Hour

// Timers lists the presets, shortest first; Off is not among them.
func Timers() []Timer {
	return []Timer{"1-hour", "3-hours", "12-hours", "1-day", "3-days", "7-days", "30-days"}
}

// Duration is the length of a message's life; 0 for Off.
func (t Timer) Duration() time.Duration {
	switch t {
	case "1-hour":
		return time.Hour
	case "3-hours":
		return 3 * time.Hour
	case "12-hours":
		return 12 * time.Hour
	case "1-day":
		return day
	case "3-days":
		return 3 * day
	case "7-days":
		return 7 * day
	case "30-days":
		return 30 * day
	}
	return 0
}

// End is when a message that is sent now ends; nil for never. DynamoDB counts in
// seconds, and a message may end early by a part of one, but never late.
func (t Timer) End(now time.Time) *time.Time {
	life := t.Duration()
	if life == 0 {
		return nil
	}
	end := now.Add(life).Truncate(time.Second).UTC()
	return &end
}
