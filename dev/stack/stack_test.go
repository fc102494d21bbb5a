package stack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/postgres"
	"github.com/cruddur/cruddur/dev/stack"
)

// output keeps what the stack tells people.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// newConfig is a stack of the real programs with data and ports of its own.
func newConfig(t *testing.T) (stack.Config, *output) {
	t.Helper()
	repository, err := stack.FindRepository(".")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Cleanup(func() { _ = postgres.Remove(stack.PostgresHome(state.Folder(dir))) })
	told := &output{}
	return stack.Config{
		Repository: repository,
		StateDir:   dir,
		SkipSite:   true,
		Progress:   told,
		// The first wait gives the test time to lose the emulator's state.
		Restarts: process.Policy{Delays: []time.Duration{2 * time.Second, time.Second, time.Second}, Settled: time.Minute},
	}, told
}

func up(t *testing.T, config stack.Config, told *output) *stack.Stack {
	t.Helper()
	started, err := stack.Up(t.Context(), config)
	if err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	return started
}

// person is somebody who uses the running stack from outside.
type person struct {
	t      *testing.T
	client *cognito.Client
	record state.Record
}

func visit(t *testing.T, running *stack.Stack) person {
	t.Helper()
	record := running.Record()
	client := cognito.NewFromConfig(emulator.Client(record.EmulatorURL))
	// The site signs in by SRP only; a plain password is shorter here.
	_, err := client.UpdateUserPoolClient(t.Context(), &cognito.UpdateUserPoolClientInput{
		UserPoolId: aws.String(record.UserPoolID), ClientId: aws.String(record.UserPoolClientID),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})
	if err != nil {
		t.Fatal(err)
	}
	return person{t: t, client: client, record: record}
}

