package conversations

import "time"

// Alive is the rule of reading: whatever has an end is read by nobody from that
// moment on, removed or not. Everything that is read of a conversation passes
// it; DynamoDB has no clock to ask, so now is the service's.
func Alive(end *time.Time, now time.Time) bool {
	return end == nil || now.Before(*end)
}
