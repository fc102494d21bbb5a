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
	return contract.GetPublicFeed200JSONResponse(activityPage(publicList, found)), nil
}

func activityPage(list string, page cruddur.ActivityPage) contract.ActivityPage {
	items := make([]contract.Activity, len(page.Items)) // an empty list is [], never null
	for i, item := range page.Items {
		items[i] = activity(item)
	}
	return contract.ActivityPage{Items: items, NextCursor: encodeCursor(list, page.Next)}
}

func activity(a cruddur.Activity) contract.Activity {
	return contract.Activity{
		ID:        a.ID,
		Author:    contract.Author{Handle: a.Author.Handle, DisplayName: a.Author.DisplayName},
		Message:   a.Message,
		CreatedAt: a.CreatedAt,
		ExpiresAt: a.ExpiresAt,
	}
}
