package cruddur

import (
	"slices"

	"github.com/google/uuid"
)

// WritingRefusal says why a person may not write, or not be written to; empty
// when they may.
type WritingRefusal string

// Reasons against writing: stable, part of the directory's contract.
const (
	WritingSuspended WritingRefusal = "suspended"
	WritingUnknown   WritingRefusal = "unknown"
)

// WritingVerdict says whether one person may write to others.
type WritingVerdict struct {
	Sender     WritingRefusal     // against the sender, whoever they write to
	Recipients []RefusedRecipient // only those who can't be written to, each once
}

// RefusedRecipient is somebody who can't be written to.
type RefusedRecipient struct {
	Sub    uuid.UUID
	Reason WritingRefusal
}

// JudgeWriting says whether from may write to each of to. The people are those
// of all these accounts who have a profile.
func JudgeWriting(from uuid.UUID, to []uuid.UUID, people []Person) WritingVerdict {
	verdict := WritingVerdict{Sender: writingStanding(people, from)}
	for i, sub := range to {
		reason := writingStanding(people, sub)
		if reason != "" && !slices.Contains(to[:i], sub) {
			verdict.Recipients = append(verdict.Recipients, RefusedRecipient{sub, reason})
		}
	}
	return verdict
}

func writingStanding(people []Person, sub uuid.UUID) WritingRefusal {
	i := slices.IndexFunc(people, func(p Person) bool { return p.Sub == sub })
	switch {
	case i < 0:
		return WritingUnknown
	case people[i].SuspendedAt != nil:
		return WritingSuspended
	}
	return ""
}
