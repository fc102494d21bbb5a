package emulator_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/emulatortest"
)

func put(t *testing.T, url, value string) {
	t.Helper()
	_, err := ssm.NewFromConfig(emulator.Client(url)).PutParameter(t.Context(), &ssm.PutParameterInput{
		Name: aws.String("/kept"), Value: aws.String(value), Type: types.ParameterTypeSecureString, Overwrite: aws.Bool(true),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// get returns the parameter, empty when there is none.
func get(t *testing.T, url string) string {
	t.Helper()
	out, err := ssm.NewFromConfig(emulator.Client(url)).GetParameter(t.Context(), &ssm.GetParameterInput{
		Name: aws.String("/kept"), WithDecryption: aws.Bool(true),
	})
	if _, missing := errors.AsType[*types.ParameterNotFound](err); missing {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.Parameter.Value)
}

func TestStateSurvivesAStop(t *testing.T) {
	t.Parallel()
	config := emulatortest.NewConfig(t)
	first := emulatortest.Start(t, config)
	put(t, first.URL(), "until the stop")
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := get(t, emulatortest.Start(t, config).URL()); got != "until the stop" {
		t.Errorf("after a stop: %q", got)
	}
}

// The emulator alone would lose everything: the launcher saves while it runs.
func TestStateSurvivesAKill(t *testing.T) {
	t.Parallel()
	config := emulatortest.NewConfig(t)
	first := emulatortest.Start(t, config)
	put(t, first.URL(), "until the kill")
	saved := filepath.Join(config.Home, "state", "ssm.json")
	deadline := time.Now().Add(15 * time.Second)
	for {
		if raw, err := os.ReadFile(saved); err == nil && bytes.Contains(raw, []byte("/kept")) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("nothing was saved while the emulator ran")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := first.Process().Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.Process().Done()
	if got := get(t, emulatortest.Start(t, config).URL()); got != "until the kill" {
		t.Errorf("after a kill: %q", got)
	}
}

func TestRequestsAreAuthenticated(t *testing.T) {
	t.Parallel()
	running := emulatortest.Start(t, emulatortest.NewConfig(t))
	config := emulator.Client(running.URL())
	config.Credentials = credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wrong", "")
	if _, err := ssm.NewFromConfig(config).DescribeParameters(t.Context(), &ssm.DescribeParametersInput{}); err == nil {
		t.Error("a foreign key was let in")
	}
}

// The site calls the user pool from another origin.
func TestBrowsersMayCallTheUserPool(t *testing.T) {
	t.Parallel()
	running := emulatortest.Start(t, emulatortest.NewConfig(t))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, running.URL()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", "http://localhost:8080")
	request.Header.Set("Access-Control-Request-Method", "POST")
	request.Header.Set("Access-Control-Request-Headers", "amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.Header.Get("Access-Control-Allow-Origin") != "*" || response.Header.Get("Access-Control-Allow-Headers") != "*" {
		t.Errorf("status %d, headers %v", response.StatusCode, response.Header)
	}
}

// A function that answers whatever it is asked, and says so.
const talkative = `
import os, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(base + "next") as asked:
        request = asked.headers["Lambda-Runtime-Aws-Request-Id"]
    print("so it was said", flush=True)
    urllib.request.urlopen(urllib.request.Request(base + request + "/response", data=b"{}", method="POST"))
`

// createFunction makes a function of a program.
func createFunction(t *testing.T, url, name, program string) *lambda.Client {
	t.Helper()
	var code bytes.Buffer
	archive := zip.NewWriter(&code)
	entry, err := archive.Create("bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	_, err = entry.Write([]byte(program))
	if err := errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	trust := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`)
	role, err := iam.NewFromConfig(emulator.Client(url)).CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: aws.String(name), AssumeRolePolicyDocument: trust})
	if err != nil {
		t.Fatal(err)
	}
	client := lambda.NewFromConfig(emulator.Client(url))
	_, err = client.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String(name), Role: role.Role.Arn, Handler: aws.String("bootstrap"),
		Runtime: lambdatypes.RuntimeProvidedal2023, Code: &lambdatypes.FunctionCode{ZipFile: code.Bytes()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestLambdaLogsAreKept(t *testing.T) {
	t.Parallel()
	config := emulatortest.NewConfig(t)
	config.LambdaLog = filepath.Join(t.TempDir(), "lambdas.log")
	url := emulatortest.Start(t, config).URL()
	client := createFunction(t, url, "talkative", "#!"+config.Interpreter+talkative)
	// A line that comes late is kept with the next call's.
	deadline := time.Now().Add(60 * time.Second)
	for {
		called, err := client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("talkative"), Payload: []byte("{}")})
		if err != nil || called.FunctionError != nil {
			t.Fatalf("%+v, %v", called, err)
		}
		raw, err := os.ReadFile(config.LambdaLog)
		if err == nil && strings.HasPrefix(string(raw), "talkative | so it was said\n") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the log is %q, %v", raw, err)
		}
	}
}

// Each call lengthens a file.
const counting = `
import os, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(base + "next") as asked:
        request = asked.headers["Lambda-Runtime-Aws-Request-Id"]
    with open("%s", "a") as calls:
        calls.write("x")
    urllib.request.urlopen(urllib.request.Request(base + request + "/response", data=b"{}", method="POST"))
`

// Who read a table's stream before a start reads what is written after it.
func TestStreamsAreReadAfterAStart(t *testing.T) {
	t.Parallel()
	config, calls := emulatortest.NewConfig(t), filepath.Join(t.TempDir(), "calls")
	first := emulatortest.Start(t, config)
	url := first.URL()
	functions := createFunction(t, url, "reader", fmt.Sprintf("#!"+config.Interpreter+counting, calls))
	table, err := dynamodb.NewFromConfig(emulator.Client(url)).CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: aws.String("rows"), BillingMode: dynamodbtypes.BillingModePayPerRequest,
		AttributeDefinitions: []dynamodbtypes.AttributeDefinition{{AttributeName: aws.String("pk"), AttributeType: dynamodbtypes.ScalarAttributeTypeS}},
		KeySchema:            []dynamodbtypes.KeySchemaElement{{AttributeName: aws.String("pk"), KeyType: dynamodbtypes.KeyTypeHash}},
		StreamSpecification:  &dynamodbtypes.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: dynamodbtypes.StreamViewTypeNewImage},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = functions.CreateEventSourceMapping(t.Context(), &lambda.CreateEventSourceMappingInput{
		FunctionName: aws.String("reader"), EventSourceArn: table.TableDescription.LatestStreamArn,
		StartingPosition: lambdatypes.EventSourcePositionTrimHorizon, BatchSize: aws.Int32(1),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"a", "b", "c"} {
		writeAndAwaitCall(t, url, row, calls)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	writeAndAwaitCall(t, emulatortest.Start(t, config).URL(), "d", calls)
}

// writeAndAwaitCall writes a row and waits until the function has been called
// once more.
func writeAndAwaitCall(t *testing.T, url, row, calls string) {
	t.Helper()
	before, err := os.ReadFile(calls)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	_, err = dynamodb.NewFromConfig(emulator.Client(url)).PutItem(t.Context(), &dynamodb.PutItemInput{
		TableName: aws.String("rows"), Item: map[string]dynamodbtypes.AttributeValue{"pk": &dynamodbtypes.AttributeValueMemberS{Value: row}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		after, err := os.ReadFile(calls)
		if err == nil && len(after) > len(before) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("nobody is called for %s: %d calls, %v", row, len(after), err)
		}
	}
}

func TestATakenPortIsReported(t *testing.T) {
	t.Parallel()
	config := emulatortest.NewConfig(t)
	emulatortest.Start(t, config)
	config.Home = filepath.Join(t.TempDir(), "another")
	started, err := emulator.Start(t.Context(), config)
	if err == nil {
		// It must not take the first one's answers for its own.
		if !started.Process().Running() {
			t.Fatal("an emulator that ended is reported as started")
		}
		_ = started.Stop(t.Context())
		t.Fatal("two emulators share a port")
	}
}

func TestInstallLocksEverything(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	hashed := 0
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, "://") {
			t.Errorf("an address in the lock: %s", line)
		}
		if strings.Contains(line, "==") && strings.HasSuffix(strings.TrimSpace(line), "\\") {
			hashed++
		}
	}
	if hashed < 20 || !strings.Contains(string(raw), "\nministack==1.5.33 \\") {
		t.Errorf("%d locked packages", hashed)
	}
}

// Debian's smallest Python lacks ensurepip; pip then works from outside.
func TestInstallWithoutEnsurepip(t *testing.T) {
	t.Parallel()
	python, err := emulator.FindPython(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), python.Path, "-m", "pip", "--version").Run() != nil {
		t.Skip("this Python has no pip of its own, so there is nothing to fall back to")
	}
	shim := filepath.Join(t.TempDir(), "python3")
	script := `#!/bin/sh
case "$*" in
"-m venv --clear --without-pip "*) ;;
"-m venv "*) echo "ensurepip is not available" >&2; exit 1 ;;
esac
exec ` + python.Path + ` "$@"
`
	if err := os.WriteFile(shim, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	interpreter, err := emulator.Install(t.Context(), emulator.Python{Path: shim, Version: python.Version}, t.TempDir(), &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	if out, err := exec.CommandContext(t.Context(), interpreter, "-c", "import ministack, cryptography").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
