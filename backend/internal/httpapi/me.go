package httpapi

import (
	"context"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// GetMe answers with the caller's profile.
func (s *server) GetMe(ctx context.Context, _ contract.GetMeRequestObject) (contract.GetMeResponseObject, error) {
	person, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	body, err := s.me(ctx, person)
	return contract.GetMe200JSONResponse(body), err
}

// RegisterMe makes the caller's profile under a handle of their choice.
func (s *server) RegisterMe(ctx context.Context, request contract.RegisterMeRequestObject) (contract.RegisterMeResponseObject, error) {
	sub, raw, err := account(ctx)
	if err != nil {
		return nil, err
	}
	person, err := s.Registration.Choose(ctx, sub, raw, request.Body.Handle)
	if err != nil {
		return nil, err
	}
	body, err := s.me(ctx, person)
	return contract.RegisterMe200JSONResponse(body), err
}

// UpdateMe edits the caller's profile.
func (s *server) UpdateMe(ctx context.Context, request contract.UpdateMeRequestObject) (contract.UpdateMeResponseObject, error) {
	person, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	change := cruddur.ProfileChange{
		DisplayName: request.Body.DisplayName,
		Bio:         request.Body.Bio,
		Location:    request.Body.Location,
		Website:     request.Body.Website,
		DefaultTTL:  (*cruddur.TTL)(request.Body.DefaultTTL),
	}
	if err := s.lookUpProfilePictures(ctx, person, request.Body, &change); err != nil {
		return nil, err
	}
	person, err = s.Profiles.UpdateProfile(ctx, person.Sub, change)
	if err != nil {
		return nil, err
	}
	body, err := s.me(ctx, person)
	return contract.UpdateMe200JSONResponse(body), err
}

// CheckHandle says whether a new person may take a handle.
func (s *server) CheckHandle(ctx context.Context, request contract.CheckHandleRequestObject) (contract.CheckHandleResponseObject, error) {
	reason := cruddur.CheckHandle(request.Handle)
	if reason == "" {
		taken, err := s.Profiles.HandleTaken(ctx, request.Handle)
		if err != nil {
			return nil, err
		}
		if taken {
			reason = cruddur.HandleTaken
		}
	}
	answer := contract.CheckHandle200JSONResponse{Handle: request.Handle, Available: reason == ""}
	if reason != "" {
		answer.Reason = (*contract.HandleAvailabilityReason)(&reason)
	}
	return answer, nil
}

func (s *server) me(ctx context.Context, p cruddur.Person) (contract.Me, error) {
	cruds, err := s.Profiles.CountCruds(ctx, p.Sub)
	if err != nil {
		return contract.Me{}, err
	}
	return contract.Me{
		Handle:         p.Handle,
		DisplayName:    p.DisplayName,
		Bio:            p.Bio,
		Location:       p.Location,
		Website:        p.Website,
		DefaultTTL:     contract.TTL(p.DefaultTTL),
		CrudsCount:     int(cruds),
		FollowersCount: int(p.FollowersCount),
		FollowingCount: int(p.FollowingCount),
		CreatedAt:      p.CreatedAt,
		Avatar:         publicPicture(p.Avatar),
		Banner:         publicPicture(p.Banner),
	}, nil
}
