package eventsource_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/messaging/internal/eventsource"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func shard(size int) []eventsource.Record {
	records := make([]eventsource.Record, 0, size)
	for i := range size {
		// As long as DynamoDB's: they must not be compared as strings or floats.
		number := fmt.Sprintf("%d00000000000000000000%d", i/3+1, 8+i)
		records = append(records, eventsource.Record{
			SequenceNumber: number, At: noon.Add(time.Duration(i) * time.Minute),
			JSON: json.RawMessage(`{"dynamodb":{"SequenceNumber":"` + number + `"},"name":"` + string(rune('a'+i)) + `"}`),
		})
	}
	return records
}

// calls notes what the function is called with, as letters.
type calls []string

// function answers by what the batch holds; its letters are joined.
func (c *calls) function(answer func(batch string) (string, error)) func(context.Context, []byte) ([]byte, error) {
	return func(_ context.Context, event []byte) ([]byte, error) {
		var in struct{ Records []struct{ Name string } }
		if err := json.Unmarshal(event, &in); err != nil {
			return nil, err
		}
		var names strings.Builder
		for _, record := range in.Records {
			names.WriteString(record.Name)
		}
		*c = append(*c, names.String())
		out, err := answer(names.String())
		return []byte(out), err
	}
}

func failures(of []eventsource.Record, letters string) string {
	items := make([]string, 0, len(letters))
	for _, letter := range letters {
		items = append(items, `{"itemIdentifier":"`+of[letter-'a'].SequenceNumber+`"}`)
	}
	return `{"batchItemFailures":[` + strings.Join(items, ",") + `]}`
}

func TestRules(t *testing.T) {
	t.Parallel()
	seven := shard(7)
	broken := errors.New("broken")
	failOn := func(letter string) func(string) (string, error) {
		return func(batch string) (string, error) {
			if strings.Contains(batch, letter) {
				return "", broken
			}
			return "", nil
		}
	}
	report := func(letters string) func(string) (string, error) {
		return func(batch string) (string, error) {
			var here string
			for _, letter := range letters {
				if strings.ContainsRune(batch, letter) {
					here += string(letter)
				}
			}
			return failures(seven, here), nil
		}
	}
	tests := map[string]struct {
		mapping   eventsource.Mapping
		answer    func(batch string) (string, error)
		calls     string
		discarded string
	}{
		"batches by size, in order": {
			eventsource.Mapping{BatchSize: 3}, failOn("-"), "abc def g", "",
		},
		"a failed batch is retried as a whole, then discarded": {
			eventsource.Mapping{BatchSize: 3, MaximumRetryAttempts: 2}, failOn("b"), "abc abc abc def g", "abc",
		},
		"bisecting isolates the culprit and uses up no retry": {
			eventsource.Mapping{BatchSize: 4, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true},
			failOn("b"), "abcd ab a b b cd efg", "b",
		},
		"from the lowest failure on": {
			eventsource.Mapping{BatchSize: 7, MaximumRetryAttempts: 2, ReportBatchItemFailures: true},
			report("ec"), "abcdefg cdefg cdefg", "cdefg",
		},
		"a checkpoint splits when bisecting": {
			eventsource.Mapping{BatchSize: 7, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true, ReportBatchItemFailures: true},
			report("c"), "abcdefg cdefg cdefg", "cdefg",
		},
		"an answer nobody asked for": {
			eventsource.Mapping{BatchSize: 7}, report("a"), "abcdefg", "",
		},
		"a null answer is success": {
			eventsource.Mapping{BatchSize: 7, ReportBatchItemFailures: true},
			func(string) (string, error) { return "null", nil }, "abcdefg", "",
		},
		"a null list is success": {
			eventsource.Mapping{BatchSize: 7, ReportBatchItemFailures: true},
			func(string) (string, error) { return `{"batchItemFailures":null}`, nil }, "abcdefg", "",
		},
		"an empty identifier is failure": {
			eventsource.Mapping{BatchSize: 7, ReportBatchItemFailures: true, MaximumRetryAttempts: 1},
			func(string) (string, error) { return `{"batchItemFailures":[{"itemIdentifier":""}]}`, nil },
			"abcdefg abcdefg", "abcdefg",
		},
		"an identifier under another key is failure": {
			eventsource.Mapping{BatchSize: 7, ReportBatchItemFailures: true, MaximumRetryAttempts: 1},
			func(string) (string, error) { return `{"batchItemFailures":[{"id":"1"}]}`, nil },
			"abcdefg abcdefg", "abcdefg",
		},
		"too old": {
			eventsource.Mapping{
				BatchSize: 3, MaximumRecordAge: 5 * time.Minute, MaximumRetryAttempts: eventsource.Infinite,
				Now: func() time.Time { return noon.Add(7 * time.Minute) },
			},
			failOn("-"), "c def g", "ab",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got calls
			var discarded []string
			test.mapping.Function = got.function(test.answer)
			test.mapping.OnFailure = func(d eventsource.Discarded) {
				from := slices.IndexFunc(seven, func(r eventsource.Record) bool { return r.SequenceNumber == d.Batch.StartSequenceNumber })
				discarded = append(discarded, "abcdefg"[from:from+d.Batch.BatchSize])
			}
			if err := test.mapping.Drain(t.Context(), seven); err != nil {
				t.Fatal(err)
			}
			if calls := strings.Join(got, " "); calls != test.calls {
				t.Errorf("called with %s, want %s", calls, test.calls)
			}
			if names := strings.Join(discarded, " "); names != test.discarded {
				t.Errorf("discarded %q, want %q", names, test.discarded)
			}
		})
	}
}

func TestRecordsMayComeTwice(t *testing.T) {
	t.Parallel()
	var got calls
	mapping := eventsource.Mapping{BatchSize: 2, Redeliver: func() bool { return true }}
	mapping.Function = got.function(func(string) (string, error) { return "", nil })
	if err := mapping.Drain(t.Context(), shard(3)); err != nil || strings.Join(got, " ") != "ab ab c c" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestRetriesEndWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var got calls
	mapping := eventsource.Mapping{BatchSize: 2, MaximumRetryAttempts: eventsource.Infinite}
	mapping.Function = got.function(func(string) (string, error) {
		if len(got) == 50 {
			cancel()
		}
		return "", errors.New("down")
	})
	if err := mapping.Drain(ctx, shard(1)); !errors.Is(err, context.Canceled) || len(got) != 50 {
		t.Errorf("%d calls, %v", len(got), err)
	}
}
