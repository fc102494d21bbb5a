package eventsource

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"time"
)

// Record is a record of a shard.
type Record struct {
	SequenceNumber string
	At             time.Time       // when it was written
	JSON           json.RawMessage // as the function gets it
}

// Infinite is MaximumRetryAttempts without a limit.
const Infinite = -1

// Mapping is an event source mapping; its fields have the names of AWS's.
type Mapping struct {
	BatchSize                  int
	MaximumRetryAttempts       int           // Infinite, or how often after the first call
	MaximumRecordAge           time.Duration // 0 for no limit
	BisectBatchOnFunctionError bool
	ReportBatchItemFailures    bool

	// Function takes the event as JSON and answers with JSON, as Lambda's
	// runtime does.
	Function func(ctx context.Context, event []byte) ([]byte, error)
	// OnFailure takes the metadata of discarded records; nil forgets them.
	OnFailure func(Discarded)
	// Now is the clock for MaximumRecordAge; nil if that isn't used.
	Now func() time.Time
	// Redeliver says whether a batch that went well comes once more; nil for no.
	Redeliver func() bool
}

// Conditions under which records are discarded.
const (
	RetriesExhausted = "RetryAttemptsExhausted"
	TooOld           = "RecordAgeExceeded"
)

// Discarded is what the destination on failure is told, in AWS's words. It names
// the records by their place in the stream, which keeps them for 24 hours.
type Discarded struct {
	RequestContext struct {
		Condition              string `json:"condition"`
		ApproximateInvokeCount int    `json:"approximateInvokeCount"`
	} `json:"requestContext"`
	Version string `json:"version"`
	Batch   struct {
		StartSequenceNumber string `json:"startSequenceNumber"`
		EndSequenceNumber   string `json:"endSequenceNumber"`
		BatchSize           int    `json:"batchSize"`
	} `json:"DDBStreamBatchInfo"`
}

// Drain calls the function until every record of a shard is done or discarded.
// It fails when the context ends before that.
func (m Mapping) Drain(ctx context.Context, shard []Record) error {
	for len(shard) > 0 {
		size := min(max(m.BatchSize, 1), len(shard))
		if err := m.deliver(ctx, shard[:size], 0); err != nil {
			return err
		}
		shard = shard[size:]
	}
	return nil
}

// deliver calls the function with a batch, and again with what is left of it,
// until nothing is.
func (m Mapping) deliver(ctx context.Context, batch []Record, retries int) error {
	for len(batch) > 0 {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("drain a shard: %d records left: %w", len(batch), err)
		}
		if old := m.tooOld(batch); old > 0 {
			m.discard(batch[:old], TooOld, retries)
			batch = batch[old:]
			continue
		}
		done, whole := m.call(ctx, batch)
		if done == len(batch) {
			return m.again(ctx, batch)
		}
		switch {
		case whole && m.BisectBatchOnFunctionError && len(batch) > 1:
			half := len(batch) / 2
			if err := m.deliver(ctx, batch[:half], retries); err != nil {
				return err
			}
			batch = batch[half:]
		case done > 0 && m.BisectBatchOnFunctionError:
			batch = batch[done:]
		case m.MaximumRetryAttempts != Infinite && retries >= m.MaximumRetryAttempts:
			m.discard(batch[done:], RetriesExhausted, retries+1)
			return nil
		default:
			batch = batch[done:]
			retries++
		}
	}
	return nil
}

// again delivers a batch that went well once more, if the test wants it.
func (m Mapping) again(ctx context.Context, batch []Record) error {
	if m.Redeliver == nil || !m.Redeliver() {
		return nil
	}
	m.Redeliver = nil
	return m.deliver(ctx, batch, 0)
}

// call says how many records of a batch are done, from its beginning, and
// whether it failed as a whole.
func (m Mapping) call(ctx context.Context, batch []Record) (done int, whole bool) {
	var event struct {
		Records []json.RawMessage `json:"Records"`
	}
	for _, record := range batch {
		event.Records = append(event.Records, record.JSON)
	}
	raw, err := json.Marshal(event)
	if err != nil {
		panic(err) // the test made a record that isn't JSON
	}
	answer, err := m.Function(ctx, raw)
	if err != nil {
		return 0, true
	}
	if !m.ReportBatchItemFailures {
		return len(batch), false
	}
	return checkpoint(answer, batch)
}

// checkpoint reads the function's answer.
func checkpoint(answer []byte, batch []Record) (done int, whole bool) {
	var response struct {
		BatchItemFailures []struct {
			ItemIdentifier *string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if len(answer) > 0 && json.Unmarshal(answer, &response) != nil {
		return 0, true
	}
	lowest := len(batch)
	for _, failure := range response.BatchItemFailures {
		if failure.ItemIdentifier == nil || *failure.ItemIdentifier == "" {
			return 0, true
		}
		lowest = min(lowest, place(*failure.ItemIdentifier, batch))
	}
	return lowest, false
}

// place finds a sequence number in a batch. An identifier that is none of them
// counts for the first record: the documentation is silent, and this is the
// worst that can be made of it.
func place(identifier string, batch []Record) int {
	for i, record := range batch {
		if same(record.SequenceNumber, identifier) {
			return i
		}
	}
	return 0
}

func same(a, b string) bool {
	left, ok := new(big.Int).SetString(a, 10)
	right, okToo := new(big.Int).SetString(b, 10)
	return ok && okToo && left.Cmp(right) == 0
}

// tooOld counts the records at the beginning that are too old to be tried.
func (m Mapping) tooOld(batch []Record) int {
	if m.MaximumRecordAge == 0 {
		return 0
	}
	now := m.Now()
	for i, record := range batch {
		if now.Sub(record.At) <= m.MaximumRecordAge {
			return i
		}
	}
	return len(batch)
}

func (m Mapping) discard(batch []Record, condition string, calls int) {
	if m.OnFailure == nil {
		return
	}
	discarded := Discarded{Version: "1.0"}
	discarded.RequestContext.Condition = condition
	discarded.RequestContext.ApproximateInvokeCount = calls
	discarded.Batch.StartSequenceNumber = batch[0].SequenceNumber
	discarded.Batch.EndSequenceNumber = batch[len(batch)-1].SequenceNumber
	discarded.Batch.BatchSize = len(batch)
	m.OnFailure(discarded)
}
