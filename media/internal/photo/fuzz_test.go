package photo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/photo/header"
)

func FuzzRender(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.*")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if h, err := header.Read(data); err == nil && h.Pixels() > 1<<20 {
			return // large ones are slow, and no other
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		result, err := photo.Render(ctx, data, photoPlan)
		if refusal := (*photo.Refusal)(nil); err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		for _, out := range result.Outputs {
			pixels(t, out)
		}
	})
}
