package build

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Lambdas are the built Lambda functions.
type Lambdas struct {
	// Zips are the paths of their zips, by program.
	Zips map[string]string
	// Turbo tells whether resize is the one that works with C libraries.
	Turbo bool
}

// source is where the program of a function is: cmd/<name> of a module.
type source struct {
	module, name string
	withC        bool
	// env are more variables of the build.
	env []string
}

func sources() []source {
	const messagingModule = "messaging"
	return []source{
		{module: "media", name: "presign"},
		{module: "media", name: "resize", withC: true},
		{module: messagingModule, name: "stream"},
		{module: messagingModule, name: "live"},
		{module: messagingModule, name: "push"},
	}
}

// FunctionNames are the names of all programs.
func FunctionNames() []string {
	all := sources()
	names := make([]string, len(all))
	for i, program := range all {
		names[i] = program.name
	}
	return names
}

// Functions builds the Lambdas into bin and zips those that changed.
func Functions(ctx context.Context, repository, bin string, log io.Writer) (Lambdas, error) {
	programs, turbo := sources(), HasPictureLibraries(ctx)
	for i := range programs {
		programs[i].withC = programs[i].withC && turbo
	}
	zips, err := functions(ctx, repository, bin, log, programs)
	return Lambdas{Zips: zips, Turbo: turbo}, err
}

// FunctionsForAWS does the same for the architectures on which Terraform runs
// them. It needs Linux on x86-64, because resize is linked with libraries.
func FunctionsForAWS(ctx context.Context, repository, bin string, log io.Writer) (Lambdas, error) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" || !HasPictureLibraries(ctx) {
		return Lambdas{}, errors.New("build the Lambdas: for AWS this needs Linux on x86-64 with gcc, libjpeg-turbo and libwebp")
	}
	programs := sources()
	for i := range programs {
		programs[i].env = []string{"GOOS=linux", "GOARCH=arm64"}
		if programs[i].withC {
			programs[i].env = []string{"GOOS=linux", "GOARCH=amd64"}
		}
	}
	zips, err := functions(ctx, repository, bin, log, programs)
	return Lambdas{Zips: zips, Turbo: true}, err
}

func functions(ctx context.Context, repository, bin string, log io.Writer, programs []source) (map[string]string, error) {
	zips := map[string]string{}
	var group sync.WaitGroup
	failures := make([]error, len(programs))
	for i, program := range programs {
		zipped := filepath.Join(bin, program.name+".zip")
		zips[program.name] = zipped
		group.Go(func() { failures[i] = lambda(ctx, repository, program, zipped, log) })
	}
	group.Wait()
	if err := errors.Join(failures...); err != nil {
		return nil, fmt.Errorf("build the Lambdas: %w", err)
	}
	return zips, nil
}

// lambda builds one program and zips it. With C it is linked statically,
// because a Lambda has no libraries; media/README.md has the same commands.
// Symbols are left out: they are a third of a program, and stacks don't need
// them.
func lambda(ctx context.Context, repository string, program source, zipped string, log io.Writer) error {
	dir := filepath.Join(filepath.Dir(zipped), "lambda-"+program.name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	bootstrap := filepath.Join(dir, "bootstrap")
	env, tags, flags := "CGO_ENABLED=0", "lambda.norpc", "-s -w"
	if program.withC {
		env, tags, flags = "CGO_ENABLED=1", "netgo,osusergo,lambda.norpc", "-s -w -linkmode external -extldflags -static"
	}
	err := executeWith(ctx, filepath.Join(repository, program.module), append([]string{env}, program.env...), log,
		"go", "build", "-tags", tags, "-ldflags", flags, "-o", bootstrap, "./cmd/"+program.name)
	if err != nil {
		return err
	}
	wanted, err := hashFiles(bootstrap)
	if err != nil {
		return err
	}
	stamp := zipped + ".stamp"
	if _, err := os.Stat(zipped); err == nil && upToDate(stamp, wanted) {
		return nil
	}
	if err := zipProgram(bootstrap, zipped); err != nil {
		return fmt.Errorf("zip %s: %w", program.name, err)
	}
	return writeStamp(stamp, wanted)
}

// zipProgram writes a zip with the program alone in it. The same program gives
// the same zip, so that an unchanged one is not deployed again.
func zipProgram(program, zipped string) error {
	content, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	header := &zip.FileHeader{Name: filepath.Base(program), Method: zip.Deflate}
	header.SetMode(0o755)
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := entry.Write(content); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return os.WriteFile(zipped, out.Bytes(), 0o600)
}

// HasPictureLibraries tells whether libjpeg-turbo and libwebp can be linked
// statically here.
func HasPictureLibraries(ctx context.Context) bool {
	const program = "#include <stdio.h>\n#include <jpeglib.h>\n#include <webp/encode.h>\n" +
		"int main(void) { struct jpeg_error_mgr e; jpeg_std_error(&e); return WebPGetEncoderVersion() == 0; }\n"
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "gcc"
	}
	dir, err := os.MkdirTemp("", "cruddur-check-")
	if err != nil {
		return false
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cmd := exec.CommandContext(ctx, compiler, "-x", "c", "-", "-static", "-o", filepath.Join(dir, "check"),
		"-ljpeg", "-lwebp", "-lm", "-lpthread")
	cmd.Stdin = strings.NewReader(program)
	return cmd.Run() == nil
}

// executeWith runs a build command with some variables on top of the
// developer's environment.
func executeWith(ctx context.Context, dir string, env []string, log io.Writer, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, slices.Concat(os.Environ(), env)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %v: %w", name, args, err)
	}
	return nil
}
