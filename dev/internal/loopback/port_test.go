package loopback_test

import (
	"net"
	"strconv"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/loopback"
)

func TestFreePortsAreFreeAndDiffer(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for range 100 {
		port, err := loopback.FreePort()
		if err != nil {
			t.Fatal(err)
		}
		if seen[port] {
			t.Fatalf("port %d was given out twice", port)
		}
		seen[port] = true
		if err := loopback.CheckFree(port); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheckFree(t *testing.T) {
	t.Parallel()
	port, err := loopback.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := loopback.CheckFree(port); err == nil {
		t.Error("a port in use is free")
	}
}
