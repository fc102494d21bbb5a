package ledger_test

import (
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/ledger"
	"github.com/cruddur/cruddur/media/internal/ledger/ledgertest"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

func TestLedger(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		ledgertest.TestLedger(t, ledgertest.New())
	})
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		table := awstest.NewTable(t, ledger.KeyAttribute)
		ledgertest.TestLedger(t, ledger.New(dynamodb.NewFromConfig(awstest.Config(t)), table))
	})
}
