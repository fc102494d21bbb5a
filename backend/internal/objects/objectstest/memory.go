// Package objectstest has an S3 in memory whose calls can be made to fail, and
// pictures to put there.
package objectstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/cruddur/cruddur/backend/internal/objects"
)

// ErrInjected is what a call that is made to fail fails with.
var ErrInjected = errors.New("injected")

// Fault says how a call goes wrong.
type Fault int

// The ways to go wrong. Half is a deletion that S3 reports to have failed for
// every other key. A call that only reads can't but fail.
const (
	None Fault = iota
	Failed
	TookEffect
	Half
)

// Memory is one bucket in memory.
type Memory struct {
	// Inject is asked before every call, about one at a time; nil lets all succeed.
	Inject func(call string) Fault
	// PageSize is how many keys a list has, a thousand when 0.
	PageSize int

	asking  sync.Mutex
	mu      sync.Mutex
	objects map[string]object
}

type object struct {
	data     []byte
	modified time.Time
}

var _ objects.Client = (*Memory)(nil)

// NewMemory returns an empty bucket.
func NewMemory() *Memory { return &Memory{objects: map[string]object{}} }

// Put stores an object as if it had been written at that time.
func (m *Memory) Put(key string, data []byte, modified time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.objects[key] = object{bytes.Clone(data), modified}
}

// Keys lists what the bucket holds, in order.
func (m *Memory) Keys() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := make([]string, 0, len(m.objects))
	for key := range m.objects {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (m *Memory) inject(ctx context.Context, call string) (Fault, error) {
	if err := ctx.Err(); err != nil {
		return Failed, err
	}
	m.asking.Lock()
	defer m.asking.Unlock()
	fault := None
	if m.Inject != nil {
		fault = m.Inject(call)
	}
	if fault != None && (fault == Failed || call != "delete") {
		return fault, fmt.Errorf("%s: %w", call, ErrInjected)
	}
	return fault, nil
}

// GetObject implements objects.Client.
func (m *Memory) GetObject(ctx context.Context, in *s3.GetObjectInput, _ ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	if _, err := m.inject(ctx, "get"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.objects[aws.ToString(in.Key)]
	if !ok {
		return nil, &types.NoSuchKey{}
	}
	return &s3.GetObjectOutput{Body: io.NopCloser(bytes.NewReader(found.data))}, nil
}

// ListObjectsV2 implements objects.Client.
func (m *Memory) ListObjectsV2(ctx context.Context, in *s3.ListObjectsV2Input, _ ...func(*s3.Options)) (*s3.ListObjectsV2Output, error) {
	if _, err := m.inject(ctx, "list"); err != nil {
		return nil, err
	}
	size := m.PageSize
	if size == 0 {
		size = 1000
	}
	out := &s3.ListObjectsV2Output{IsTruncated: aws.Bool(false)}
	for _, key := range m.Keys() {
		if !strings.HasPrefix(key, aws.ToString(in.Prefix)) || key <= aws.ToString(in.ContinuationToken) {
			continue
		}
		if len(out.Contents) == size {
			out.IsTruncated = aws.Bool(true)
			out.NextContinuationToken = out.Contents[size-1].Key
			return out, nil
		}
		m.mu.Lock()
		modified := m.objects[key].modified
		m.mu.Unlock()
		out.Contents = append(out.Contents, types.Object{Key: aws.String(key), LastModified: aws.Time(modified)})
	}
	return out, nil
}

// DeleteObjects implements objects.Client.
func (m *Memory) DeleteObjects(ctx context.Context, in *s3.DeleteObjectsInput, _ ...func(*s3.Options)) (*s3.DeleteObjectsOutput, error) {
	fault, err := m.inject(ctx, "delete")
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := &s3.DeleteObjectsOutput{}
	for i, one := range in.Delete.Objects {
		if fault == Half && i%2 == 0 {
			out.Errors = append(out.Errors, types.Error{Key: one.Key, Code: aws.String("InternalError"), Message: aws.String("injected")})
			continue
		}
		delete(m.objects, aws.ToString(one.Key))
	}
	if fault == TookEffect {
		return nil, fmt.Errorf("delete, after it took effect: %w", ErrInjected)
	}
	return out, nil
}
