package photo

import "runtime/debug"

const (
	// memoryLimit makes Go collect in time. Pictures make garbage in pieces of
	// many megabytes, which would otherwise pile up to twice what is needed.
	memoryLimit = 208 << 20
	// garbagePercent lets half of what is in use pile up, not as much again. A
	// photo is few objects, so collecting more often costs little.
	garbagePercent = 50
)

// SaveMemory sets up a process that does nothing but render pictures, one at a
// time, so that it keeps little of the memory that it no longer needs.
func SaveMemory() {
	debug.SetMemoryLimit(memoryLimit)
	debug.SetGCPercent(garbagePercent)
}
