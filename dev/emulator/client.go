package emulator

import (
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// Client is the configuration with which AWS clients reach an emulator.
func Client(url string) aws.Config { return ClientAs(url, AccessKey, SecretKey) }

// ClientAs is the same for somebody who may not do everything.
func ClientAs(url, accessKey, secretKey string) aws.Config {
	return aws.Config{
		Region:       Region,
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
	}
}

// ClientEnvironment is the same for a process that reads its environment, as
// the services do. The developer's own AWS files stay out of it.
func ClientEnvironment(url string) []string { return EnvironmentAs(url, AccessKey, SecretKey) }

// EnvironmentAs is the same for somebody who may not do everything.
func EnvironmentAs(url, accessKey, secretKey string) []string {
	return []string{
		"AWS_REGION=" + Region,
		"AWS_ACCESS_KEY_ID=" + accessKey,
		"AWS_SECRET_ACCESS_KEY=" + secretKey,
		"AWS_ENDPOINT_URL=" + url,
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
	}
}
