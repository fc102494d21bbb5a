package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// answered is what a turn of requests came to.
type answered struct {
	rate      float64 // answers a second
	latencies []time.Duration
}

// requests makes what the clients send: the n-th request of a client.
type requests func(client, n int) []byte

// expected is what every answer must be.
type expected struct {
	status int
	items  int
}

// patience ends a turn in which an answer never comes.
const patience = 10 * time.Second

// load sends requests over so many connections, each as soon as the one before
// is answered, for the length of a turn. Any answer that is not as expected
// fails it. The client writes and reads the connection itself, which costs less
// than the standard one.
func load(ctx context.Context, serviceURL string, clients int, turn time.Duration, next requests, want expected) (answered, error) {
	address, err := url.Parse(serviceURL)
	if err != nil {
		return answered{}, fmt.Errorf("read the service's URL: %w", err)
	}
	start := time.Now()
	end := start.Add(turn)
	latencies, failures := make([][]time.Duration, clients), make([]error, clients)
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			latencies[client], failures[client] = one(ctx, address.Host, end, want, func(n int) []byte { return next(client, n) })
		})
	}
	group.Wait()
	took := time.Since(start)
	if err := errors.Join(failures...); err != nil {
		return answered{}, err
	}
	var all []time.Duration
	for _, some := range latencies {
		all = append(all, some...)
	}
	return answered{rate: float64(len(all)) / took.Seconds(), latencies: all}, nil
}

// one is one client.
func one(ctx context.Context, host string, end time.Time, want expected, next func(n int) []byte) ([]time.Duration, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(end.Add(patience)); err != nil {
		return nil, err
	}
	answers := bufio.NewReaderSize(conn, 64<<10)
	var body bytes.Buffer
	var latencies []time.Duration
	for n := 0; ; n++ {
		sent := time.Now()
		if sent.After(end) || ctx.Err() != nil {
			return latencies, ctx.Err()
		}
		if _, err := conn.Write(next(n)); err != nil {
			return nil, fmt.Errorf("send a request: %w", err)
		}
		if err := receive(answers, &body, want); err != nil {
			return nil, err
		}
		latencies = append(latencies, time.Since(sent))
	}
}

// idField begins every crud of an answer, and can't be inside of one: there the
// quotation marks are escaped.
var idField = []byte(`"id":"`)

func receive(answers *bufio.Reader, body *bytes.Buffer, want expected) error {
	response, err := http.ReadResponse(answers, nil)
	if err != nil {
		return fmt.Errorf("receive an answer: %w", err)
	}
	body.Reset()
	if _, err := io.Copy(body, response.Body); err != nil {
		return fmt.Errorf("receive an answer's body: %w", err)
	}
	if response.StatusCode != want.status {
		return fmt.Errorf("an answer has status %d and not %d: %.300s", response.StatusCode, want.status, body)
	}
	if items := bytes.Count(body.Bytes(), idField); items != want.items {
		return fmt.Errorf("an answer has %d items and not %d: %.300s", items, want.items, body)
	}
	return nil
}

// request writes down a request once, to be sent often.
func request(method, path, token, body string, header ...string) []byte {
	var text bytes.Buffer
	_, _ = fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: bench\r\n", method, path)
	if token != "" {
		_, _ = fmt.Fprintf(&text, "Authorization: Bearer %s\r\n", token)
	}
	for _, line := range header {
		_, _ = fmt.Fprintf(&text, "%s\r\n", line)
	}
	if body != "" {
		_, _ = fmt.Fprintf(&text, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	_, _ = fmt.Fprintf(&text, "\r\n%s", body)
	return text.Bytes()
}
