// Package stack runs all of Cruddur on one machine: PostgreSQL, the AWS
// emulator, the backend, and the edge with the built site. docs/life-of-make-up.md
// tells the order and the reasons.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/internal/build"
	"github.com/cruddur/cruddur/dev/internal/doctor"
	"github.com/cruddur/cruddur/dev/internal/edge"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/provision"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/postgres"
)

// Stack is a running stack. The caller must Stop it.
type Stack struct {
	config   Config
	folder   state.Folder
	lock     *state.Lock
	progress *progress
	started  time.Time

	binaries    postgres.Binaries
	interpreter string
	programs    build.Programs
	lambdas     build.Lambdas
	made        provision.Resources
	keyIDs      string

	postgres  *process.Watch
	emulator  *process.Watch
	backend   *process.Watch
	messaging *process.Watch
	edge      *edge.Edge
	listener  *edge.Listener
	edgeLog   *slog.Logger
	edgeDone  chan error
	stopEdge  context.CancelFunc
	logs      []*os.File
	recovered []accounts.Row

	mutex  sync.Mutex
	record state.Record
}

// step is one thing to do on the way up, with what a person waits for.
type step struct {
	waitingFor string
	run        func(ctx context.Context) (note string, err error)
	// log is the log that tells more when the step fails.
	log string
}

// Up starts everything and returns when all of it answers. On an error
// nothing is left running.
func Up(ctx context.Context, config Config) (*Stack, error) {
	folder, err := state.Open(config.StateDir)
	if err != nil {
		return nil, err
	}
	lock, err := folder.Lock()
	if errors.Is(err, state.ErrLocked) {
		return nil, fmt.Errorf("%w (%s): stop it with make down, or choose another one with --state-dir", err, folder)
	}
	if err != nil {
		return nil, err
	}
	stack := &Stack{
		config:   config,
		folder:   folder,
		lock:     lock,
		progress: &progress{out: config.Progress},
		started:  time.Now(),
	}
	if err := stack.start(ctx); err != nil {
		return nil, errors.Join(err, stack.Stop(context.WithoutCancel(ctx)))
	}
	return stack, nil
}

func (s *Stack) start(ctx context.Context) error {
	for _, step := range s.steps() {
		if err := s.progress.step(step.waitingFor, func() (string, error) { return step.run(ctx) }); err != nil {
			return s.explain(err, step.log)
		}
	}
	s.update(func(record *state.Record) { record.Ready = time.Now() })
	return nil
}

// explain adds the end of a log to an error.
func (s *Stack) explain(err error, log string) error {
	if log == "" {
		return err
	}
	tail := s.folder.Tail(log, 20)
	if tail == "" {
		return err
	}
	return fmt.Errorf("%w\n\nThe end of %s:\n%s", err, s.folder.Log(log), indent(tail))
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}

// steps is the way up.
func (s *Stack) steps() []step {
	steps := []step{
		{waitingFor: "the last run to end", run: s.clearLeftovers},
		{waitingFor: "the checks of this machine", run: s.examine},
		{waitingFor: "PostgreSQL's programs", run: s.findPostgres, log: logBuild},
		{waitingFor: "the AWS emulator's packages", run: s.installEmulator, log: logBuild},
		{waitingFor: "the services to be built", run: s.buildPrograms, log: logBuild},
		{waitingFor: "the Lambda functions to be built", run: s.buildLambdas, log: logBuild},
	}
	if !s.config.SkipSite {
		steps = append(steps,
			step{waitingFor: "the site's packages", run: s.installSite, log: logBuild},
			step{waitingFor: "the site to be built", run: s.buildSite, log: logBuild},
		)
	}
	return append(steps,
		step{waitingFor: "a port for the edge", run: s.bindEdge},
		step{waitingFor: "PostgreSQL", run: s.startPostgres, log: logPostgres},
		step{waitingFor: "the AWS emulator", run: s.startEmulator, log: logEmulator},
		step{waitingFor: "what Terraform makes on AWS", run: s.provision, log: logEmulator},
		step{waitingFor: "migrations", run: s.migrate, log: logSetup},
		step{waitingFor: "the keys for photos", run: s.mediaKeys, log: logSetup},
		step{waitingFor: "seeds", run: s.seed, log: logSetup},
		step{waitingFor: "accounts and people to agree", run: s.reconcile, log: logEmulator},
		step{waitingFor: "the backend", run: s.startBackend, log: logBackend},
		step{waitingFor: "messaging", run: s.startMessaging, log: logMessaging},
		step{waitingFor: "the edge", run: s.startEdge, log: logEdge},
	)
}

