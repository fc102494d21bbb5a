package observe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
)

// levelEvery is the time between two looks at the setting of the log level.
const levelEvery = time.Minute

// FollowLevel keeps the log level what the setting says, so that a service can
// be made to say more without being started again: it looks every minute, and
// on SIGHUP. A setting that can't be read, or is none, changes nothing. It ends
// with ctx.
func (o *Observation) FollowLevel(ctx context.Context, setting func(context.Context) (string, error)) error {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	ticks := time.NewTicker(levelEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangups:
		case <-ticks.C:
		}
		if err := o.readLevel(ctx, setting); err != nil && !errors.Is(err, context.Canceled) {
			o.Logger.WarnContext(ctx, "the log level stays as it is", slog.Any("error", err))
		}
	}
}

func (o *Observation) readLevel(ctx context.Context, setting func(context.Context) (string, error)) error {
	// What else there is to say of the settings was said at the start.
	name, err := setting(logging.WithLogger(ctx, slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	level, err := logging.ParseLevel(name)
	if err != nil {
		return fmt.Errorf("read log_level: %w", err)
	}
	if before := o.level.Level(); before != level {
		o.level.Set(level)
		// Said at a level that is heard before and after.
		o.Logger.LogAttrs(ctx, max(before, level, slog.LevelInfo), "the log level has changed",
			slog.String("from", before.String()), slog.String("to", level.String()))
	}
	return nil
}
