package main

import (
	"math"
	"slices"
	"time"
)

// median is the one in the middle, or between the two in the middle; 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// medianRatio is the median of the ratios turn by turn, each of two that ran
// beside each other; what slows a turn slows both of it.
func medianRatio(over, under []float64) float64 {
	var ratios []float64
	for i := range min(len(over), len(under)) {
		if under[i] > 0 {
			ratios = append(ratios, over[i]/under[i])
		}
	}
	return median(ratios)
}

// percentile is the least value that so many of a hundred don't exceed (nearest
// rank); 0 of none.
func percentile(values []time.Duration, p float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}
