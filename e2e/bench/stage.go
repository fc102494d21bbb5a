package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/cruddur/cruddur/e2e/stack"
)

// localParameters is where the stack keeps the settings of its own backend.
const localParameters = "/cruddur/local/backend"

// stage is what everything runs on: a stack of its own, for its PostgreSQL, its
// user pool and its settings; the backend's program; and those who will read.
type stage struct {
	repository string
	stack      *stack.Stack
	record     stack.Record
	home       string // for what the run writes; deleted at the end
	backend    string // the program
	ssm        *ssm.Client
	readers    readers
	towns      []*town
}

func setStage(ctx context.Context, repository string, progress progress) (*stage, error) {
	home, err := os.MkdirTemp("", "cruddur-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	set := &stage{repository: repository, home: home, backend: filepath.Join(home, "backend")}
	if err := set.fill(ctx, progress); err != nil {
		return nil, errors.Join(err, set.clear(context.WithoutCancel(ctx)))
	}
	return set, nil
}

func (s *stage) fill(ctx context.Context, progress progress) error {
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", s.backend, "./cmd/backend")
	build.Dir = filepath.Join(s.repository, "backend")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the backend: %w\n%s", err, out)
	}
	progress.printf("starting a stack")
	var said bytes.Buffer
	var err error
	if s.stack, err = stack.Start(ctx, &said, "--skip-site"); err != nil {
		return fmt.Errorf("%w\n%s", err, said.String())
	}
	if s.record, err = s.stack.Record(); err != nil {
		return err
	}
	s.ssm = ssm.New(ssm.Options{
		Region:       region,
		BaseEndpoint: aws.String(s.record.EmulatorURL),
		Credentials:  credentials.NewStaticCredentialsProvider(anyKey, anyKey, ""),
	})
	progress.printf("signing up %d readers", readerCount)
	s.readers, err = enrol(ctx, s.record.URL)
	return err
}

// What the emulator takes: it looks at the region only.
const (
	region = "us-east-1"
	anyKey = "test"
)

// environment is all that the backend is told; its settings are below path.
func (s *stage) environment(path string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=" + anyKey, "AWS_SECRET_ACCESS_KEY=" + anyKey,
		"AWS_ENDPOINT_URL=" + s.record.EmulatorURL,
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
		"CRUDDUR_PARAMETERS_PATH=" + path,
	}
}

// configure writes the settings of one more backend: those of the stack's, but
// for what is given.
func (s *stage) configure(ctx context.Context, path string, different map[string]string) error {
	settings := map[string]string{}
	pages := ssm.NewGetParametersByPathPaginator(s.ssm, &ssm.GetParametersByPathInput{
		Path: aws.String(localParameters), WithDecryption: aws.Bool(true),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("read the settings of the stack's backend: %w", err)
		}
		for _, parameter := range page.Parameters {
			settings[strings.TrimPrefix(aws.ToString(parameter.Name), localParameters+"/")] = aws.ToString(parameter.Value)
		}
	}
	maps.Copy(settings, different)
	for name, value := range settings {
		_, err := s.ssm.PutParameter(ctx, &ssm.PutParameterInput{
			Name: aws.String(path + "/" + name), Value: aws.String(value), Type: "SecureString", Overwrite: aws.Bool(true),
		})
		if err != nil {
			return fmt.Errorf("write the setting %s: %w", name, err)
		}
	}
	return nil
}

// clear stops and deletes all that the run made.
func (s *stage) clear(ctx context.Context) error {
	var failures []error
	for _, town := range s.towns {
		failures = append(failures, town.stop())
	}
	if s.stack != nil {
		failures = append(failures, s.stack.Stop(ctx))
	}
	return errors.Join(append(failures, os.RemoveAll(s.home))...)
}
