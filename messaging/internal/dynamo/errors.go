package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"github.com/cruddur/cruddur/platform/fault"
)

var errUnavailable = fault.New(fault.Unavailable, "store_unavailable", "Conversations can't be reached right now. Try again soon.").
	WithRetryAfter(time.Second)

// worded names what failed, and tells trouble that passes from mistakes of ours.
func worded(verb string, err error) error {
	if err == nil {
		return nil
	}
	wrapped := fmt.Errorf("%s: %w", verb, err)
	if passes(err) {
		return errUnavailable.WithCause(wrapped)
	}
	return wrapped
}

// passes reports whether the same call may succeed later: DynamoDB was not
// reached, not able, or asked too much.
func passes(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	api, answered := errors.AsType[smithy.APIError](err)
	if !answered || api.ErrorFault() == smithy.FaultServer {
		return true
	}
	return slices.Contains([]string{
		"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded",
		"TransactionCanceledException", "TransactionConflictException", "TransactionInProgressException",
	}, api.ErrorCode())
}

// refused reports a condition that doesn't hold.
func refused(err error) bool {
	_, is := errors.AsType[*types.ConditionalCheckFailedException](err)
	return is
}
