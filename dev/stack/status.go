package stack

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/state"
)

// Health is the state of one part of a running stack.
type Health struct {
	Name    string `json:"name"`
	Pid     int    `json:"pid"`
	Port    int    `json:"port"`
	Healthy bool   `json:"healthy"`
}

// Check asks every part of the stack of a record whether it is well.
func Check(ctx context.Context, record state.Record) []Health {
	checks := map[string]func() bool{
		logPostgres:  func() bool { return databaseAnswers(ctx, record.DatabaseURL) },
		logEmulator:  func() bool { return emulator.Healthy(ctx, record.EmulatorURL) },
		logBackend:   func() bool { return answers(ctx, record.BackendURL+backendReady) },
		logMessaging: func() bool { return answers(ctx, record.MessagingURL+messagingReady) },
	}
	var all []Health
	for _, process := range record.Processes {
		check, known := checks[process.Name]
		all = append(all, Health{
			Name: process.Name, Pid: process.Pid, Port: process.Port,
			Healthy: known && check(),
		})
	}
	front := Health{Name: logEdge, Pid: record.Pid, Port: portOf(record.URL)}
	front.Healthy = !record.Ready.IsZero() && answers(ctx, record.URL+"/config.json")
	return append(all, front)
}

func databaseAnswers(ctx context.Context, url string) bool {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close(ctx) }()
	return conn.Ping(ctx) == nil
}

func portOf(address string) int {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == ':' {
			port, _ := strconv.Atoi(address[i+1:])
			return port
		}
	}
	return 0
}
