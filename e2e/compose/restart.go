package main

import (
	"context"
	"fmt"
	"time"
)

// healthPatience is how long a container may take to be well on a loaded machine.
const healthPatience = 3 * time.Minute

// restarts restarts one after the other, and none of the rest: it has to find
// everybody again, and be found. Then people go on as before.
func (r *rig) restarts(ctx context.Context) error {
	for _, service := range []string{edgeService, messagingService, backendService, emulatorService, postgresService} {
		fmt.Println("compose-test: restarting", service, "alone")
		if err := r.compose(ctx, "restart", service); err != nil {
			return err
		}
		restarted, err := r.container(ctx, service)
		if err != nil {
			return err
		}
		if err := r.awaitHealth(ctx, restarted.Name); err != nil {
			return err
		}
		if err := r.journeys(ctx, again); err != nil {
			return fmt.Errorf("after a restart of %s: %w", service, err)
		}
	}
	return nil
}

// container is the one of a service.
func (r *rig) container(ctx context.Context, service string) (container, error) {
	all, err := r.containers(ctx)
	if err != nil {
		return container{}, err
	}
	for _, c := range all {
		if c.service() == service {
			return c, nil
		}
	}
	return container{}, fmt.Errorf("%s has no container", service)
}

// awaitHealth waits until the container's own health check is content.
func (r *rig) awaitHealth(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, healthPatience)
	defer cancel()
	for {
		state, err := r.docker(ctx, "inspect", "--format", "{{.State.Status}} {{.State.Health.Status}}", name)
		if err != nil {
			return err
		}
		if state == "running healthy" {
			return nil
		}
		select {
		case <-ctx.Done():
			said, _ := r.docker(context.WithoutCancel(ctx), "logs", "--tail", "20", name)
			return fmt.Errorf("%s is %s after %s\n%s", name, state, healthPatience, said)
		case <-time.After(time.Second):
		}
	}
}
