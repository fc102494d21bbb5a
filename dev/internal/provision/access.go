package provision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// policyName is the one policy that every identity has.
const policyName = "access"

// AccessKey is what a process acts with.
type AccessKey struct{ ID, Secret string }

// roles makes the roles of the functions.
func roles(ctx context.Context, r *run) error {
	client := iam.NewFromConfig(r.AWS)
	for _, function := range r.definition.Functions {
		if err := role(ctx, client, function.Role); err != nil {
			return fmt.Errorf("%s: %w", function.Role.Name, err)
		}
	}
	return nil
}

func role(ctx context.Context, client *iam.Client, wanted infrastructure.Identity) error {
	trust, err := json.Marshal(document{Version: policyVersion, Statement: []statement{{
		Effect: "Allow", Action: []string{"sts:AssumeRole"}, Principal: map[string]string{"Service": "lambda.amazonaws.com"},
	}}})
	if err != nil {
		return err
	}
	_, err = client.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: aws.String(wanted.Name), AssumeRolePolicyDocument: aws.String(string(trust)),
	})
	if _, there := errors.AsType[*types.EntityAlreadyExistsException](err); err != nil && !there {
		return err
	}
	policy, err := policyOf(wanted)
	if err != nil {
		return err
	}
	_, err = client.PutRolePolicy(ctx, &iam.PutRolePolicyInput{
		RoleName: aws.String(wanted.Name), PolicyName: aws.String(policyName), PolicyDocument: aws.String(policy),
	})
	return err
}

// services makes who the processes act as that are no functions. On AWS these
// are roles of ECS tasks; here they are users, whose keys outlive a restart of
// the emulator, as sessions of roles don't.
func services(ctx context.Context, r *run) error {
	client, env := iam.NewFromConfig(r.AWS), r.environment()
	keys := map[string]AccessKey{
		env.BackendIdentity(): r.Before.Backend, env.MessagingIdentity(): r.Before.Messaging, env.EdgeIdentity(): r.Before.Edge,
	}
	for _, wanted := range r.definition.Services {
		key, err := service(ctx, client, wanted, keys[wanted.Name])
		if err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
		keys[wanted.Name] = key
	}
	r.made.Backend, r.made.Messaging, r.made.Edge = keys[env.BackendIdentity()], keys[env.MessagingIdentity()], keys[env.EdgeIdentity()]
	return nil
}

func service(ctx context.Context, client *iam.Client, wanted infrastructure.Identity, known AccessKey) (AccessKey, error) {
	name := aws.String(wanted.Name)
	_, err := client.CreateUser(ctx, &iam.CreateUserInput{UserName: name})
	if _, there := errors.AsType[*types.EntityAlreadyExistsException](err); err != nil && !there {
		return AccessKey{}, err
	}
	policy, err := policyOf(wanted)
	if err != nil {
		return AccessKey{}, err
	}
	_, err = client.PutUserPolicy(ctx, &iam.PutUserPolicyInput{
		UserName: name, PolicyName: aws.String(policyName), PolicyDocument: aws.String(policy),
	})
	if err != nil {
		return AccessKey{}, err
	}
	return accessKey(ctx, client, wanted.Name, known)
}

// accessKey returns the known key while it counts. Else it makes a new one and
// deletes the others, whose secrets nobody can read any more.
func accessKey(ctx context.Context, client *iam.Client, user string, known AccessKey) (AccessKey, error) {
	listed, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String(user)})
	if err != nil {
		return AccessKey{}, err
	}
	isKnown := func(key types.AccessKeyMetadata) bool { return aws.ToString(key.AccessKeyId) == known.ID }
	if slices.ContainsFunc(listed.AccessKeyMetadata, isKnown) {
		return known, nil
	}
	for _, old := range listed.AccessKeyMetadata {
		_, err := client.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: aws.String(user), AccessKeyId: old.AccessKeyId})
		if err != nil {
			return AccessKey{}, err
		}
	}
	created, err := client.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String(user)})
	if err != nil {
		return AccessKey{}, err
	}
	return AccessKey{ID: aws.ToString(created.AccessKey.AccessKeyId), Secret: aws.ToString(created.AccessKey.SecretAccessKey)}, nil
}

// policyVersion is that of IAM's policy language.
const policyVersion = "2012-10-17"

// document is a policy as IAM reads it.
type document struct {
	Version   string      `json:"Version"`
	Statement []statement `json:"Statement"`
}

type statement struct {
	Effect    string            `json:"Effect"`
	Action    []string          `json:"Action"`
	Resource  []string          `json:"Resource,omitempty"`
	Principal map[string]string `json:"Principal,omitempty"`
}

func policyOf(identity infrastructure.Identity) (string, error) {
	policy := document{Version: policyVersion}
	for _, allowed := range identity.May {
		policy.Statement = append(policy.Statement, statement{Effect: "Allow", Action: allowed.Actions, Resource: allowed.Resources})
	}
	raw, err := json.Marshal(policy)
	return string(raw), err
}
