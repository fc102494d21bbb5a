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
	return contract.GetMe200JSONResponse(me(person)), nil
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
	return contract.RegisterMe200JSONResponse(me(person)), nil
}

// UpdateMe edits the caller's profile.
func (s *server) UpdateMe(ctx context.Context, request contract.UpdateMeRequestObject) (contract.UpdateMeResponseObject, error) {
	person, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	person, err = s.Profiles.UpdateProfile(ctx, person.Sub, cruddur.ProfileChange{
		DisplayName: request.Body.DisplayName,
		Bio:         request.Body.Bio,
		Location:    request.Body.Location,
		Website:     request.Body.Website,
		DefaultTTL:  (*cruddur.TTL)(request.Body.DefaultTTL),
	})
	if err != nil {
		return nil, err
	}
	return contract.UpdateMe200JSONResponse(me(person)), nil
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

func me(p cruddur.Person) contract.Me {
	return contract.Me{
		Handle:      p.Handle,
		DisplayName: p.DisplayName,
		Bio:         p.Bio,
		Location:    p.Location,
		Website:     p.Website,
		DefaultTTL:  contract.TTL(p.DefaultTTL),
		CrudsCount:  int(p.CrudsCount),
		CreatedAt:   p.CreatedAt,
	}
}
