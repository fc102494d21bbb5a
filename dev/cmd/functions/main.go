// Command functions builds the Lambda functions and zips them:
//
//	functions [--aws] FOLDER
//
// For this machine, or with --aws for the architectures on which Terraform runs
// them. It is run at the root of the clone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/cruddur/cruddur/dev/internal/build"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "functions:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, complaints io.Writer) error {
	flags := flag.NewFlagSet("functions", flag.ContinueOnError)
	flags.SetOutput(complaints)
	aws := flags.Bool("aws", false, "build for AWS: resize with its C libraries for x86-64, the others for ARM64")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("say into which folder: functions [--aws] FOLDER")
	}
	folder, err := filepath.Abs(flags.Arg(0))
	if err != nil {
		return fmt.Errorf("find the folder: %w", err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	making := build.Functions
	if *aws {
		making = build.FunctionsForAWS
	}
	lambdas, err := making(ctx, ".", folder, complaints)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(slices.Values(build.FunctionNames())) {
		_, _ = fmt.Fprintln(stdout, lambdas.Zips[name])
	}
	return nil
}
