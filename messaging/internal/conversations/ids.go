package conversations

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
)

// IDs makes the ids of messages: UUIDv7, each later than the one before, so that
// what one process sends keeps its order. Across processes the order is that of
// their clocks.
type IDs struct {
	mu   sync.Mutex
	last uint64 // milliseconds and a 12-bit sequence
}

const sequenceBits = 12

// New returns the next id. Within a millisecond the sequence counts on; when it
// is used up, or the clock went back, ids run ahead of the clock.
func (i *IDs) New(now time.Time) (uuid.UUID, error) {
	var id uuid.UUID
	if _, err := rand.Read(id[8:]); err != nil {
		return uuid.Nil, fmt.Errorf("make an id: %w", err)
	}
	i.mu.Lock()
	i.last = max(i.last+1, uint64(now.UnixMilli())<<sequenceBits)
	place := i.last
	i.mu.Unlock()
	write(&id, place)
	return id, nil
}

// write puts milliseconds and sequence where RFC 9562 wants them.
func write(id *uuid.UUID, place uint64) {
	const version, variant = 0x7000, 0x80
	var head [8]byte
	binary.BigEndian.PutUint64(head[:], place>>sequenceBits<<16)
	binary.BigEndian.PutUint16(head[6:], version|uint16(place&(1<<sequenceBits-1)))
	copy(id[:8], head[:])
	id[8] = id[8]&0x3f | variant
}

// TimeOf is the time in a UUIDv7, in milliseconds.
func TimeOf(id uuid.UUID) time.Time {
	millis := binary.BigEndian.Uint64(id[:8]) >> 16
	return time.UnixMilli(int64(millis)).UTC()
}

// FirstAt is before every id of that millisecond or later, and after every
// earlier one.
func FirstAt(at time.Time) uuid.UUID {
	var id uuid.UUID
	millis := max(at.UnixMilli(), 0)
	binary.BigEndian.PutUint64(id[:8], uint64(millis)<<16|0x7000)
	id[8] = 0x80
	return id
}
