package httpapi

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/text"
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
	made, posted, err := s.post(ctx, draft)
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
	draft, err := newDraft(author, post{request.Body.Message, request.Body.Photos, request.Params.IdempotencyKey}, asked)
	draft.TTL = ttl
	return draft, err
}

// post is what requests for cruds and for replies have in common.
type post struct {
	message string
	photos  *contract.AttachPhotos
	key     *string
}

// newDraft makes a draft of a post; asked tells requests apart whose messages
// and photos are the same.
func newDraft(author cruddur.Person, p post, asked string) (cruddur.NewActivity, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return cruddur.NewActivity{}, fmt.Errorf("make an id: %w", err)
	}
	draft := cruddur.NewActivity{ID: id, Author: author.Sub, Message: text.Normalize(p.message), Photos: wantedPhotos(p.photos)}
	if text.Blank(draft.Message) {
		draft.Message = "" // beside photos; validation lets it pass nowhere else
	}
	if p.key != nil {
		draft.IdempotencyKey = *p.key
		draft.Fingerprint = fingerprint(draft, asked)
	}
	return draft, nil
}

// fingerprint is of everything that was asked for.
func fingerprint(draft cruddur.NewActivity, asked string) []byte {
	digest := sha256.New()
	digest.Write([]byte(asked + "\x00" + draft.Message))
	for _, photo := range draft.Photos {
		fmt.Fprintf(digest, "\x00%s %q %v", photo.ID, photo.Alt, photo.FocalPoint)
	}
	return digest.Sum(nil)
}

// post posts a draft, with its photos. An earlier request with the same key is
// looked for first: what it attached is in use by now, and may be too old to be
// attached again, or S3 may be away.
func (s *server) post(ctx context.Context, draft cruddur.NewActivity) (made cruddur.Activity, posted bool, err error) {
	if len(draft.Photos) == 0 {
		return s.Activities.CreateActivity(ctx, draft)
	}
	if draft.IdempotencyKey != "" {
		earlier, found, err := s.Activities.EarlierActivity(ctx, draft)
		if err != nil || found {
			return earlier, false, err
		}
	}
	if err := s.lookUp(ctx, draft); err != nil {
		return cruddur.Activity{}, false, err
	}
	return s.Activities.CreateActivity(ctx, draft)
}

// activityPath is the address of a crud in this API.
func activityPath(id uuid.UUID) string { return "/api/activities/" + id.String() }
