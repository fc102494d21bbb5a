package people

import (
	"context"
	"fmt"
	"time"

	cognitosrp "github.com/alexrudd/cognito-srp/v4"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Pool is the user pool, as far as strangers may use it.
type Pool struct {
	config Config
	client *cognito.Client
}

// Open returns the pool that a configuration names.
func Open(config Config) Pool {
	client := cognito.New(cognito.Options{
		Region:       config.Region,
		BaseEndpoint: aws.String(config.CognitoEndpoint),
		// What strangers may call is not signed.
		Credentials: aws.AnonymousCredentials{},
	})
	return Pool{config: config, client: client}
}

// Tokens are those of one sign-in.
type Tokens struct {
	Access, ID, Refresh string
}

// SignUp makes an account that waits for its code.
func (p Pool) SignUp(ctx context.Context, account Account) error {
	_, err := p.client.SignUp(ctx, &cognito.SignUpInput{
		ClientId: aws.String(p.config.UserPoolClientID),
		Username: aws.String(account.Email),
		Password: aws.String(account.Password),
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String(account.Email)},
			{Name: aws.String("name"), Value: aws.String(account.DisplayName)},
			{Name: aws.String("preferred_username"), Value: aws.String(account.Handle)},
		},
	})
	return err
}

// Confirm proves the address with a code.
func (p Pool) Confirm(ctx context.Context, email, code string) error {
	_, err := p.client.ConfirmSignUp(ctx, &cognito.ConfirmSignUpInput{
		ClientId:         aws.String(p.config.UserPoolClientID),
		Username:         aws.String(email),
		ConfirmationCode: aws.String(code),
	})
	return err
}

// SignIn proves the password without sending it (SRP), as the site does.
func (p Pool) SignIn(ctx context.Context, email, password string) (Tokens, error) {
	srp, err := cognitosrp.NewCognitoSRP(email, password, p.config.UserPoolID, p.config.UserPoolClientID, nil)
	if err != nil {
		return Tokens{}, fmt.Errorf("prepare the sign-in: %w", err)
	}
	begun, err := p.client.InitiateAuth(ctx, &cognito.InitiateAuthInput{
		AuthFlow:       types.AuthFlowTypeUserSrpAuth,
		ClientId:       aws.String(p.config.UserPoolClientID),
		AuthParameters: srp.GetAuthParams(),
	})
	if err != nil {
		return Tokens{}, err
	}
	proof, err := srp.PasswordVerifierChallenge(begun.ChallengeParameters, time.Now())
	if err != nil {
		return Tokens{}, fmt.Errorf("answer the challenge: %w", err)
	}
	answered, err := p.client.RespondToAuthChallenge(ctx, &cognito.RespondToAuthChallengeInput{
		ChallengeName:      begun.ChallengeName,
		ClientId:           aws.String(p.config.UserPoolClientID),
		ChallengeResponses: proof,
		Session:            begun.Session,
	})
	if err != nil {
		return Tokens{}, err
	}
	if answered.AuthenticationResult == nil {
		return Tokens{}, fmt.Errorf("the pool asks for more: %s", answered.ChallengeName)
	}
	return tokensOf(answered.AuthenticationResult), nil
}

// SignInWithPassword sends the password in the clear, which the pool must
// refuse.
func (p Pool) SignInWithPassword(ctx context.Context, email, password string) error {
	_, err := p.client.InitiateAuth(ctx, &cognito.InitiateAuthInput{
		AuthFlow:       types.AuthFlowTypeUserPasswordAuth,
		ClientId:       aws.String(p.config.UserPoolClientID),
		AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": password},
	})
	return err
}

// Refresh gets a new access token for a refresh token.
func (p Pool) Refresh(ctx context.Context, refresh string) (Tokens, error) {
	renewed, err := p.client.InitiateAuth(ctx, &cognito.InitiateAuthInput{
		AuthFlow:       types.AuthFlowTypeRefreshTokenAuth,
		ClientId:       aws.String(p.config.UserPoolClientID),
		AuthParameters: map[string]string{"REFRESH_TOKEN": refresh},
	})
	if err != nil {
		return Tokens{}, err
	}
	return tokensOf(renewed.AuthenticationResult), nil
}

func tokensOf(result *types.AuthenticationResultType) Tokens {
	return Tokens{
		Access:  aws.ToString(result.AccessToken),
		ID:      aws.ToString(result.IdToken),
		Refresh: aws.ToString(result.RefreshToken),
	}
}
