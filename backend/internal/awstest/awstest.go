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
	"github.com/aws/aws-sdk-go-v2/service/s3"
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

// URL is the emulator's endpoint. The first call starts it.
func URL(tb testing.TB) string {
	tb.Helper()
	shared.once.Do(start)
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	return shared.running.URL()
}

// Config is how to reach the emulator.
func Config(tb testing.TB) aws.Config {
	tb.Helper()
	return emulator.Client(URL(tb))
}

func start() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	shared.err = install(ctx)
}

func install(ctx context.Context) error {
	python, err := emulator.FindPython(ctx)
	if err != nil {
		return err
	}
	var log bytes.Buffer
	interpreter, err := emulator.Install(ctx, python, emulator.Cache(), &log)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, log.String())
	}
	if shared.home, err = os.MkdirTemp("", "cruddur-backend-"); err != nil {
		return err
	}
	// Another test may take the port before the emulator does: then try again.
	for range 5 {
		var port int
		if port, err = freePort(); err != nil {
			continue
		}
		var running *emulator.Emulator
		running, err = emulator.Start(ctx, emulator.Config{
			Interpreter: interpreter, Home: filepath.Join(shared.home, uuid.NewString()), Port: port,
		})
		if err == nil {
			shared.running = running
			return nil
		}
	}
	return err
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

// Put writes an object.
func Put(tb testing.TB, bucket, key string, data []byte) {
	tb.Helper()
	_, err := S3(tb).PutObject(tb.Context(), &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String(key), Body: bytes.NewReader(data),
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// Environment sets what a program needs to reach the emulator, for the rest of
// the test.
func Environment(t *testing.T) {
	t.Helper()
	for _, variable := range emulator.ClientEnvironment(URL(t)) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
}
