package httpapi

import (
	"context"

	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// GetUser answers with a person's public profile.
func (s *server) GetUser(ctx context.Context, request contract.GetUserRequestObject) (contract.GetUserResponseObject, error) {
	person, err := s.Profiles.PersonByHandle(ctx, request.Handle)
	if err != nil {
		return nil, err
	}
	return contract.GetUser200JSONResponse{
		Handle:      person.Handle,
		DisplayName: person.DisplayName,
		Bio:         person.Bio,
		Location:    person.Location,
		Website:     person.Website,
		CrudsCount:  int(person.CrudsCount),
		CreatedAt:   person.CreatedAt,
	}, nil
}

// ListUserActivities answers with a page of a person's cruds.
func (s *server) ListUserActivities(ctx context.Context, request contract.ListUserActivitiesRequestObject) (contract.ListUserActivitiesResponseObject, error) {
	list := userList(request.Handle)
	page, err := pageRequest(list, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Feeds.UserFeed(ctx, request.Handle, page)
	if err != nil {
		return nil, err
	}
	return contract.ListUserActivities200JSONResponse(activityPage(list, found)), nil
}
