// Package hostile makes files that are meant to hurt whoever opens them: bombs
// that are small to send and huge to decode, headers that lie, files that break
// off or have bits flipped, and files that are two things at once. Everything
// is made when it is asked for; only the few ordinary pictures that some of
// them start from are given.
package hostile
