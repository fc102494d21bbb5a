package cruddur

import (
	"time"

	"github.com/google/uuid"
)

// Position is a place in a list that is ordered by time: just behind the entry
// with this time and id.
type Position struct {
	CreatedAt time.Time
	ID        uuid.UUID
}

// PageRequest asks for the part of a list that follows After, or for its
// beginning. Limit is between 1 and 100.
type PageRequest struct {
	After *Position
	Limit int
}

// ActivityPage is one page of a list of cruds; Next is nil on the last one.
type ActivityPage struct {
	Items []Activity
	Next  *Position
}

// ThreadPage is one page of a part of a thread; Next is nil on the last one.
type ThreadPage struct {
	Items []ThreadItem
	Next  *Position
}

// CutPage takes a page of at most limit items from a slice that was read one
// longer, to know whether there is more; next is nil when there is not.
func CutPage[Item any](items []Item, limit int, position func(Item) Position) (page []Item, next *Position) {
	if len(items) <= limit {
		return items, nil
	}
	last := position(items[limit-1])
	return items[:limit], &last
}
