package objects_test

import (
	"os"
	"testing"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/objects/objectstest"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

func TestBucket(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		objectstest.TestBucket(t, func(*testing.T) objectstest.Bucket { return objectstest.New() })
	})
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		objectstest.TestBucket(t, func(t *testing.T) objectstest.Bucket {
			t.Helper()
			return objects.NewBucket(awstest.S3(t), awstest.NewBucket(t))
		})
	})
}
