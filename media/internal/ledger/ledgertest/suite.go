package ledgertest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
)

var (
	noon  = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	quota = upload.Quota{Uploads: 3, Bytes: 100}
)

func grant(owner uuid.UUID, bytes int64, at time.Time) upload.Grant {
	return upload.Grant{
		Incoming:    upload.Incoming{Purpose: upload.Photo, Owner: owner, ID: uuid.New()},
		ContentType: "image/jpeg", Bytes: bytes, GivenAt: at,
	}
}

// TestLedger holds a ledger to what its users rely on.
func TestLedger(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	t.Run("what was granted is found until it is forgotten", func(t *testing.T) { testFind(t, ledger) })
	t.Run("the quota of uploads", func(t *testing.T) { testUploads(t, ledger) })
	t.Run("the quota of bytes", func(t *testing.T) { testBytes(t, ledger) })
	t.Run("a repeated grant counts once", func(t *testing.T) { testRepeat(t, ledger) })
	t.Run("many at once stay within the quota", func(t *testing.T) { testRace(t, ledger) })
}

func testFind(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	want := grant(uuid.New(), 10, noon)
	if _, err := ledger.Find(t.Context(), want.ID, noon); !errors.Is(err, upload.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	if err := ledger.Grant(t.Context(), want, quota); err != nil {
		t.Fatal(err)
	}
	got, err := ledger.Find(t.Context(), want.ID, noon.Add(upload.GrantLife-time.Second))
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	// The table removes it later; it is forgotten now.
	if _, err := ledger.Find(t.Context(), want.ID, noon.Add(upload.GrantLife)); !errors.Is(err, upload.ErrNotFound) {
		t.Errorf("after: %v", err)
	}
}

func testUploads(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	owner := uuid.New()
	for range quota.Uploads {
		if err := ledger.Grant(t.Context(), grant(owner, 1, noon), quota); err != nil {
			t.Fatal(err)
		}
	}
	refused := grant(owner, 1, noon)
	if err := ledger.Grant(t.Context(), refused, quota); !errors.Is(err, upload.ErrQuotaExceeded) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := ledger.Find(t.Context(), refused.ID, noon); !errors.Is(err, upload.ErrNotFound) {
		t.Errorf("a refused grant is found: %v", err)
	}
	if err := ledger.Grant(t.Context(), grant(uuid.New(), 1, noon), quota); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if err := ledger.Grant(t.Context(), grant(owner, 1, noon.Add(12*time.Hour)), quota); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

func testBytes(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	owner := uuid.New()
	steps := []struct {
		bytes int64
		want  error
	}{{101, upload.ErrQuotaExceeded}, {60, nil}, {41, upload.ErrQuotaExceeded}, {40, nil}, {1, upload.ErrQuotaExceeded}}
	for _, step := range steps {
		if err := ledger.Grant(t.Context(), grant(owner, step.bytes, noon), quota); !errors.Is(err, step.want) {
			t.Errorf("%d bytes: %v", step.bytes, err)
		}
	}
}

func testRepeat(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	owner := uuid.New()
	same := grant(owner, 1, noon)
	for range 5 {
		if err := ledger.Grant(t.Context(), same, quota); err != nil {
			t.Fatal(err)
		}
	}
	for range quota.Uploads - 1 {
		if err := ledger.Grant(t.Context(), grant(owner, 1, noon), quota); err != nil {
			t.Fatalf("the repeated one was counted again: %v", err)
		}
	}
}

func testRace(t *testing.T, ledger presign.Ledger) {
	t.Helper()
	owner := uuid.New()
	var group sync.WaitGroup
	var mu sync.Mutex
	granted := int64(0)
	for range 10 {
		group.Go(func() {
			if ledger.Grant(t.Context(), grant(owner, 1, noon), quota) == nil {
				mu.Lock()
				granted++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if granted < 1 || granted > quota.Uploads {
		t.Errorf("%d of 10 were granted, the quota is %d", granted, quota.Uploads)
	}
}
