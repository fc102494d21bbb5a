package live_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/live/livetest"
	"github.com/cruddur/cruddur/messaging/schema"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

func TestRegistry(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		livetest.TestStore(t, &livetest.Registry{}, noon)
	})
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		client := awstest.DynamoDB(t)
		table := awstest.NewTable(t, client, schema.Live())
		livetest.TestStore(t, live.NewTable(client, table, func() time.Time { return noon }), noon)
	})
}

// DynamoDB removes rows some time after their end; nothing relies on when.
func TestOldRowsAreNotListed(t *testing.T) {
	t.Parallel()
	client := awstest.DynamoDB(t)
	name := awstest.NewTable(t, client, schema.Live())
	person := uuid.New()
	for age, want := range map[time.Duration]int{3*time.Hour - time.Second: 1, 3 * time.Hour: 0} {
		table := live.NewTable(client, name, func() time.Time { return noon.Add(age) })
		if err := table.Add(t.Context(), live.Connection{Person: person, ID: "a", OpenedAt: noon, TokenExpires: noon}); err != nil {
			t.Fatal(err)
		}
		if got, err := table.Of(t.Context(), person); err != nil || len(got) != want {
			t.Errorf("after %s: %+v, %v", age, got, err)
		}
	}
}

func TestAMinuteEnds(t *testing.T) {
	t.Parallel()
	client := awstest.DynamoDB(t)
	now := noon
	table := live.NewTable(client, awstest.NewTable(t, client, schema.Live()), func() time.Time { return now })
	person := uuid.New()
	if err := table.Add(t.Context(), live.Connection{Person: person, ID: "a", OpenedAt: noon, TokenExpires: noon}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for range live.MaxFramesPerMinute / 2 {
			if err := table.CountFrame(t.Context(), person, "a"); err != nil {
				t.Fatal(err)
			}
		}
		now = now.Add(time.Minute)
	}
}