// clearLeftovers waits for the children of a stack that was killed: they end
// by themselves, and are stopped where the system doesn't see to that.
func (s *Stack) clearLeftovers(ctx context.Context) (string, error) {
	last, err := s.folder.Read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.progress.printf("(the old state record is unreadable) ")
	}
	// In the order of Stop: PostgreSQL last, when nobody needs it any more.
	for _, name := range []string{logMessaging, logBackend, logEmulator, logPostgres} {
		if err := s.stopLeftover(ctx, last, name); err != nil {
			return "", err
		}
	}
	s.update(func(record *state.Record) {
		*record = state.Record{Pid: os.Getpid(), Started: s.started, PostgresHome: PostgresHome(s.folder)}
	})
	return "", nil
}

func (s *Stack) stopLeftover(ctx context.Context, last state.Record, name string) error {
	mark, signal := string(s.folder), syscall.SIGTERM
	if name == logPostgres {
		mark, signal = PostgresHome(s.folder), syscall.SIGINT
	}
	for _, child := range last.Processes {
		if child.Name != name {
			continue
		}
		if err := process.StopLeftover(ctx, child.Pid, mark, signal); err != nil {
			return err
		}
	}
	return nil
}

func (s *Stack) examine(ctx context.Context) (string, error) {
	return "", doctor.Verdict(doctor.Examine(ctx, s.config.Needs(s.folder)))
}

// update changes the record and writes it. A record that can't be written
// costs down and status their knowledge, not the stack its life.
func (s *Stack) update(change func(*state.Record)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(&s.record)
	if err := s.folder.Write(s.record); err != nil {
		s.progress.notify(err.Error())
	}
}

// Record says what runs where.
func (s *Stack) Record() state.Record {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.record
}

// Recovered are people who signed up by themselves and whose accounts were
// lost and made anew, each with accounts.Email and accounts.Password.
func (s *Stack) Recovered() []accounts.Row { return s.recovered }

// Took is how long the way up was.
func (s *Stack) Took() time.Duration { return s.Record().Ready.Sub(s.started) }

// publish puts what provisioning made into the record, in /config.json, and
// behind the edge.
func (s *Stack) publish(made provision.Resources) error {
	uploads, err := url.Parse(made.UploadsURL)
	if err != nil {
		return fmt.Errorf("read the address of the uploads API: %w", err)
	}
	live, err := url.Parse(made.LiveURL)
	if err != nil {
		return fmt.Errorf("read the address of the WebSocket API: %w", err)
	}
	s.update(func(record *state.Record) {
		record.UserPoolID, record.UserPoolClientID = made.UserPoolID, made.UserPoolClientID
	})
	s.mutex.Lock()
	s.made = made
	s.mutex.Unlock()
	s.edge.SetUploads(uploads)
	s.edge.SetLive(live)
	s.edge.SetMedia(s.media(made))
	s.edge.Publish(edge.SiteConfig{
		Environment:      "local",
		Region:           emulator.Region,
		UserPoolID:       made.UserPoolID,
		UserPoolClientID: made.UserPoolClientID,
		CognitoEndpoint:  s.Record().EmulatorURL,
		LocalCodes:       &edge.LocalCodes{SignUp: emulator.SignUpCode, Recover: emulator.RecoverCode},
		Traces:           edge.TracesTo(s.config.Observers.OTLPEndpoint),
	})
	return nil
}

// resources is what provisioning made last.
func (s *Stack) resources() provision.Resources {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.made
}

// LogDir is the folder of the logs.
func (s *Stack) LogDir() string { return s.folder.Path("logs") }
