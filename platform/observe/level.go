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

// levelEvery is the time between two looks at the setting of the log level, and
// levelLimit how long one of an invocation may take.
const (
	levelEvery = time.Minute
	levelLimit = time.Second
)

// LevelSetting reads the setting of the log level anew.
type LevelSetting func(context.Context) (string, error)

// LevelFrom has invocations of a Lambda keep the log level what the setting says:
// the first after a minute looks, and goes on after a second if it can't.
func (o *Observation) LevelFrom(setting LevelSetting) {
	o.levelFrom, o.levelReadAt = setting, time.Now()
}

func (o *Observation) refreshLevel(ctx context.Context) {
	if o.levelFrom == nil || time.Since(o.levelReadAt) < levelEvery {
		return
	}
	o.levelReadAt = time.Now()
	ctx, cancel := context.WithTimeout(ctx, levelLimit)
	defer cancel()
	if err := o.readLevel(ctx, o.levelFrom); err != nil {
		o.Logger.WarnContext(ctx, staysAsItIs, slog.Any("error", err))
	}
}

const staysAsItIs = "the log level stays as it is"

// FollowLevel keeps the log level what the setting says, so that a service can
// be made to say more without being started again: it looks every minute, and
// on SIGHUP. A setting that can't be read, or is none, changes nothing. It ends
// with ctx.
func (o *Observation) FollowLevel(ctx context.Context, setting LevelSetting) error {
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
			o.Logger.WarnContext(ctx, staysAsItIs, slog.Any("error", err))
		}
	}
}

func (o *Observation) readLevel(ctx context.Context, setting LevelSetting) error {
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
