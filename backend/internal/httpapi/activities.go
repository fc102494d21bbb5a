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
		Headers: contract.CreateActivity201ResponseHeaders{Location: "/api/activities/" + made.ID.String()},
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
	id, err := uuid.NewV7()
	if err != nil {
		return cruddur.NewActivity{}, fmt.Errorf("make an id: %w", err)
	}
	draft := cruddur.NewActivity{
		ID:      id,
		Author:  author.Sub,
		Message: cruddur.NormalizeText(request.Body.Message),
		TTL:     author.DefaultTTL,
	}
	asked := ""
	if request.Body.TTL != nil {
		draft.TTL = cruddur.TTL(*request.Body.TTL)
		asked = string(*request.Body.TTL)
	}
	if request.Params.IdempotencyKey != nil {
		draft.IdempotencyKey = *request.Params.IdempotencyKey
		// Of what was asked, not of what it came to: the author's default life
		// may change between a request and its repetition.
		digest := sha256.Sum256([]byte(asked + "\x00" + draft.Message))
		draft.Fingerprint = digest[:]
	}
	return draft, nil
}
