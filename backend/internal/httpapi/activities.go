package httpapi

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// CreateActivity posts a crud of the caller's.
func (s *server) CreateActivity(ctx context.Context, request contract.CreateActivityRequestObject) (contract.CreateActivityResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	draft, err := newActivity(author, request)
	if err != nil {
		return nil, err
	}
	made, posted, err := s.Activities.CreateActivity(ctx, draft)
	if err != nil {
		return nil, err
	}
	if !posted {
		return contract.CreateActivity200JSONResponse(activity(made)), nil
	}
	return contract.CreateActivity201JSONResponse{
		Body:    activity(made),
		Headers: contract.CreateActivity201ResponseHeaders{Location: activityPath(made.ID)},
	}, nil
}

// GetActivity answers with one crud.
func (s *server) GetActivity(ctx context.Context, request contract.GetActivityRequestObject) (contract.GetActivityResponseObject, error) {
	found, err := s.Activities.Activity(ctx, request.ID)
	if err != nil {
		return nil, err
	}
	return contract.GetActivity200JSONResponse(activity(found)), nil
}

// DeleteActivity deletes a crud of the caller's.
func (s *server) DeleteActivity(ctx context.Context, request contract.DeleteActivityRequestObject) (contract.DeleteActivityResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Activities.DeleteActivity(ctx, author.Sub, request.ID); err != nil {
		return nil, err
	}
	return contract.DeleteActivity204Response{}, nil
}

func newActivity(author cruddur.Person, request contract.CreateActivityRequestObject) (cruddur.NewActivity, error) {
	ttl, asked := author.DefaultTTL, ""
	if request.Body.TTL != nil {
		ttl, asked = cruddur.TTL(*request.Body.TTL), string(*request.Body.TTL)
	}
	// The key stands for what was asked, not for what it came to: the author's
	// default life may change between a request and its repetition.
	draft, err := newDraft(author, request.Body.Message, request.Params.IdempotencyKey, asked)
	draft.TTL = ttl
	return draft, err
}

// newDraft is what cruds and replies have in common; asked tells requests apart
// whose messages are the same.
func newDraft(author cruddur.Person, message string, key *string, asked string) (cruddur.NewActivity, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return cruddur.NewActivity{}, fmt.Errorf("make an id: %w", err)
	}
	draft := cruddur.NewActivity{ID: id, Author: author.Sub, Message: cruddur.NormalizeText(message)}
	if key != nil {
		draft.IdempotencyKey = *key
		digest := sha256.Sum256([]byte(asked + "\x00" + draft.Message))
		draft.Fingerprint = digest[:]
	}
	return draft, nil
}

// activityPath is the address of a crud in this API.
func activityPath(id uuid.UUID) string { return "/api/activities/" + id.String() }
