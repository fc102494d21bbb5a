package stack

import (
	"context"
	"path/filepath"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/build"
	"github.com/cruddur/cruddur/dev/postgres"
)

// Names of the logs.
const (
	logBuild     = "build"
	logSetup     = "setup"
	logPostgres  = "postgres"
	logEmulator  = "emulator"
	logBackend   = "backend"
	logMessaging = "messaging"
	logEdge      = "edge"
	logLambdas   = "lambdas"
)

// Logs are the names of all logs, in the order of the way up.
func Logs() []string {
	return []string{logBuild, logPostgres, logEmulator, logSetup, logBackend, logMessaging, logEdge, logLambdas}
}

func (s *Stack) findPostgres(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	s.binaries, err = postgres.FindOrInstall(ctx, PostgresCache(), log)
	return s.binaries.Dir, err
}

func (s *Stack) installEmulator(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	python, err := emulator.FindPython(ctx)
	if err != nil {
		return "", err
	}
	s.interpreter, err = emulator.Install(ctx, python, emulator.Cache(), log)
	return "", err
}

func (s *Stack) buildPrograms(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	s.programs, err = build.Go(ctx, s.config.Repository, s.folder.Path("bin"), log)
	return "", err
}

func (s *Stack) buildLambdas(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	s.lambdas, err = build.Functions(ctx, s.config.Repository, s.folder.Path("bin"), log)
	if err != nil || s.lambdas.Turbo {
		return "", err
	}
	return "without libjpeg-turbo and libwebp: pictures are slower, and JPEG only", nil
}

func (s *Stack) site() build.Site {
	return build.Site{Dir: filepath.Join(s.config.Repository, "frontend")}
}

func (s *Stack) installSite(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	changed, err := s.site().InstallPackages(ctx, log)
	return unchanged(changed), err
}

func (s *Stack) buildSite(ctx context.Context) (string, error) {
	log, err := s.folder.OpenLog(logBuild)
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	changed, err := s.site().Build(ctx, log)
	return unchanged(changed), err
}

func unchanged(changed bool) string {
	if changed {
		return ""
	}
	return "unchanged"
}
