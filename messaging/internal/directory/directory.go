// Package directory asks the backend who people are and who may write to whom,
// over its internal API (backend/api/directory.yaml).
package directory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// Timeout bounds one attempt to ask. The backend is a hop away and answers from
// its primary keys.
const Timeout = 2 * time.Second

// maxBatch is how many people may be asked for at once.
const maxBatch = 100

// maxAnswer is far above any answer.
const maxAnswer = 1 << 20

var errUnavailable = fault.New(fault.Unavailable, "directory_unavailable", "People can't be looked up right now. Try again soon.").
	WithRetryAfter(2 * time.Second)

// Client asks the directory. People are remembered for a short while; who may
// write to whom never is.
type Client struct {
	base   string
	http   *http.Client
	people *cache
}

var _ conversations.Directory = (*Client)(nil)

// New returns a client of the directory at base, such as http://backend:4568.
func New(base *url.URL, now func() time.Time) *Client {
	return &Client{
		base: strings.TrimRight(base.String(), "/"), people: newCache(now),
		http: &http.Client{Timeout: Timeout, Transport: telemetry.Transport(http.DefaultTransport)},
	}
}

// person is the contract's Person.
type person struct {
	Sub         uuid.UUID `json:"sub"`
	Handle      string    `json:"handle"`
	DisplayName string    `json:"display_name"`
	Suspended   bool      `json:"suspended"`
	Avatar      *struct {
		BaseURL     string   `json:"base_url"`
		Widths      []int    `json:"widths"`
		Formats     []string `json:"formats"`
		Placeholder string   `json:"placeholder"`
	} `json:"avatar"`
}

func (p person) profile() conversations.Profile {
	profile := conversations.Profile{
		Person:    conversations.Person{Sub: p.Sub, Handle: p.Handle, DisplayName: p.DisplayName},
		Suspended: p.Suspended,
	}
	if p.Avatar != nil {
		profile.Avatar = &conversations.Avatar{
			BaseURL: p.Avatar.BaseURL, Widths: p.Avatar.Widths, Formats: p.Avatar.Formats, Placeholder: p.Avatar.Placeholder,
		}
	}
	return profile
}

// ByHandle implements conversations.Directory.
func (c *Client) ByHandle(ctx context.Context, handle string) (conversations.Profile, error) {
	if profile, known := c.people.byHandle(handle); known {
		return profile, nil
	}
	var found person
	if err := c.ask(ctx, http.MethodGet, "/directory/people/by-handle/"+url.PathEscape(handle), nil, &found); err != nil {
		return conversations.Profile{}, err
	}
	profile := found.profile()
	c.people.keep(profile)
	return profile, nil
}

// BySub implements conversations.Directory. While the directory is away, people
// who were known a few minutes ago still are, so that conversations go on.
func (c *Client) BySub(ctx context.Context, subs []uuid.UUID) (map[uuid.UUID]conversations.Profile, error) {
	found := make(map[uuid.UUID]conversations.Profile, len(subs))
	var missing []uuid.UUID
	for _, sub := range subs {
		if profile, known := c.people.bySub(sub, fresh); known {
			found[sub] = profile
		} else {
			missing = append(missing, sub)
		}
	}
	for len(missing) > 0 {
		part := missing[:min(maxBatch, len(missing))]
		missing = missing[len(part):]
		if err := c.fetch(ctx, part, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (c *Client) fetch(ctx context.Context, subs []uuid.UUID, into map[uuid.UUID]conversations.Profile) error {
	var answer struct{ Items []person }
	if err := c.ask(ctx, http.MethodPost, "/directory/people/by-sub", map[string]any{"subs": subs}, &answer); err != nil {
		return c.remember(ctx, subs, into, err)
	}
	for _, one := range answer.Items {
		into[one.Sub] = one.profile()
		c.people.keep(into[one.Sub])
	}
	return nil
}

// remember fills in for a directory that is away. It must know everybody: who is
// left out would count as nobody.
func (c *Client) remember(ctx context.Context, subs []uuid.UUID, into map[uuid.UUID]conversations.Profile, cause error) error {
	for _, sub := range subs {
		profile, known := c.people.bySub(sub, stale)
		if !known {
			return cause
		}
		into[sub] = profile
	}
	logging.From(ctx).WarnContext(ctx, "the directory is away: people are as they were remembered", "error", cause)
	return nil
}

// MayWrite implements conversations.Directory.
func (c *Client) MayWrite(ctx context.Context, from uuid.UUID, to []uuid.UUID) (map[uuid.UUID]conversations.Refusal, error) {
	var verdict struct {
		FromRefused conversations.Refusal `json:"from_refused"`
		Refused     []struct {
			Sub    uuid.UUID             `json:"sub"`
			Reason conversations.Refusal `json:"reason"`
		} `json:"refused"`
	}
	err := c.ask(ctx, http.MethodPost, "/directory/may-write", map[string]any{"from": from, "to": to}, &verdict)
	switch {
	case err != nil:
		return nil, err
	case verdict.FromRefused == conversations.Suspended:
		return nil, conversations.ErrAccountSuspended
	case verdict.FromRefused != "":
		return nil, conversations.ErrProfileMissing
	}
	refused := make(map[uuid.UUID]conversations.Refusal, len(verdict.Refused))
	for _, one := range verdict.Refused {
		refused[one.Sub] = one.Reason
	}
	return refused, nil
}

// ask makes one request and reads its answer. Nothing here changes anything, so
// a connection that fails is tried once more.
func (c *Client) ask(ctx context.Context, method, path string, body, answer any) error {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return fmt.Errorf("encode a question to the directory: %w", err)
		}
	}
	status, data, err := c.once(ctx, method, path, content)
	if err != nil && ctx.Err() == nil {
		status, data, err = c.once(ctx, method, path, content)
	}
	if err != nil {
		return errUnavailable.WithCause(err)
	}
	if status != http.StatusOK {
		return refusal(status, method+" "+path, data)
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return fmt.Errorf("read the directory's answer to %s: %w", path, err)
	}
	return nil
}

// refusal words an answer that is none. A 404 of an address that isn't there must
// not pass for a person who isn't.
func refusal(status int, question string, data []byte) error {
	var problem struct {
		Code string `json:"code"`
	}
	_ = json.Unmarshal(data, &problem) // whatever it is, it is quoted below
	if status == http.StatusNotFound && problem.Code == "user_not_found" {
		return conversations.ErrPersonUnknown
	}
	err := fmt.Errorf("the directory answers %d to %s: %.200s", status, question, data)
	if status >= http.StatusInternalServerError {
		return errUnavailable.WithCause(err)
	}
	return err
}

func (c *Client) once(ctx context.Context, method, path string, content []byte) (status int, data []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(content))
	if err != nil {
		return 0, nil, fmt.Errorf("make a request to the directory: %w", err)
	}
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if id := logging.RequestID(ctx); id != "" {
		request.Header.Set("X-Request-Id", id)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("ask the directory: %w", err)
	}
	data, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return answer.StatusCode, data, errors.Join(err, answer.Body.Close())
}
