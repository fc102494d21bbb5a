package dynamo_test

import (
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		memory := conversationstest.NewMemory(time.Now)
		conversationstest.TestStore(t, func(now func() time.Time) conversationstest.Store { return memory.At(now) })
	})
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		conversationstest.TestStore(t, opener(t, awstest.DynamoDB(t)))
	})
	t.Run("DynamoDB Local", func(t *testing.T) {
		t.Parallel()
		conversationstest.TestStore(t, opener(t, awstest.DynamoDBLocal(t)))
	})
}

// opener makes a table and opens stores in it.
func opener(t *testing.T, client *dynamodb.Client) conversationstest.Open {
	t.Helper()
	table := awstest.NewTable(t, client, schema.Conversations())
	return func(now func() time.Time) conversationstest.Store { return dynamo.NewStore(client, table, now) }
}
