package dynamodblocal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/cruddur/cruddur/dev/emulator"
)

// startTime is how long Java may take to answer, on a machine that does much
// else.
const startTime = 2 * time.Minute

// Server is a running DynamoDB Local, which forgets everything when it ends.
type Server struct {
	cmd    *exec.Cmd
	port   int
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	output *output
	ended  chan error
}

// Start runs what Install has put into a folder, and returns when it answers.
//
// The program listens on every interface and can't be told otherwise. As root it
// gets a network of its own, which only Config reaches; otherwise it takes a
// free port, and whoever reaches this machine can reach it while tests run.
func Start(ctx context.Context, dir string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, fmt.Errorf("find a port for DynamoDB Local: %w", err)
	}
	server := &Server{port: port, output: &output{}, ended: make(chan error, 1)}
	server.cmd = exec.Command("java", //nolint:noctx // it is ended by Stop
		"-Xmx512m", "-Djava.library.path="+dir, "-cp", filepath.Join(dir, "*"),
		"software.amazon.dynamodb.services.local.main.ServerRunner",
		"-inMemory", "-sharedDb", "-disableTelemetry", "-port", strconv.Itoa(port))
	server.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.TempDir(), "AWS_REGION=" + emulator.Region}
	server.cmd.Stdout, server.cmd.Stderr = server.output, server.output
	if err := server.launch(); err != nil {
		return nil, fmt.Errorf("start DynamoDB Local: %w", err)
	}
	go func() { server.ended <- server.cmd.Wait() }()
	if err := server.waitReady(ctx); err != nil {
		server.Stop()
		return nil, err
	}
	return server, nil
}

func (s *Server) address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// waitReady asks until the program answers: it takes connections before it can.
func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{DialContext: s.dial}}
	defer client.CloseIdleConnections()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address(), nil)
		if err != nil {
			return err
		}
		if answer, err := client.Do(request); err == nil {
			return answer.Body.Close()
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("DynamoDB Local ended while it started: %w\n%s", err, s.output)
		case <-ctx.Done():
			return fmt.Errorf("DynamoDB Local did not answer in time\n%s", s.output)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Config is how to reach the server.
func (s *Server) Config() aws.Config {
	config := emulator.Client("http://" + s.address())
	config.HTTPClient = &http.Client{Transport: &http.Transport{DialContext: s.dial, MaxIdleConnsPerHost: 64}}
	return config
}

// Stop ends the server.
func (s *Server) Stop() {
	_ = s.cmd.Process.Kill() // it keeps nothing
	<-s.ended                //nolint:errcheck // that it was killed is no news
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it takes no time
	if err != nil {
		return 0, err
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.New("not a TCP address")
	}
	return address.Port, listener.Close()
}

// output keeps what the program says, for when it does not start.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(p)
}

// String is what was said so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.String()
}
