package rollouttest

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Gate stands before a dependency that is away until Open: whoever connects
// before is cut off.
type Gate struct {
	// Address is where it listens.
	Address string

	target string
	open   atomic.Bool
}

// NewGate makes one that leads to target.
func NewGate(tb testing.TB, target string) *Gate {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // nothing is waited for
	if err != nil {
		tb.Fatal(err)
	}
	g := &Gate{Address: listener.Addr().String(), target: target}
	tb.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go g.pass(conn)
		}
	}()
	return g
}

// Open has the dependency be there from now on.
func (g *Gate) Open() { g.open.Store(true) }

func (g *Gate) pass(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // the other side knows
	if !g.open.Load() {
		return
	}
	target, err := net.Dial("tcp", g.target) //nolint:noctx // it is on this machine
	if err != nil {
		return
	}
	defer target.Close() //nolint:errcheck // the other side knows
	var ways sync.WaitGroup
	ways.Go(func() { join(target, conn) })
	ways.Go(func() { join(conn, target) })
	ways.Wait()
}

// join copies until one side ends, and tells the other.
func join(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
	_ = from.Close()
}
