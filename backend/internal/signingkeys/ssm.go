package signingkeys

import (
	"context"
	"errors"
	"fmt"

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
//
// A secret stays under the KMS key that it is under: without a word Parameter
// Store would take the account's own, which is not the one that Terraform chose
// and that the services' roles may use.
func (s SSM) Put(ctx context.Context, name, value string, secret bool) error {
	input := &ssm.PutParameterInput{
		Name: aws.String(name), Value: aws.String(value), Type: types.ParameterTypeString,
		Overwrite: aws.Bool(true), Tier: types.ParameterTierIntelligentTiering,
	}
	if secret {
		key, err := s.kmsKey(ctx, name)
		if err != nil {
			return fmt.Errorf("find the KMS key of %s: %w", name, err)
		}
		input.Type = types.ParameterTypeSecureString
		if key != "" {
			input.KeyId = aws.String(key)
		}
	}
	_, err := s.Client.PutParameter(ctx, input)
	return err
}

// kmsKey is the key that a parameter is under; empty when it is not there, or no
// secret.
func (s SSM) kmsKey(ctx context.Context, name string) (string, error) {
	pages := ssm.NewDescribeParametersPaginator(s.Client, &ssm.DescribeParametersInput{
		ParameterFilters: []types.ParameterStringFilter{{Key: aws.String("Name"), Option: aws.String("Equals"), Values: []string{name}}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, found := range page.Parameters {
			if aws.ToString(found.Name) == name {
				return aws.ToString(found.KeyId), nil
			}
		}
	}
	return "", nil
}
