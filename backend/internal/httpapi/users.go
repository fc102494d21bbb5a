package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// GetUser answers with a person's public profile.
func (s *server) GetUser(ctx context.Context, request contract.GetUserRequestObject) (contract.GetUserResponseObject, error) {
	found, err := s.user(ctx, viewer(ctx), request.Handle)
	return contract.GetUser200JSONResponse(found), err
}

// defaultSuggestions is how many people a search returns that names no limit.
const defaultSuggestions = 10

// SearchUsers answers with those whom the caller probably looks for.
func (s *server) SearchUsers(ctx context.Context, request contract.SearchUsersRequestObject) (contract.SearchUsersResponseObject, error) {
	caller, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	search := cruddur.PeopleSearch{Viewer: caller.Sub, Prefix: request.Params.Prefix, Limit: defaultSuggestions}
	if request.Params.Limit != nil {
		search.Limit = *request.Params.Limit
	}
	found, err := s.Profiles.SearchPeople(ctx, search)
	if err != nil {
		return nil, err
	}
	return contract.SearchUsers200JSONResponse{Items: userSummaries(found)}, nil
}

// FollowUser makes the caller follow a person.
func (s *server) FollowUser(ctx context.Context, request contract.FollowUserRequestObject) (contract.FollowUserResponseObject, error) {
	caller, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Follows.Follow(ctx, caller.Sub, request.Handle); err != nil {
		return nil, err
	}
	found, err := s.user(ctx, caller.Sub, request.Handle)
	return contract.FollowUser200JSONResponse(found), err
}

// UnfollowUser makes the caller follow a person no longer.
func (s *server) UnfollowUser(ctx context.Context, request contract.UnfollowUserRequestObject) (contract.UnfollowUserResponseObject, error) {
	caller, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Follows.Unfollow(ctx, caller.Sub, request.Handle); err != nil {
		return nil, err
	}
	found, err := s.user(ctx, caller.Sub, request.Handle)
	return contract.UnfollowUser200JSONResponse(found), err
}

// ListFollowers answers with a page of those who follow a person.
func (s *server) ListFollowers(ctx context.Context, request contract.ListFollowersRequestObject) (contract.ListFollowersResponseObject, error) {
	list := followersList(request.Handle)
	page, err := pageRequest(list, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Follows.Followers(ctx, viewer(ctx), request.Handle, page)
	if err != nil {
		return nil, err
	}
	return contract.ListFollowers200JSONResponse(userPage(list, found)), nil
}

// ListFollowing answers with a page of those whom a person follows.
func (s *server) ListFollowing(ctx context.Context, request contract.ListFollowingRequestObject) (contract.ListFollowingResponseObject, error) {
	list := followingList(request.Handle)
	page, err := pageRequest(list, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Follows.Following(ctx, viewer(ctx), request.Handle, page)
	if err != nil {
		return nil, err
	}
	return contract.ListFollowing200JSONResponse(userPage(list, found)), nil
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
	return feedAnswer(activityPage(list, found)), nil
}

func (s *server) user(ctx context.Context, viewer uuid.UUID, handle string) (contract.User, error) {
	profile, err := s.Profiles.Profile(ctx, viewer, handle)
	if err != nil {
		return contract.User{}, err
	}
	return contract.User{
		Handle:         profile.Handle,
		DisplayName:    profile.DisplayName,
		Bio:            profile.Bio,
		Location:       profile.Location,
		Website:        profile.Website,
		CrudsCount:     int(profile.CrudsCount),
		FollowersCount: int(profile.FollowersCount),
		FollowingCount: int(profile.FollowingCount),
		CreatedAt:      profile.CreatedAt,
		Avatar:         publicPicture(profile.Avatar),
		Banner:         publicPicture(profile.Banner),
		Viewer:         relation(profile.Relation),
	}, nil
}

func userPage(list string, page cruddur.PersonPage) contract.UserPage {
	return contract.UserPage{Items: userSummaries(page.Items), NextCursor: encodeCursor(list, page.Next)}
}

func userSummaries(people []cruddur.PersonSummary) []contract.UserSummary {
	items := make([]contract.UserSummary, len(people)) // an empty list is [], never null
	for i, item := range people {
		items[i] = contract.UserSummary{
			Handle: item.Handle, DisplayName: item.DisplayName, Bio: item.Bio,
			Avatar: publicPicture(item.Avatar), Viewer: relation(item.Relation),
		}
	}
	return items
}

func relation(r *cruddur.Relation) *contract.Viewer {
	if r == nil {
		return nil
	}
	return &contract.Viewer{Following: r.Following, FollowedBy: r.FollowedBy}
}
