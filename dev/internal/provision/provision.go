// Package provision makes in the emulator what Terraform makes on AWS: the
// user pool, what dev/infrastructure defines, and the parameters. It is
// idempotent; every start runs all of it, and what has drifted is put right.
//
// A new kind of resource gets a file with one step function, and a line in
// steps. Later steps see what earlier ones made in Resources. A new resource of
// a known kind needs a definition in dev/infrastructure only.
package provision

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/infrastructure"
)

// environmentName is the one environment that this package makes.
const environmentName = "local"

// Settings are what the resources depend on.
type Settings struct {
	// AWS is how the emulator is reached.
	AWS aws.Config
	// DatabaseURL is the backend's database.
	DatabaseURL string
	// BackendAddress is where the backend listens, host:port.
	BackendAddress string
	// DirectoryAddress is where it tells other services about people.
	DirectoryAddress string
	// DirectoryURL is where these find it; empty when that is DirectoryAddress.
	DirectoryURL string
	// MessagingAddress is where the messaging service listens.
	MessagingAddress string
	// SiteURL is the edge's address, for links in what the backend writes.
	SiteURL string
	// SiteOrigins are all addresses at which a browser may know the site;
	// SiteURL is one of them.
	SiteOrigins []string
	// Observers are told of the product at work.
	Observers Observers
	// Programs are the zips of the Lambda functions, by program.
	Programs map[string]string
	// Before is what an earlier run made, if any. Its access keys are kept
	// while they count, so that processes which have them go on.
	Before Resources
}

// Resources names what was made.
type Resources struct {
	// UserPoolID and UserPoolClientID identify the user pool and the site's
	// client in it.
	UserPoolID       string
	UserPoolClientID string
	// UploadsURL is where the API of uploads answers.
	UploadsURL string
	// UploadsBucket takes forms, MediaBucket holds what the edge
	// serves.
	UploadsBucket, MediaBucket string
	// LiveAPIID is the id of the WebSocket API, LiveURL where its stage answers.
	LiveAPIID, LiveURL string
	// LettersQueueURL is the queue of the records that could not be worked on.
	LettersQueueURL string
	// Backend, Messaging and Edge are the keys with which these act.
	Backend, Messaging, Edge AccessKey
}

// run is one run over all steps.
type run struct {
	Settings

	made       Resources
	definition infrastructure.Definition
}

// step makes one kind of resource, or finds it and brings it up to date.
type step struct {
	name string
	run  func(ctx context.Context, r *run) error
}

// steps lists everything, in the order in which it is made. What asks comes
// after what is asked: functions after their roles and parameters, APIs and
// notifications after functions.
func steps() []step {
	return []step{
		{"user pool", identity},
		{"WebSocket API", reserveLive},
		{"definition", define},
		{"buckets", buckets},
		{"tables", tables},
		{"queues", queues},
		{"roles", roles},
		{"services' access", services},
		{"parameters", parameters},
		{"functions", functions},
		{"APIs", httpAPIs},
		{"WebSocket API's routes", socketAPIs},
		{"streams and queues", mappings},
		{"notifications", notifications},
	}
}

// Run makes all resources.
func Run(ctx context.Context, settings Settings) (Resources, error) {
	r := &run{Settings: settings}
	for _, step := range steps() {
		if err := step.run(ctx, r); err != nil {
			return Resources{}, fmt.Errorf("provision %s: %w", step.name, err)
		}
	}
	return r.made, nil
}

// UserPool makes the user pool and the site's client in it, and nothing else.
func UserPool(ctx context.Context, config aws.Config) (Resources, error) {
	r := &run{Settings: Settings{AWS: config}}
	if err := identity(ctx, r); err != nil {
		return Resources{}, fmt.Errorf("provision user pool: %w", err)
	}
	return r.made, nil
}

// environment is what the definitions depend on. The issuer is the one that
// AWS would write.
func (r *run) environment() infrastructure.Environment {
	return infrastructure.Environment{
		Name:          environmentName,
		Region:        r.AWS.Region,
		Account:       emulator.Account,
		SiteOrigins:   r.SiteOrigins,
		TokenIssuer:   fmt.Sprintf("https://cognito-idp.%s.amazonaws.com/%s", r.AWS.Region, r.made.UserPoolID),
		TokenClientID: r.made.UserPoolClientID,
		LiveAPIID:     r.made.LiveAPIID,
	}
}

func define(_ context.Context, r *run) error {
	env := r.environment()
	r.definition = infrastructure.Define(env)
	r.made.UploadsBucket, r.made.MediaBucket = env.UploadsBucket(), env.MediaBucket()
	return nil
}
