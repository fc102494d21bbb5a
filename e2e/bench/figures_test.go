package main

import (
	"math"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 2, 9}, 3},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v is %v; want %v", test.values, got, test.want)
		}
	}
}

// The machine was slower in the second turn, which is not the contender's fault.
func TestMedianRatioGoesTurnByTurn(t *testing.T) {
	t.Parallel()
	got := medianRatio([]float64{600, 60, 500}, []float64{1000, 100, 1000})
	if math.Abs(got-0.6) > 1e-9 {
		t.Errorf("%v; want 0.6", got)
	}
	if got := medianRatio([]float64{1}, []float64{0}); got != 0 {
		t.Errorf("a ratio to nothing is %v", got)
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i))
	}
	for _, test := range []struct {
		values []time.Duration
		p      float64
		want   time.Duration
	}{
		{nil, 50, 0},
		{[]time.Duration{7}, 99, 7},
		{hundred, 50, 50},
		{hundred, 99, 99},
		{hundred, 100, 100},
		{hundred, 0, 1},
	} {
		if got := percentile(test.values, test.p); got != test.want {
			t.Errorf("percentile %v of %d values is %d; want %d", test.p, len(test.values), got, test.want)
		}
	}
}
