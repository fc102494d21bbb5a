// Package eventsource calls a function as Lambda's event source mapping for a
// DynamoDB stream does, by the rules that AWS documents, so that tests see
// retries, splits and discarded records. The emulator of the local stack has
// mappings, but retries nothing. Nothing that is shipped imports this.
//
// The rules and where they are written (AWS Lambda developer guide):
//
//   - Records come in order, at most BatchSize at once, and the next batch of a
//     shard waits for this one. ("How Lambda processes records from stream and
//     queue-based event sources")
//   - A batch is done as a whole when the function returns no batchItemFailures:
//     an empty list, a null list, an empty answer or a null answer. It has failed
//     as a whole when the function fails, and when an itemIdentifier is empty,
//     null or under another key. Otherwise the lowest sequence number named is
//     the checkpoint, and everything from there on is retried. ("Configuring
//     partial batch response with DynamoDB and Lambda")
//   - Without ReportBatchItemFailures the answer is not looked at. (the same)
//   - With BisectBatchOnFunctionError a batch that failed as a whole is split in
//     two halves; with a checkpoint it is split there and only the rest is
//     retried. Splitting uses up no retry. ("Retain discarded records for a
//     DynamoDB event source in Lambda", and the page above)
//   - After MaximumRetryAttempts, or when a record is older than
//     MaximumRecordAge, what failed is discarded, its metadata (not the records)
//     goes to the destination on failure, and the shard goes on. ("Retain
//     discarded records ...", "Lambda parameters for Amazon DynamoDB event source
//     mappings")
//   - A record may come more than once even if all went well. ("Using AWS Lambda
//     with Amazon DynamoDB")
package eventsource
