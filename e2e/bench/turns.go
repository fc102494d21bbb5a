package main

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// contender is something measured, in turns with others.
type contender struct {
	name string
	take func(ctx context.Context, turn time.Duration) (answered, error)
}

// tally is what a contender came to, turn by turn.
type tally struct {
	rates     []float64
	latencies []time.Duration
}

func (t tally) rate() float64 { return median(t.rates) }

// tallies are those of all contenders, by name.
type tallies map[string]tally

// add takes in what another part of the play came to.
func (t tallies) add(more tallies, err error) error {
	maps.Copy(t, more)
	return err
}

// ratio is how one did beside another.
func (t tallies) ratio(over, under string) float64 { return medianRatio(t[over].rates, t[under].rates) }

// warmUp is one turn that does not count.
const warmUp = time.Second

// takeTurns lets everybody have a turn, and then again, so that a time when the
// machine is busy with something else is everybody's.
func takeTurns(ctx context.Context, much effort, before func(context.Context) error, contenders ...contender) (tallies, error) {
	counted := tallies{}
	for round := range much.rounds + 1 {
		if err := before(ctx); err != nil {
			return nil, err
		}
		turn := much.turn
		if round == 0 {
			turn = warmUp
		}
		for _, c := range contenders {
			got, err := c.take(ctx, turn)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if round == 0 {
				continue
			}
			so := counted[c.name]
			so.rates, so.latencies = append(so.rates, got.rate), append(so.latencies, got.latencies...)
			counted[c.name] = so
		}
	}
	return counted, nil
}
