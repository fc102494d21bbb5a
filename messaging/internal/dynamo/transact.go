package dynamo

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Transactions that meet on an item are cancelled, all but one; the others try
// again, in a random order.
const (
	transactTries = 8
	firstPause    = 5 * time.Millisecond
)

// transact writes all items or none. failed lists, by its place, each item whose
// condition doesn't hold; nothing was written if there is one.
//
// The SDK gives every call a token of its own, so that its retries after a lost
// answer count once.
func (s *Store) transact(ctx context.Context, verb string, items ...types.TransactWriteItem) (failed map[int]bool, err error) {
	for try := range transactTries {
		_, err = s.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: items})
		cancelled, is := errors.AsType[*types.TransactionCanceledException](err)
		if !is {
			return nil, worded(verb, err)
		}
		if failed = failedConditions(cancelled); len(failed) > 0 {
			return failed, nil
		}
		if !pause(ctx, firstPause<<try) {
			break
		}
	}
	return nil, worded(verb, err)
}

func failedConditions(cancelled *types.TransactionCanceledException) map[int]bool {
	failed := map[int]bool{}
	for i, reason := range cancelled.CancellationReasons {
		if aws.ToString(reason.Code) == "ConditionalCheckFailed" {
			failed[i] = true
		}
	}
	return failed
}

// pause waits for up to that long; false means that ctx has ended.
func pause(ctx context.Context, atMost time.Duration) bool {
	timer := time.NewTimer(rand.N(atMost)) //nolint:gosec // no secret: it only spreads the tries
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
