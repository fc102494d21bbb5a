// Package awstest gives tests the AWS emulator of the local stack, and DynamoDB
// Local. It is the one package of this module that knows dev, and nothing that is
// shipped imports it.
package awstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/dev/dynamodblocal"
	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/messaging/schema"
)

// RequireVariable makes the absence of DynamoDB Local fatal, as in CI.
const RequireVariable = "CRUDDUR_REQUIRE_DYNAMODB_LOCAL"

// patience is how long a machine that does much else may take to start a server,
// its installation included.
const patience = 5 * time.Minute

// shared is what this test binary has started, if a test asked for it.
var shared struct {
	emulator sync.Once
	running  *emulator.Emulator
	home     string
	err      error

	local    sync.Once
	server   *dynamodblocal.Server
	localErr error
}

// Run runs the tests of a package and stops what they started:
//
//	func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }
func Run(m *testing.M) int {
	code := m.Run()
	if shared.running != nil {
		_ = shared.running.Stop(context.Background())
	}
	if shared.server != nil {
		shared.server.Stop()
	}
	if shared.home != "" {
		_ = os.RemoveAll(shared.home)
	}
	return code
}

// Config is how to reach the emulator, which is started by the first call.
func Config(tb testing.TB) aws.Config {
	tb.Helper()
	return emulator.Client(URL(tb))
}

// URL is the emulator's endpoint.
func URL(tb testing.TB) string {
	tb.Helper()
	shared.emulator.Do(start)
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	return shared.running.URL()
}

func start() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	python, err := emulator.FindPython(ctx)
	if err != nil {
		shared.err = err
		return
	}
	var log bytes.Buffer
	interpreter, err := emulator.Install(ctx, python, emulator.Cache(), &log)
	if err != nil {
		shared.err = fmt.Errorf("%w\n%s", err, log.String())
		return
	}
	if shared.home, err = os.MkdirTemp("", "cruddur-messaging-"); err != nil {
		shared.err = err
		return
	}
	// Another test may take the port before the emulator does: then try again.
	for range 5 {
		config := emulator.Config{Interpreter: interpreter, Home: filepath.Join(shared.home, uuid.NewString())}
		if config.Port, err = freePort(); err == nil {
			shared.running, err = emulator.Start(ctx, config)
		}
		if err == nil {
			return
		}
		shared.running = nil
	}
	shared.err = err
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it takes no time
	if err != nil {
		return 0, err
	}
	address, _ := listener.Addr().(*net.TCPAddr)
	return address.Port, listener.Close()
}

// DynamoDB is a client of the emulator's DynamoDB.
func DynamoDB(tb testing.TB) *dynamodb.Client {
	tb.Helper()
	return dynamodb.NewFromConfig(Config(tb))
}

// DynamoDBLocal is a client of DynamoDB Local, which is started by the first
// call. Without Java or Maven the test is skipped, with a word that can't be
// missed, unless RequireVariable is set.
func DynamoDBLocal(tb testing.TB) *dynamodb.Client {
	tb.Helper()
	shared.local.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		var log bytes.Buffer
		dir, err := dynamodblocal.Install(ctx, &log)
		if err == nil {
			shared.server, err = dynamodblocal.Start(ctx, dir)
		}
		if err != nil {
			shared.localErr = fmt.Errorf("%w\n%s", err, log.String())
		}
	})
	if errors.Is(shared.localErr, dynamodblocal.ErrNoTools) && os.Getenv(RequireVariable) == "" {
		fmt.Fprintf(os.Stderr, "NOT TESTED on DynamoDB Local: %s: %v\n", tb.Name(), shared.localErr)
		tb.Skip(shared.localErr)
	}
	if shared.localErr != nil {
		tb.Fatal(shared.localErr)
	}
	return dynamodb.NewFromConfig(shared.server.Config())
}

// NewTable makes an empty table and returns its name.
func NewTable(tb testing.TB, client *dynamodb.Client, table schema.Table) string {
	tb.Helper()
	in := createTable(table)
	_, err := client.CreateTable(tb.Context(), in)
	// The name is new, so a table of it is ours: an answer got lost, and the SDK
	// called again.
	if _, again := errors.AsType[*types.ResourceInUseException](err); err != nil && !again {
		tb.Fatal(err)
	}
	return aws.ToString(in.TableName)
}

func createTable(table schema.Table) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName:   aws.String("messaging-" + uuid.NewString()),
		BillingMode: types.BillingModePayPerRequest,
		KeySchema:   keySchema(table.PartitionKey, table.SortKey),
	}
	for _, attribute := range table.Attributes() {
		in.AttributeDefinitions = append(in.AttributeDefinitions, types.AttributeDefinition{
			AttributeName: aws.String(attribute.Name), AttributeType: types.ScalarAttributeType(attribute.Type),
		})
	}
	for _, index := range table.Indexes {
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(index.Name), KeySchema: keySchema(index.PartitionKey, index.SortKey),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		})
	}
	if table.StreamView != "" {
		in.StreamSpecification = &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewType(table.StreamView),
		}
	}
	return in
}

func keySchema(partition, sort schema.Attribute) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(partition.Name), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(sort.Name), KeyType: types.KeyTypeRange},
	}
}

// Environment sets what a program needs to reach the emulator, for the rest of
// the test, and writes its settings below path.
func Environment(t *testing.T, path string, settings map[string]string) {
	t.Helper()
	for _, variable := range emulator.ClientEnvironment(URL(t)) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	client := ssm.NewFromConfig(Config(t))
	for name, value := range settings {
		_, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{
			Name: aws.String(path + "/" + name), Value: aws.String(value), Type: ssmtypes.ParameterTypeString,
			Overwrite: aws.Bool(true), // the SDK may try again what took effect
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