func (p person) signUp(handle, email, password string) {
	p.t.Helper()
	id := aws.String(p.record.UserPoolClientID)
	_, err := p.client.SignUp(p.t.Context(), &cognito.SignUpInput{
		ClientId: id, Username: aws.String(email), Password: aws.String(password),
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String(email)},
			{Name: aws.String("name"), Value: aws.String("Kim")},
			{Name: aws.String("preferred_username"), Value: aws.String(handle)},
		},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	_, err = p.client.ConfirmSignUp(p.t.Context(), &cognito.ConfirmSignUpInput{
		ClientId: id, Username: aws.String(email), ConfirmationCode: aws.String(emulator.SignUpCode),
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// whoAmI signs in and returns the handle that the API knows the person by.
func (p person) whoAmI(email, password string) string {
	p.t.Helper()
	out, err := p.client.InitiateAuth(p.t.Context(), &cognito.InitiateAuthInput{
		ClientId: aws.String(p.record.UserPoolClientID), AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": password},
	})
	if err != nil {
		p.t.Fatalf("sign in as %s: %v", email, err)
	}
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.record.URL+"/api/me", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+aws.ToString(out.AuthenticationResult.AccessToken))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		p.t.Fatalf("GET /api/me as %s: status %d, %s, %v", email, response.StatusCode, body, err)
	}
	var me struct {
		Handle string `json:"handle"`
	}
	if err := json.Unmarshal(body, &me); err != nil {
		p.t.Fatal(err)
	}
	return me.Handle
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("in 60 s it did not happen that %s", what)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func pidOf(record state.Record, name string) int {
	for _, child := range record.Processes {
		if child.Name == name {
			return child.Pid
		}
	}
	return 0
}

// The emulator is killed hard and has lost its pool: everybody who has a row
// can sign in again, while the stack goes on, and after a restart.
func TestALostUserPoolIsHealed(t *testing.T) {
	t.Parallel()
	config, told := newConfig(t)
	running := up(t, config, told)
	stopped := false
	defer func() {
		if !stopped {
			_ = running.Stop(context.Background())
		}
	}()
	guest := visit(t, running)
	guest.signUp("kim", "kim@example.test", "Their-own-secret-1")
	if got := guest.whoAmI("kim@example.test", "Their-own-secret-1"); got != "kim" {
		t.Fatalf("the new person is %q", got)
	}
	if got := guest.whoAmI("nova@cruddur.test", accounts.Password); got != "nova" {
		t.Fatalf("the seeded person is %q", got)
	}

	before, keysBefore := running.Record(), keyIDs(t, running)
	if err := syscall.Kill(pidOf(before, "emulator"), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(config.StateDir, "emulator", "state")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stack has a new pool, and a backend that knows it", func() bool {
		now := running.Record()
		return now.UserPoolID != before.UserPoolID && pidOf(now, "backend") != pidOf(before, "backend") &&
			healthy(t, now)
	})
	checkHealed(t, running, told)
	keysAfter := keyIDs(t, running)
	if keysBefore == "" || keysAfter == "" || keysAfter == keysBefore {
		t.Errorf("the keys for photos are %s, before the loss %s", keysAfter, keysBefore)
	}

	stopped = true
	if err := running.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := up(t, config, told)
	defer func() { _ = again.Stop(context.Background()) }()
	if len(again.Recovered()) != 0 {
		t.Errorf("after a clean stop accounts were lost: %v", again.Recovered())
	}
	if got := visit(t, again).whoAmI("kim@cruddur.test", accounts.Password); got != "kim" {
		t.Errorf("after a restart kim is %q", got)
	}
	if got := keyIDs(t, again); got != keysAfter {
		t.Errorf("after a restart the keys for photos are %s, before %s", got, keysAfter)
	}
}

// keyIDs are the ids of the keys for photos, as the backend is told.
func keyIDs(t *testing.T, running *stack.Stack) string {
	t.Helper()
	out, err := ssm.NewFromConfig(emulator.Client(running.Record().EmulatorURL)).GetParameter(t.Context(), &ssm.GetParameterInput{
		Name: aws.String("/cruddur/local/backend/media_key_ids"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.Parameter.Value)
}

func healthy(t *testing.T, record state.Record) bool {
	t.Helper()
	for _, part := range stack.Check(t.Context(), record) {
		if !part.Healthy {
			return false
		}
	}
	return true
}

// checkHealed signs in as everybody again, and sees who was told about.
func checkHealed(t *testing.T, running *stack.Stack, told *output) {
	t.Helper()
	guest := visit(t, running)
	if got := guest.whoAmI("kim@cruddur.test", accounts.Password); got != "kim" {
		t.Errorf("after the loss kim is %q", got)
	}
	if got := guest.whoAmI("nova@cruddur.test", accounts.Password); got != "nova" {
		t.Errorf("after the loss nova is %q", got)
	}
	lost := running.Recovered()
	if len(lost) != 1 || lost[0].Handle != "kim" {
		t.Errorf("named as lost: %v", lost)
	}
	if text := told.String(); !strings.Contains(text, "kim@cruddur.test") || strings.Contains(text, "account of nova") {
		t.Errorf("people were told:\n%s", text)
	}
}

func TestUpStopsWhatItStarted(t *testing.T) {
	t.Parallel()
	config, told := newConfig(t)
	running := up(t, config, told)
	record := running.Record()
	if err := running.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, child := range record.Processes {
		if line := process.CommandLine(child.Pid); strings.Contains(line, config.StateDir) {
			t.Errorf("%s still runs: %s", child.Name, line)
		}
	}
	folder := state.Folder(config.StateDir)
	if pid, err := folder.Holder(); err != nil || pid != 0 {
		t.Errorf("the folder is held by %d, error %v", pid, err)
	}
}

func TestAFailedUpSaysWhyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	config, told := newConfig(t)
	running := up(t, config, told)
	defer func() { _ = running.Stop(context.Background()) }()

	other, otherTold := newConfig(t)
	other.Ports.Emulator = portOf(running.Record(), "emulator")
	if _, err := stack.Up(t.Context(), other); err == nil || !strings.Contains(err.Error(), "CRUDDUR_EMULATOR_PORT") {
		t.Errorf("a taken port: %v\n%s", err, otherTold)
	}
	other.Ports.Emulator = 0
	other.Repository = t.TempDir()
	_, err := stack.Up(t.Context(), other)
	if err == nil || !strings.Contains(err.Error(), "build the backend") {
		t.Errorf("a build that fails: %v", err)
	}
	same := config
	same.Progress = io.Discard
	if _, err := stack.Up(t.Context(), same); err == nil || !strings.Contains(err.Error(), "make down") {
		t.Errorf("the same folder: %v", err)
	}
	if pid, err := state.Folder(other.StateDir).Holder(); err != nil || pid != 0 {
		t.Errorf("the folder of the failed stack is held by %d, error %v", pid, err)
	}
}

func portOf(record state.Record, name string) int {
	for _, child := range record.Processes {
		if child.Name == name {
			return child.Port
		}
	}
	return 0
}

// A backend that can't start again stops the stack, and its log says why.
func TestARestartLoopEndsWithTheLog(t *testing.T) {
	t.Parallel()
	config, told := newConfig(t)
	config.Restarts = process.Policy{Delays: []time.Duration{10 * time.Millisecond, 10 * time.Millisecond}, Settled: time.Minute}
	running := up(t, config, told)
	defer func() { _ = running.Stop(context.Background()) }()

	program := filepath.Join(config.StateDir, "bin", "backend")
	if err := os.Remove(program); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho the last words\nexit 3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pidOf(running.Record(), "backend"), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	err := running.Wait(ctx)
	if err == nil || !strings.Contains(err.Error(), "backend keeps failing") || !strings.Contains(err.Error(), "the last words") {
		t.Errorf("the stack ended with: %v\n%s", err, told)
	}
}
