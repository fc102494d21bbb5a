// Package awstest gives tests the AWS emulator of the local stack. It is the
// one package of this module that knows dev, and nothing that is shipped
// imports it.
package awstest

import (
	"bytes"
	"context"
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
	dynamotypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/dev/emulator"
)

// shared is the emulator of this test binary, if a test asked for it.
var shared struct {
	once    sync.Once
	running *emulator.Emulator
	home    string
	err     error
}

// Run runs the tests of a package and stops the emulator after them:
//
//	func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }
func Run(m *testing.M) int {
	code := m.Run()
	if shared.running != nil {
		_ = shared.running.Stop(context.Background())
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
	shared.once.Do(start)
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	return shared.running.URL()
}

func start() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
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
	if shared.home, err = os.MkdirTemp("", "cruddur-media-"); err != nil {
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

// S3 is a client of the emulator's S3.
func S3(tb testing.TB) *s3.Client {
	tb.Helper()
	return s3.NewFromConfig(Config(tb), func(o *s3.Options) { o.UsePathStyle = true })
}

// NewBucket makes an empty bucket and returns its name.
func NewBucket(tb testing.TB) string {
	tb.Helper()
	name := "media-" + uuid.NewString()
	if _, err := S3(tb).CreateBucket(tb.Context(), &s3.CreateBucketInput{Bucket: aws.String(name)}); err != nil {
		tb.Fatal(err)
	}
	return name
}

// NewTable makes an empty table with a string for its key and returns its name.
func NewTable(tb testing.TB, key string) string {
	tb.Helper()
	name := "uploads-" + uuid.NewString()
	_, err := dynamodb.NewFromConfig(Config(tb)).CreateTable(tb.Context(), &dynamodb.CreateTableInput{
		TableName:   aws.String(name),
		BillingMode: dynamotypes.BillingModePayPerRequest,
		AttributeDefinitions: []dynamotypes.AttributeDefinition{
			{AttributeName: aws.String(key), AttributeType: dynamotypes.ScalarAttributeTypeS},
		},
		KeySchema: []dynamotypes.KeySchemaElement{{AttributeName: aws.String(key), KeyType: dynamotypes.KeyTypeHash}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return name
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
			Overwrite: aws.Bool(true), // a put whose answer got lost is sent again
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
