// Package dynamo keeps conversations in DynamoDB. model.go says what the items
// are and names everything that is asked of the table.
package dynamo
