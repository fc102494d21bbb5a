package cruddur_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestJudgeWriting(t *testing.T) {
	t.Parallel()
	well, shut, unknown := uuid.New(), uuid.New(), uuid.New()
	since := time.Now()
	people := []cruddur.Person{{Sub: well}, {Sub: shut, SuspendedAt: &since}}
	tests := map[string]struct {
		from uuid.UUID
		to   []uuid.UUID
		want cruddur.WritingVerdict
	}{
		"nobody is refused": {well, []uuid.UUID{well}, cruddur.WritingVerdict{}},
		"in the order asked for, each once": {well, []uuid.UUID{unknown, shut, well, unknown, shut}, cruddur.WritingVerdict{
			Recipients: []cruddur.RefusedRecipient{{Sub: unknown, Reason: cruddur.WritingUnknown}, {Sub: shut, Reason: cruddur.WritingSuspended}},
		}},
		"a suspended sender": {shut, []uuid.UUID{well}, cruddur.WritingVerdict{Sender: cruddur.WritingSuspended}},
		"an unknown sender":  {unknown, nil, cruddur.WritingVerdict{Sender: cruddur.WritingUnknown}},
	}
	for name, test := range tests {
		got := cruddur.JudgeWriting(test.from, test.to, people)
		if got.Sender != test.want.Sender || !slices.Equal(got.Recipients, test.want.Recipients) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}
