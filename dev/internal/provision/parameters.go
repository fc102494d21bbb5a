package provision

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// BackendPath is where the backend's parameters are. Every process reads its
// settings by such a path, here as on AWS.
const BackendPath = "/cruddur/local/backend"

// parameter is one setting of one service.
type parameter struct {
	name   string
	value  string
	secret bool
}

// parameters writes the settings of all services.
func parameters(ctx context.Context, settings Settings, made *Resources) error {
	client := ssm.NewFromConfig(settings.AWS)
	for _, parameter := range backendParameters(settings, *made) {
		kind := types.ParameterTypeString
		if parameter.secret {
			kind = types.ParameterTypeSecureString
		}
		_, err := client.PutParameter(ctx, &ssm.PutParameterInput{
			Name:      aws.String(BackendPath + "/" + parameter.name),
			Value:     aws.String(parameter.value),
			Type:      kind,
			Overwrite: aws.Bool(true),
		})
		if err != nil {
			return fmt.Errorf("put %s: %w", parameter.name, err)
		}
	}
	return nil
}

func backendParameters(settings Settings, made Resources) []parameter {
	// The issuer is the one that AWS would write, the keys are here.
	issuer := fmt.Sprintf("https://cognito-idp.%s.amazonaws.com/%s", settings.AWS.Region, made.UserPoolID)
	keys := fmt.Sprintf("%s/%s/.well-known/jwks.json", aws.ToString(settings.AWS.BaseEndpoint), made.UserPoolID)
	return []parameter{
		{name: "database_url", value: settings.DatabaseURL, secret: true},
		{name: "listen_address", value: settings.BackendAddress},
		{name: "log_level", value: "info"},
		{name: "site_url", value: settings.SiteURL},
		{name: "token_client_id", value: made.UserPoolClientID},
		{name: "token_issuer", value: issuer},
		{name: "token_jwks_url", value: keys},
	}
}
