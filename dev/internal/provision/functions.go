package provision

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// functionPatience is how long a function may take to be usable.
const functionPatience = 30 * time.Second

// functions deploys the Lambda functions. Code and configuration are sent only
// when they have changed, because either starts the function anew.
func functions(ctx context.Context, r *run) error {
	client := lambda.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.Functions {
		if err := r.function(ctx, client, wanted); err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
	}
	return nil
}

func (r *run) function(ctx context.Context, client *lambda.Client, wanted infrastructure.Function) error {
	code, err := os.ReadFile(r.Programs[wanted.Program])
	if err != nil {
		return fmt.Errorf("read the program %s: %w", wanted.Program, err)
	}
	name := aws.String(wanted.Name)
	found, err := client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: name})
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); missing {
		return r.createFunction(ctx, client, wanted, code)
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(code)
	if aws.ToString(found.CodeSha256) != base64.StdEncoding.EncodeToString(sum[:]) {
		_, err := client.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: name, ZipFile: code})
		if err != nil {
			return fmt.Errorf("update the code: %w", err)
		}
		if err := functionReady(ctx, client, wanted.Name); err != nil {
			return err
		}
	}
	if r.isConfigured(found, wanted) {
		return nil
	}
	_, err = client.UpdateFunctionConfiguration(ctx, r.configuration(wanted))
	if err != nil {
		return fmt.Errorf("update the configuration: %w", err)
	}
	return functionReady(ctx, client, wanted.Name)
}

func (r *run) createFunction(ctx context.Context, client *lambda.Client, wanted infrastructure.Function, code []byte) error {
	like := r.configuration(wanted)
	_, err := client.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: like.FunctionName, Role: like.Role, Handler: like.Handler, Runtime: like.Runtime,
		MemorySize: like.MemorySize, Timeout: like.Timeout, Environment: like.Environment,
		Code: &types.FunctionCode{ZipFile: code},
	})
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	return functionReady(ctx, client, wanted.Name)
}

func functionReady(ctx context.Context, client *lambda.Client, name string) error {
	waiter := lambda.NewFunctionUpdatedV2Waiter(client, func(o *lambda.FunctionUpdatedV2WaiterOptions) {
		o.MinDelay, o.MaxDelay = 50*time.Millisecond, time.Second
	})
	return waiter.Wait(ctx, &lambda.GetFunctionInput{FunctionName: aws.String(name)}, functionPatience)
}

// configuration is all of a function but its code.
func (r *run) configuration(wanted infrastructure.Function) *lambda.UpdateFunctionConfigurationInput {
	return &lambda.UpdateFunctionConfigurationInput{
		FunctionName: aws.String(wanted.Name),
		Role:         aws.String(r.environment().RoleARN(wanted.Role.Name)),
		Handler:      aws.String("bootstrap"),
		Runtime:      types.RuntimeProvidedal2023,
		MemorySize:   aws.Int32(int32(wanted.MemoryMB)),
		Timeout:      aws.Int32(int32(wanted.TimeoutSeconds)),
		Environment: &types.Environment{Variables: map[string]string{
			"CRUDDUR_PARAMETERS_PATH": wanted.Parameters,
			// The emulator doesn't tell functions where it is, and they would
			// call the real AWS.
			"AWS_ENDPOINT_URL": aws.ToString(r.AWS.BaseEndpoint),
		}},
	}
}

func (r *run) isConfigured(found *lambda.GetFunctionConfigurationOutput, wanted infrastructure.Function) bool {
	like := r.configuration(wanted)
	var variables map[string]string
	if found.Environment != nil {
		variables = found.Environment.Variables
	}
	return aws.ToString(found.Role) == aws.ToString(like.Role) &&
		aws.ToString(found.Handler) == aws.ToString(like.Handler) &&
		found.Runtime == like.Runtime &&
		aws.ToInt32(found.MemorySize) == aws.ToInt32(like.MemorySize) &&
		aws.ToInt32(found.Timeout) == aws.ToInt32(like.Timeout) &&
		maps.Equal(variables, like.Environment.Variables)
}

// grant lets a service of AWS call a function.
type grant struct{ id, principal, source, account string }

// permit writes a grant anew: one that is there may be of another source.
func (r *run) permit(ctx context.Context, function string, g grant) error {
	client := lambda.NewFromConfig(r.AWS)
	_, err := client.RemovePermission(ctx, &lambda.RemovePermissionInput{
		FunctionName: aws.String(function), StatementId: aws.String(g.id),
	})
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); err != nil && !missing {
		return fmt.Errorf("withdraw %s's leave to call %s: %w", g.principal, function, err)
	}
	in := &lambda.AddPermissionInput{
		FunctionName: aws.String(function), StatementId: aws.String(g.id),
		Action: aws.String("lambda:InvokeFunction"), Principal: aws.String(g.principal), SourceArn: aws.String(g.source),
	}
	if g.account != "" {
		in.SourceAccount = aws.String(g.account)
	}
	_, err = client.AddPermission(ctx, in)
	// The SDK asks again when an answer got lost, and then it is there already.
	if _, there := errors.AsType[*types.ResourceConflictException](err); err != nil && !there {
		return fmt.Errorf("let %s call %s: %w", g.principal, function, err)
	}
	return nil
}
