package provision

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

func (r *run) s3() *s3.Client {
	return s3.NewFromConfig(r.AWS, func(o *s3.Options) { o.UsePathStyle = true })
}

// buckets makes private buckets.
func buckets(ctx context.Context, r *run) error {
	client := r.s3()
	for _, wanted := range r.definition.Buckets {
		if err := bucket(ctx, client, wanted); err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
	}
	return nil
}

func bucket(ctx context.Context, client *s3.Client, wanted infrastructure.Bucket) error {
	name := aws.String(wanted.Name)
	_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: name})
	if _, mine := errors.AsType[*types.BucketAlreadyOwnedByYou](err); err != nil && !mine {
		return err
	}
	_, err = client.PutPublicAccessBlock(ctx, &s3.PutPublicAccessBlockInput{
		Bucket: name,
		PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{
			BlockPublicAcls: aws.Bool(true), BlockPublicPolicy: aws.Bool(true),
			IgnorePublicAcls: aws.Bool(true), RestrictPublicBuckets: aws.Bool(true),
		},
	})
	if err != nil {
		return fmt.Errorf("block public access: %w", err)
	}
	if err := cors(ctx, client, wanted); err != nil {
		return fmt.Errorf("CORS: %w", err)
	}
	if err := lifecycle(ctx, client, wanted); err != nil {
		return fmt.Errorf("lifecycle: %w", err)
	}
	return nil
}

func cors(ctx context.Context, client *s3.Client, wanted infrastructure.Bucket) error {
	if len(wanted.CORS) == 0 {
		_, err := client.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: aws.String(wanted.Name)})
		return err
	}
	rules := make([]types.CORSRule, len(wanted.CORS))
	for i, rule := range wanted.CORS {
		rules[i] = types.CORSRule{
			AllowedOrigins: rule.Origins, AllowedMethods: rule.Methods, AllowedHeaders: rule.Headers,
			MaxAgeSeconds: aws.Int32(int32(rule.MaxAgeSeconds)),
		}
	}
	_, err := client.PutBucketCors(ctx, &s3.PutBucketCorsInput{
		Bucket: aws.String(wanted.Name), CORSConfiguration: &types.CORSConfiguration{CORSRules: rules},
	})
	return err
}

func lifecycle(ctx context.Context, client *s3.Client, wanted infrastructure.Bucket) error {
	if wanted.ExpireAfterDays == 0 {
		_, err := client.DeleteBucketLifecycle(ctx, &s3.DeleteBucketLifecycleInput{Bucket: aws.String(wanted.Name)})
		return err
	}
	_, err := client.PutBucketLifecycleConfiguration(ctx, &s3.PutBucketLifecycleConfigurationInput{
		Bucket: aws.String(wanted.Name),
		LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{{
			ID: aws.String("expire"), Status: types.ExpirationStatusEnabled,
			Filter:     &types.LifecycleRuleFilter{Prefix: aws.String("")},
			Expiration: &types.LifecycleExpiration{Days: aws.Int32(int32(wanted.ExpireAfterDays))},
		}}},
	})
	return err
}

// notifications has S3 call functions, which exist by now: S3 refuses to call
// one that doesn't.
func notifications(ctx context.Context, r *run) error {
	client, env := r.s3(), r.environment()
	for _, wanted := range r.definition.Buckets {
		var configured []types.LambdaFunctionConfiguration
		for _, notification := range wanted.Notifications {
			grant := grant{
				id: "s3-" + notification.Name, principal: "s3.amazonaws.com",
				source: infrastructure.BucketARN(wanted.Name), account: env.Account,
			}
			if err := r.permit(ctx, notification.Function, grant); err != nil {
				return err
			}
			configured = append(configured, lambdaNotification(env, notification))
		}
		_, err := client.PutBucketNotificationConfiguration(ctx, &s3.PutBucketNotificationConfigurationInput{
			Bucket:                    aws.String(wanted.Name),
			NotificationConfiguration: &types.NotificationConfiguration{LambdaFunctionConfigurations: configured},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
	}
	return nil
}

func lambdaNotification(env infrastructure.Environment, n infrastructure.Notification) types.LambdaFunctionConfiguration {
	events := make([]types.Event, len(n.Events))
	for i, event := range n.Events {
		events[i] = types.Event(event)
	}
	return types.LambdaFunctionConfiguration{
		Id:                aws.String(n.Name),
		LambdaFunctionArn: aws.String(env.FunctionARN(n.Function)),
		Events:            events,
		Filter: &types.NotificationConfigurationFilter{Key: &types.S3KeyFilter{FilterRules: []types.FilterRule{
			{Name: types.FilterRuleNamePrefix, Value: aws.String(n.Prefix)},
		}}},
	}
}
