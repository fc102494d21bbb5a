package provision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// Where the parameters of the services are. Every process reads its settings by
// such a path, here as on AWS.
const (
	BackendPath   = "/cruddur/local/backend"
	MediaPath     = "/cruddur/local/media"
	MessagingPath = "/cruddur/local/messaging"
	StreamPath    = "/cruddur/local/stream"
	LivePath      = "/cruddur/local/live"
	PushPath      = "/cruddur/local/push"
)

// parameter is one setting of one service.
type parameter struct {
	name   string
	value  string
	secret bool
}

// parameters writes the settings of all services.
func parameters(ctx context.Context, r *run) error {
	client := ssm.NewFromConfig(r.AWS)
	services := map[string][]parameter{
		BackendPath: r.backendParameters(), MediaPath: r.mediaParameters(), MessagingPath: r.messagingParameters(),
		StreamPath: r.streamParameters(), LivePath: slices.Concat(r.pushParameters(), r.tokenParameters()), PushPath: r.pushParameters(),
	}
	for path, all := range services {
		for _, parameter := range append(all, r.Observers.parameters()...) {
			if err := putParameter(ctx, client, path, parameter); err != nil {
				return fmt.Errorf("put %s/%s: %w", path, parameter.name, err)
			}
		}
	}
	return nil
}

// Observers are who is told of the product at work. Those without an address
// are told nothing.
type Observers struct {
	// OTLPEndpoint is where traces and metrics go.
	OTLPEndpoint string
	// RollbarToken and RollbarEndpoint are where errors go.
	RollbarToken, RollbarEndpoint string
}

func (o Observers) parameters() []parameter {
	return []parameter{
		{name: "otlp_endpoint", value: o.OTLPEndpoint},
		{name: "rollbar_token", value: o.RollbarToken, secret: true},
		{name: "rollbar_endpoint", value: o.RollbarEndpoint},
	}
}

// putParameter writes a setting, or takes away one without a value: an earlier
// run may have had one.
func putParameter(ctx context.Context, client *ssm.Client, path string, wanted parameter) error {
	if wanted.value == "" {
		_, err := client.DeleteParameter(ctx, &ssm.DeleteParameterInput{Name: aws.String(path + "/" + wanted.name)})
		if _, missing := errors.AsType[*types.ParameterNotFound](err); missing {
			return nil
		}
		return err
	}
	kind := types.ParameterTypeString
	if wanted.secret {
		kind = types.ParameterTypeSecureString
	}
	_, err := client.PutParameter(ctx, &ssm.PutParameterInput{
		Name:      aws.String(path + "/" + wanted.name),
		Value:     aws.String(wanted.value),
		Type:      kind,
		Overwrite: aws.Bool(true),
	})
	return err
}

func (r *run) backendParameters() []parameter {
	env := r.environment()
	return append(r.tokenParameters(), []parameter{
		{name: "database_url", value: r.DatabaseURL, secret: true},
		{name: "directory_listen_address", value: r.DirectoryAddress},
		{name: "listen_address", value: r.BackendAddress},
		{name: "log_level", value: "info"},
		{name: "site_url", value: r.SiteURL},
		{name: "media_bucket", value: env.MediaBucket()},
		{name: "s3_path_style", value: "true"},
	}...)
}

func (r *run) mediaParameters() []parameter {
	env := r.environment()
	return []parameter{
		{name: "log_level", value: "info"},
		{name: "uploads_bucket", value: env.UploadsBucket()},
		{name: "media_bucket", value: env.MediaBucket()},
		{name: "uploads_table", value: env.UploadsTable()},
		{name: "s3_path_style", value: "true"},
		{name: "token_client_id", value: r.made.UserPoolClientID},
		{name: "token_issuer", value: env.TokenIssuer},
	}
}

func (r *run) messagingParameters() []parameter {
	env := r.environment()
	return slices.Concat(r.pushParameters(), r.tokenParameters(), []parameter{
		{name: "listen_address", value: r.MessagingAddress},
		{name: "conversations_table", value: env.ConversationsTable()},
		{name: "directory_url", value: cmp.Or(r.DirectoryURL, "http://"+r.DirectoryAddress)},
		{name: "media_bucket", value: env.MediaBucket()},
		{name: "s3_path_style", value: "true"},
		{name: "site_url", value: r.SiteURL},
	})
}

func (r *run) streamParameters() []parameter {
	return append(r.pushParameters(),
		parameter{name: "conversations_table", value: r.environment().ConversationsTable()},
		parameter{name: "dead_letter_queue_url", value: r.made.LettersQueueURL},
		parameter{name: "site_url", value: r.SiteURL},
	)
}

// pushParameters are for everybody who tells open windows something.
func (r *run) pushParameters() []parameter {
	return []parameter{
		{name: "log_level", value: "info"},
		{name: "live_table", value: r.environment().LiveTable()},
		{name: "live_endpoint", value: r.made.LiveURL},
	}
}

// tokenParameters say whose access tokens count.
func (r *run) tokenParameters() []parameter {
	return []parameter{
		{name: "token_client_id", value: r.made.UserPoolClientID},
		{name: "token_issuer", value: r.environment().TokenIssuer},
		{name: "token_jwks_url", value: r.tokenKeys()},
	}
}

// tokenKeys is where the keys of access tokens are: the issuer is the one that
// AWS would write, the keys are here.
func (r *run) tokenKeys() string {
	return fmt.Sprintf("%s/%s/.well-known/jwks.json", aws.ToString(r.AWS.BaseEndpoint), r.made.UserPoolID)
}
