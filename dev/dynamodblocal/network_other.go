//go:build !linux

package dynamodblocal

import "net"

// launch starts the program in this machine's network: there is no other.
func (s *Server) launch() error {
	s.dial = new(net.Dialer).DialContext
	return s.cmd.Start()
}
