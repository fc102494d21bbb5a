package build_test

import (
	"archive/zip"
	"bytes"
	"debug/elf"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/build"
)

// functions builds the real Lambdas into a folder.
func functions(t *testing.T, bin string) build.Lambdas {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "build.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	built, err := build.Functions(t.Context(), "../../..", bin, log)
	if err != nil {
		raw, _ := os.ReadFile(log.Name())
		t.Fatalf("%v\n%s", err, raw)
	}
	return built
}

// A Lambda is one program that needs no library of the system, under the name
// that its runtime looks for.
func TestLambdasAreOneStaticProgram(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	built := functions(t, bin)
	before := map[string][]byte{}
	for _, name := range []string{"presign", "resize", "stream", "live", "push"} {
		raw, err := os.ReadFile(built.Zips[name])
		if err != nil {
			t.Fatal(err)
		}
		before[name] = raw
		archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		if len(archive.File) != 1 || archive.File[0].Name != "bootstrap" || archive.File[0].Mode()&0o111 == 0 {
			t.Fatalf("%s holds %v", name, archive.File)
		}
		if runtime.GOOS == "linux" {
			checkStatic(t, name, archive.File[0])
		}
	}
	again := functions(t, bin)
	for name, raw := range before {
		if now, err := os.ReadFile(again.Zips[name]); err != nil || !bytes.Equal(now, raw) {
			t.Errorf("%s is another one though nothing changed (%v)", name, err)
		}
	}
}

func checkStatic(t *testing.T, name string, file *zip.File) {
	t.Helper()
	opened, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	program, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	binary, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	if libraries, err := binary.ImportedLibraries(); err != nil || len(libraries) > 0 {
		t.Errorf("%s needs %v (%v)", name, libraries, err)
	}
}

// Without a compiler, or without the libraries, resize is built by Go alone.
func TestLambdasWithoutLibraries(t *testing.T) {
	t.Setenv("CC", filepath.Join(t.TempDir(), "no-compiler"))
	if build.HasPictureLibraries(t.Context()) {
		t.Fatal("libraries without a compiler")
	}
	built := functions(t, t.TempDir())
	if built.Turbo {
		t.Error("resize is said to use libraries")
	}
	if _, err := os.Stat(built.Zips["resize"]); err != nil {
		t.Error(err)
	}
}
