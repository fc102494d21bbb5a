package provision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/cruddur/cruddur/dev/internal/keygroup"
)

// Parameters of the keys that photos are signed with. The admin program makes
// pairs and writes both halves; what is made of the public ones follows.
const (
	publicKeysParameter = "/cruddur/local/edge/media_public_keys"
	keyIDsName          = "media_key_ids"
)

// MediaPublicKeys returns the public keys as the admin program wrote them;
// empty when it hasn't yet.
func MediaPublicKeys(ctx context.Context, client *ssm.Client) (string, error) {
	return getParameter(ctx, client, publicKeysParameter)
}

// MediaKeyIDs tells the services by which ids the edge knows its keys, as
// Terraform does for the ids that CloudFront gives, and returns the parameter.
func MediaKeyIDs(ctx context.Context, config aws.Config) (string, error) {
	client := ssm.NewFromConfig(config)
	raw, err := MediaPublicKeys(ctx, client)
	if err != nil {
		return "", fmt.Errorf("read the public keys: %w", err)
	}
	if raw == "" {
		return "", errors.New("there are no public keys in " + publicKeysParameter)
	}
	keys, err := keygroup.Parse(raw)
	if err != nil {
		return "", err
	}
	ids := map[string]string{}
	for _, key := range keys {
		ids[key.Name] = key.ID
	}
	value, err := json.Marshal(ids)
	if err != nil {
		return "", err
	}
	for _, path := range []string{BackendPath, MessagingPath, StreamPath} {
		if err := putParameter(ctx, client, path, parameter{name: keyIDsName, value: string(value)}); err != nil {
			return "", fmt.Errorf("put %s/%s: %w", path, keyIDsName, err)
		}
	}
	return string(value), nil
}

// getParameter returns a parameter's value, empty when there is none.
func getParameter(ctx context.Context, client *ssm.Client, name string) (string, error) {
	found, err := client.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String(name), WithDecryption: aws.Bool(true)})
	if _, missing := errors.AsType[*types.ParameterNotFound](err); missing {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return aws.ToString(found.Parameter.Value), nil
}
