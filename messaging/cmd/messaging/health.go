package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/cruddur/cruddur/messaging/internal/settings"
)

// health exists because the image has no shell and no curl.
func health(ctx context.Context, getenv func(string) string) error {
	cfg, err := settings.LoadService(ctx, getenv)
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(cfg.ListenAddress)
	if err != nil {
		return fmt.Errorf("read listen_address: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	url := "http://" + net.JoinHostPort("127.0.0.1", port) + "/api/message_groups/health-check"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("make the health request: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing is read from it
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the service answers %s", answer.Status)
	}
	return nil
}
