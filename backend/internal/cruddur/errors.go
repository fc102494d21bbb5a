package cruddur

import (
	"fmt"

	"github.com/cruddur/cruddur/platform/fault"
)

// What can go wrong for reasons that a caller can understand. Compare with
// errors.Is.
var (
	// ErrActivityNotFound also stands for expired and deleted: from outside
	// they must look like what never was.
	ErrActivityNotFound = fault.New(fault.NotFound, "activity_not_found", "There is no such crud: it never existed, or it has burned.")
	ErrUserNotFound     = fault.New(fault.NotFound, "user_not_found", "There is nobody of this name.")
	ErrNotAuthor        = fault.New(fault.Forbidden, "not_author", "Only its author may do this to a crud.")

	// ErrHandleTaken is answered by every authenticated call of a person whose
	// chosen handle can't be had, until they choose another.
	ErrHandleTaken = fault.New(fault.Conflict, "handle_taken", "The handle is not available. Choose another one.")
	ErrHandleFixed = fault.New(fault.Conflict, "handle_fixed", "A handle can't be changed.")

	// ErrAccountSuspended is answered to the suspended, ErrUserSuspended to
	// those who ask for them.
	ErrAccountSuspended = fault.New(fault.Forbidden, "account_suspended", "Your account is suspended.")
	ErrUserSuspended    = fault.New(fault.NotFound, "user_suspended", "This account is suspended.")

	ErrFollowSelf  = fault.New(fault.Conflict, "follow_self", "Nobody can follow themselves.")
	ErrFollowLimit = fault.New(fault.Conflict, "follow_limit", fmt.Sprintf("Nobody can follow more than %d people.", MaxFollowing))

	// ErrLifeOfRoot says that a reply has no life of its own.
	ErrLifeOfRoot = fault.New(fault.Conflict, "life_of_root", "A reply lives as long as the crud that its thread began with.")
	ErrNotBurning = fault.New(fault.Conflict, "not_burning", "This crud was not told to burn.")

	ErrIdempotencyKeyReused = fault.InvalidFields(fault.Field{
		Name: "Idempotency-Key", Code: "reused", Message: "was used before with another request",
	})

	// ErrPersonUnknown says that an account has no profile yet. It stays
	// inside: registration follows on it.
	ErrPersonUnknown = fault.New(fault.NotFound, "person_unknown", "There is no profile yet.")
)
