package cruddur

import "time"

// LagBounds divide how long cruds had been expired when they were deleted: a
// bucket holds what is at most its bound and over the one before. A last
// bucket, without a bound, follows. Counts are stored by their place in it
// (purge_runs.lag_counts): other bounds need another column.
func LagBounds() []time.Duration {
	seconds := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 25, 30, 40, 50, 60, 90, 120, 300, 600, 1800, 3600, 86400}
	bounds := make([]time.Duration, len(seconds))
	for i, s := range seconds {
		bounds[i] = time.Duration(s) * time.Second
	}
	return bounds
}

// LagCounts says how many cruds were deleted in each bucket of LagBounds.
type LagCounts []int64

// NewLagCounts makes empty counts.
func NewLagCounts() LagCounts { return make(LagCounts, len(LagBounds())+1) }

// Add counts one crud.
func (c LagCounts) Add(lag time.Duration) {
	bounds := LagBounds()
	for i, bound := range bounds {
		if lag <= bound {
			c[i]++
			return
		}
	}
	c[len(bounds)]++
}

// Total is how many cruds were counted.
func (c LagCounts) Total() (total int64) {
	for _, n := range c {
		total += n
	}
	return total
}

// Quantile is a lag that at least the share q (0 to 1) of the cruds did not
// exceed: the bound of the bucket where it lies, or longest where that bucket
// has no bound. It is 0 when nothing was counted.
func (c LagCounts) Quantile(q float64, longest time.Duration) time.Duration {
	bounds := LagBounds()
	wanted := q * float64(c.Total())
	var seen int64
	for i, n := range c {
		seen += n
		if n == 0 || float64(seen) < wanted {
			continue
		}
		if i < len(bounds) {
			return min(bounds[i], longest)
		}
		return longest
	}
	return 0
}

// Forgetting tells how well the purge keeps up, over the last 24 hours.
type Forgetting struct {
	Deleted       int64     // cruds and threads
	Lags          LagCounts // of these, and of the files of photos
	LongestLag    time.Duration
	OldestExpired *time.Duration // how long the oldest expired thing that is still stored has been that; nil when none is
	MeasuredAt    time.Time
}
