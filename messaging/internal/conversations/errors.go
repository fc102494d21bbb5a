package conversations

import (
	"fmt"

	"github.com/cruddur/cruddur/platform/fault"
)

// What can go wrong for reasons that a caller can understand. Compare with
// errors.Is.
var (
	// ErrGroupNotFound also stands for the conversations of others: from
	// outside they must look like what never was.
	ErrGroupNotFound   = fault.New(fault.NotFound, "group_not_found", "There is no such conversation.")
	ErrMessageNotFound = fault.New(fault.NotFound, "message_not_found", "There is no such message: it never existed, or it is gone.")

	ErrAccountSuspended = fault.New(fault.Forbidden, "account_suspended", "Your account is suspended.")
	ErrProfileMissing   = fault.New(fault.Forbidden, "profile_missing", "There is no profile of yours yet. Finish signing up first.")

	// ErrCannotWrite doesn't say why: whom somebody has blocked is theirs to know.
	ErrCannotWrite = fault.New(fault.Forbidden, "cannot_write", "You can't write to this person.")
	ErrNotSender   = fault.New(fault.Forbidden, "not_sender", "Only who sent a message may do this.")

	ErrTooLate   = fault.New(fault.Conflict, "too_late", fmt.Sprintf("A message can be edited for %d minutes.", int(EditTime.Minutes())))
	ErrNotText   = fault.New(fault.Conflict, "not_text", "This can only be done to what a person said.")
	ErrOneToOne  = fault.New(fault.Conflict, "one_to_one", "A conversation of two can't do this.")
	ErrGroupFull = fault.New(fault.Conflict, "group_full", fmt.Sprintf("A group has at most %d members.", MaxMembers))
	ErrTooFast   = fault.New(fault.RateLimited, "too_fast", "That was too much at once. Wait a moment.")

	ErrKeyReused = fault.InvalidFields(fault.Field{
		Name: "Idempotency-Key", Code: "reused", Message: "was used before with another request",
	})

	// ErrPersonUnknown, ErrGroupExists and ErrMemberAlready stay inside: what
	// asked decides what follows on them.
	ErrPersonUnknown = fault.New(fault.NotFound, "person_unknown", "There is nobody of this name.")
	ErrGroupExists   = fault.New(fault.Conflict, "group_exists", "There is such a conversation already.")
	ErrMemberAlready = fault.New(fault.Conflict, "member_already", "This person is a member already.")
)
