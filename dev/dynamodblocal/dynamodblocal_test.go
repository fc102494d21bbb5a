package dynamodblocal_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/dynamodblocal"
)

func TestStart(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	dir, err := dynamodblocal.Install(t.Context(), &log)
	if errors.Is(err, dynamodblocal.ErrNoTools) && os.Getenv("CRUDDUR_REQUIRE_DYNAMODB_LOCAL") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, &log)
	}
	server, err := dynamodblocal.Start(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	address := strings.TrimPrefix(*server.Config().BaseEndpoint, "http://")
	conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", address)
	if err == nil {
		_ = conn.Close()
	}
	if os.Geteuid() == 0 && err == nil {
		t.Error("as root it should be in a network of its own, but this one reaches it")
	}
}
