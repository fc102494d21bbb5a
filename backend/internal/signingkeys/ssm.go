package signingkeys

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// SSM is Parameter Store.
type SSM struct{ Client *ssm.Client }

var _ Parameters = SSM{}

// Get implements Parameters.
func (s SSM) Get(ctx context.Context, name string) (value string, found bool, err error) {
	out, err := s.Client.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String(name), WithDecryption: aws.Bool(true)})
	if _, missing := errors.AsType[*types.ParameterNotFound](err); missing {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	return aws.ToString(out.Parameter.Value), true, nil
}

// Put implements Parameters. Two keys fit into a standard parameter, which costs
// nothing; Parameter Store itself changes to an advanced one for more.
func (s SSM) Put(ctx context.Context, name, value string, secret bool) error {
	kind := types.ParameterTypeString
	if secret {
		kind = types.ParameterTypeSecureString
	}
	_, err := s.Client.PutParameter(ctx, &ssm.PutParameterInput{
		Name: aws.String(name), Value: aws.String(value), Type: kind,
		Overwrite: aws.Bool(true), Tier: types.ParameterTierIntelligentTiering,
	})
	return err
}
