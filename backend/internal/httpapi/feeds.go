package httpapi

import (
	"context"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// GetPublicFeed answers with a page of everybody's cruds.
func (s *server) GetPublicFeed(ctx context.Context, request contract.GetPublicFeedRequestObject) (contract.GetPublicFeedResponseObject, error) {
	page, err := pageRequest(publicList, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Feeds.PublicFeed(ctx, page)
	if err != nil {
		return nil, err
	}
	return feedAnswer(activityPage(publicList, found)), nil
}

// GetHomeFeed answers with a page of the cruds of those whom the caller follows.
func (s *server) GetHomeFeed(ctx context.Context, request contract.GetHomeFeedRequestObject) (contract.GetHomeFeedResponseObject, error) {
	sub, _, err := account(ctx)
	if err != nil {
		return nil, err
	}
	page, err := pageRequest(homeList, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Feeds.HomeFeed(ctx, sub, page)
	if err != nil {
		return nil, err
	}
	if len(found.Items) == 0 {
		// Who calls is looked up only now, because a feed that holds something
		// is nobody's but a person's: the busiest read of all is one statement.
		if _, err := s.caller(ctx); err != nil {
			return nil, err
		}
	}
	return feedAnswer(activityPage(homeList, found)), nil
}

func activityPage(list string, page cruddur.ActivityPage) contract.ActivityPage {
	items := make([]contract.Activity, len(page.Items)) // an empty list is [], never null
	for i, item := range page.Items {
		items[i] = activity(item)
	}
	return contract.ActivityPage{Items: items, NextCursor: encodeCursor(list, page.Next)}
}

func activity(a cruddur.Activity) contract.Activity {
	shown := contract.Activity{
		ID:           a.ID,
		Author:       contract.Author{Handle: a.Author.Handle, DisplayName: a.Author.DisplayName, Avatar: publicPicture(a.Author.Avatar)},
		Message:      a.Message,
		CreatedAt:    a.CreatedAt,
		LifeStartsAt: a.Life.StartsAt,
		ExpiresAt:    a.Life.ExpiresAt,
		RepliesCount: a.RepliesCount,
		Photos:       photos(a.Photos),
	}
	if a.Reply != nil {
		shown.Root, shown.ReplyTo = &a.Reply.Root, &a.Reply.To
	}
	return shown
}
