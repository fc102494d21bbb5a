// Package accounts keeps the user pool and the rows of people in agreement.
// The database is safe against a hard stop, the emulator's pool is not quite:
// whoever has a row must be able to sign in.
package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Password is that of every account made here. It opens local accounts only.
const Password = "Burn-after-reading-1"

// Row is a person in the database.
type Row struct {
	Handle      string `json:"handle"`
	DisplayName string `json:"display_name"`
	// Sub is the id of the person's account in the user pool.
	Sub string `json:"sub"`
	// Seeded tells the people of the seed from those who signed up.
	Seeded bool `json:"seeded"`
}

// Email is the address under which the account of a handle is made again.
func Email(handle string) string { return strings.ToLower(handle) + "@cruddur.test" }

// Link points the row of a handle at an account.
type Link struct {
	Handle string `json:"handle"`
	Sub    string `json:"sub"`
}

// Rows is the database's side.
type Rows interface {
	// List returns everybody.
	List(ctx context.Context) ([]Row, error)
	// Relink points rows at other accounts. When it fails, some may be done.
	Relink(ctx context.Context, links []Link) error
}

// Pool is the user pool's side.
type Pool struct {
	Client *cognito.Client
	ID     string
}

// Reconcile makes an account for every row that has none, points the row at it
// and returns those rows. When it is interrupted, the next run finishes.
func Reconcile(ctx context.Context, pool Pool, rows Rows) ([]Row, error) {
	people, err := rows.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the people of the database: %w", err)
	}
	known, err := pool.list(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the accounts of the user pool: %w", err)
	}
	var orphans []Row
	var links []Link
	for _, person := range people {
		if known.subs[person.Sub] {
			continue
		}
		sub, err := pool.account(ctx, known, person)
		if err != nil {
			return nil, fmt.Errorf("make an account for %s: %w", person.Handle, err)
		}
		orphans = append(orphans, person)
		links = append(links, Link{Handle: person.Handle, Sub: sub})
	}
	if len(links) == 0 {
		return nil, nil
	}
	if err := rows.Relink(ctx, links); err != nil {
		return nil, fmt.Errorf("point rows at new accounts: %w", err)
	}
	return orphans, nil
}

// knownAccounts is what the pool holds.
type knownAccounts struct {
	subs    map[string]bool
	byEmail map[string]existing
}

type existing struct{ sub, handle string }

func (p Pool) list(ctx context.Context) (knownAccounts, error) {
	known := knownAccounts{subs: map[string]bool{}, byEmail: map[string]existing{}}
	pages := cognito.NewListUsersPaginator(p.Client, &cognito.ListUsersInput{UserPoolId: aws.String(p.ID)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return knownAccounts{}, err
		}
		for _, user := range page.Users {
			sub := attribute(user.Attributes, "sub")
			known.subs[sub] = true
			known.byEmail[strings.ToLower(attribute(user.Attributes, "email"))] = existing{
				sub: sub, handle: attribute(user.Attributes, "preferred_username"),
			}
		}
	}
	return known, nil
}

// account returns the sub of a new account for the person, or of the one that
// an interrupted run made for the same handle.
func (p Pool) account(ctx context.Context, known knownAccounts, person Row) (string, error) {
	email := Email(person.Handle)
	if found, taken := known.byEmail[email]; taken {
		return p.adopt(ctx, found, person)
	}
	created, err := p.Client.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId:    aws.String(p.ID),
		Username:      aws.String(email),
		MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String(email)},
			{Name: aws.String("email_verified"), Value: aws.String("true")},
			{Name: aws.String("name"), Value: aws.String(person.DisplayName)},
			{Name: aws.String("preferred_username"), Value: aws.String(person.Handle)},
		},
	})
	if _, exists := errors.AsType[*types.UsernameExistsException](err); exists {
		// It was made after all: an answer got lost, and the client asked again.
		return p.made(ctx, person)
	}
	if err != nil {
		return "", err
	}
	return attribute(created.User.Attributes, "sub"), p.setPassword(ctx, email)
}

// made returns the sub of the account that is there for the person.
func (p Pool) made(ctx context.Context, person Row) (string, error) {
	email := Email(person.Handle)
	found, err := p.Client.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: aws.String(p.ID), Username: aws.String(email)})
	if err != nil {
		return "", err
	}
	return p.adopt(ctx, existing{
		sub: attribute(found.UserAttributes, "sub"), handle: attribute(found.UserAttributes, "preferred_username"),
	}, person)
}

// adopt takes an account for the person's, unless it is somebody else's.
func (p Pool) adopt(ctx context.Context, found existing, person Row) (string, error) {
	email := Email(person.Handle)
	if !strings.EqualFold(found.handle, person.Handle) {
		return "", fmt.Errorf("%s is the address of %s", email, found.handle)
	}
	return found.sub, p.setPassword(ctx, email)
}

func (p Pool) setPassword(ctx context.Context, email string) error {
	_, err := p.Client.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: aws.String(p.ID),
		Username:   aws.String(email),
		Password:   aws.String(Password),
		Permanent:  true,
	})
	return err
}

func attribute(attributes []types.AttributeType, name string) string {
	for _, attribute := range attributes {
		if aws.ToString(attribute.Name) == name {
			return aws.ToString(attribute.Value)
		}
	}
	return ""
}
