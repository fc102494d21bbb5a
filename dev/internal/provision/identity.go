package provision

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	poolName   = "cruddur-local"
	clientName = "site"
)

// Lives of the tokens. A short access token lets a suspension bite soon.
const (
	accessTokenMinutes = 15
	refreshTokenDays   = 30
)

// identity makes the user pool, in which people sign in with their e-mail
// address, and the client of the site, which has no secret.
func identity(ctx context.Context, r *run) error {
	client := cognito.NewFromConfig(r.AWS)
	pool, err := userPool(ctx, client)
	if err != nil {
		return err
	}
	r.made.UserPoolID = pool
	r.made.UserPoolClientID, err = userPoolClient(ctx, client, pool)
	return err
}

func userPool(ctx context.Context, client *cognito.Client) (string, error) {
	id, err := findUserPool(ctx, client)
	if err != nil {
		return "", err
	}
	if id == "" {
		created, err := client.CreateUserPool(ctx, newUserPool())
		if err != nil {
			return "", err
		}
		return aws.ToString(created.UserPool.Id), nil
	}
	wanted := newUserPool()
	_, err = client.UpdateUserPool(ctx, &cognito.UpdateUserPoolInput{
		UserPoolId:             aws.String(id),
		AutoVerifiedAttributes: wanted.AutoVerifiedAttributes,
		AccountRecoverySetting: wanted.AccountRecoverySetting,
		AdminCreateUserConfig:  wanted.AdminCreateUserConfig,
		Policies:               wanted.Policies,
	})
	return id, err
}

func findUserPool(ctx context.Context, client *cognito.Client) (string, error) {
	pages := cognito.NewListUserPoolsPaginator(client, &cognito.ListUserPoolsInput{MaxResults: aws.Int32(60)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, pool := range page.UserPools {
			if aws.ToString(pool.Name) == poolName {
				return aws.ToString(pool.Id), nil
			}
		}
	}
	return "", nil
}

func newUserPool() *cognito.CreateUserPoolInput {
	return &cognito.CreateUserPoolInput{
		PoolName:               aws.String(poolName),
		UsernameAttributes:     []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		UsernameConfiguration:  &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)},
		Schema: []types.SchemaAttributeType{
			required("email"), required("name"), required("preferred_username"),
		},
		AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: false},
		AccountRecoverySetting: &types.AccountRecoverySettingType{
			RecoveryMechanisms: []types.RecoveryOptionType{{
				Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(1),
			}},
		},
		Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			MinimumLength:    aws.Int32(8),
			RequireLowercase: true,
			RequireUppercase: true,
			RequireNumbers:   true,
			RequireSymbols:   true,
		}},
	}
}

func required(attribute string) types.SchemaAttributeType {
	return types.SchemaAttributeType{
		Name:              aws.String(attribute),
		AttributeDataType: types.AttributeDataTypeString,
		Mutable:           aws.Bool(true),
		Required:          aws.Bool(true),
	}
}

func userPoolClient(ctx context.Context, client *cognito.Client, pool string) (string, error) {
	id, err := findUserPoolClient(ctx, client, pool)
	if err != nil {
		return "", err
	}
	wanted := newUserPoolClient(pool)
	if id == "" {
		created, err := client.CreateUserPoolClient(ctx, wanted)
		if err != nil {
			return "", err
		}
		return aws.ToString(created.UserPoolClient.ClientId), nil
	}
	_, err = client.UpdateUserPoolClient(ctx, &cognito.UpdateUserPoolClientInput{
		UserPoolId:                 wanted.UserPoolId,
		ClientId:                   aws.String(id),
		ClientName:                 wanted.ClientName,
		ExplicitAuthFlows:          wanted.ExplicitAuthFlows,
		PreventUserExistenceErrors: wanted.PreventUserExistenceErrors,
		EnableTokenRevocation:      wanted.EnableTokenRevocation,
		AccessTokenValidity:        wanted.AccessTokenValidity,
		IdTokenValidity:            wanted.IdTokenValidity,
		RefreshTokenValidity:       wanted.RefreshTokenValidity,
		TokenValidityUnits:         wanted.TokenValidityUnits,
	})
	return id, err
}

func findUserPoolClient(ctx context.Context, client *cognito.Client, pool string) (string, error) {
	pages := cognito.NewListUserPoolClientsPaginator(client, &cognito.ListUserPoolClientsInput{
		UserPoolId: aws.String(pool), MaxResults: aws.Int32(60),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("list the clients of the user pool: %w", err)
		}
		for _, found := range page.UserPoolClients {
			if aws.ToString(found.ClientName) == clientName {
				return aws.ToString(found.ClientId), nil
			}
		}
	}
	return "", nil
}

func newUserPoolClient(pool string) *cognito.CreateUserPoolClientInput {
	return &cognito.CreateUserPoolClientInput{
		UserPoolId:     aws.String(pool),
		ClientName:     aws.String(clientName),
		GenerateSecret: false,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
		EnableTokenRevocation:      aws.Bool(true),
		AccessTokenValidity:        aws.Int32(accessTokenMinutes),
		IdTokenValidity:            aws.Int32(accessTokenMinutes),
		RefreshTokenValidity:       refreshTokenDays,
		TokenValidityUnits: &types.TokenValidityUnitsType{
			AccessToken:  types.TimeUnitsTypeMinutes,
			IdToken:      types.TimeUnitsTypeMinutes,
			RefreshToken: types.TimeUnitsTypeDays,
		},
	}
}
