// Package cognito asks Amazon Cognito about accounts.
package cognito

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/fault"
)

// UserGetter is the part of Cognito's client that is used.
type UserGetter interface {
	GetUser(ctx context.Context, in *cognitoidentityprovider.GetUserInput, options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.GetUserOutput, error)
}

var (
	_ UserGetter       = (*cognitoidentityprovider.Client)(nil)
	_ cruddur.Accounts = (*Accounts)(nil)
)

// lookupLimit bounds one look-up: a person waits for it.
const lookupLimit = 3 * time.Second

// Accounts looks up the accounts of a user pool.
type Accounts struct {
	client UserGetter
}

// NewAccounts makes a look-up over a client.
func NewAccounts(client UserGetter) *Accounts { return &Accounts{client: client} }

// NewClient makes Cognito's client from the process's AWS settings. GetUser is
// authorized by the access token it is about, so no credentials are needed.
func NewClient(ctx context.Context) (*cognitoidentityprovider.Client, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithCredentialsProvider(aws.AnonymousCredentials{}))
	if err != nil {
		return nil, fmt.Errorf("read the AWS settings: %w", err)
	}
	awstrace.Add(&cfg)
	return cognitoidentityprovider.NewFromConfig(cfg), nil
}

// Account returns the account that a (verified) access token belongs to. A
// token that Cognito has revoked is the fault "token_invalid"; Cognito being
// away is "accounts_unavailable".
func (a *Accounts) Account(ctx context.Context, accessToken string) (cruddur.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	user, err := a.client.GetUser(ctx, &cognitoidentityprovider.GetUserInput{AccessToken: aws.String(accessToken)})
	if err != nil {
		return cruddur.Account{}, translate(err)
	}
	return accountOf(user.UserAttributes)
}

func translate(err error) error {
	var unauthorized *types.NotAuthorizedException
	var unknown *types.UserNotFoundException
	if errors.As(err, &unauthorized) || errors.As(err, &unknown) {
		return fault.New(fault.Unauthenticated, "token_invalid", "The session has ended. Sign in again.").WithCause(err)
	}
	return fault.New(fault.Unavailable, "accounts_unavailable", "Accounts can't be looked up at the moment. Try again soon.").
		WithRetryAfter(2 * time.Second).WithCause(fmt.Errorf("get the user from Cognito: %w", err))
}

func accountOf(attributes []types.AttributeType) (cruddur.Account, error) {
	var account cruddur.Account
	for _, attribute := range attributes {
		value := aws.ToString(attribute.Value)
		switch aws.ToString(attribute.Name) {
		case "sub":
			sub, err := uuid.Parse(value)
			if err != nil {
				return cruddur.Account{}, fmt.Errorf("read the account's sub: %w", err)
			}
			account.Sub = sub
		case "preferred_username":
			account.Handle = value
		case "name":
			account.DisplayName = value
		}
	}
	if account.Sub == uuid.Nil {
		return cruddur.Account{}, errors.New("the account has no sub")
	}
	return account, nil
}
