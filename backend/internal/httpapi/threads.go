package httpapi

import (
	"context"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// CreateReply replies to a crud, as the caller.
func (s *server) CreateReply(ctx context.Context, request contract.CreateReplyRequestObject) (contract.CreateReplyResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	draft, err := newDraft(author, post{request.Body.Message, request.Body.Photos, request.Params.IdempotencyKey}, "reply to "+request.ID.String())
	if err != nil {
		return nil, err
	}
	draft.ReplyTo = request.ID
	made, posted, err := s.post(ctx, draft)
	if err != nil {
		return nil, err
	}
	if !posted {
		return contract.CreateReply200JSONResponse(activity(made)), nil
	}
	return contract.CreateReply201JSONResponse{
		Body:    activity(made),
		Headers: contract.CreateReply201ResponseHeaders{Location: activityPath(made.ID)},
	}, nil
}

// ListReplies answers with a page of what was replied to a crud.
func (s *server) ListReplies(ctx context.Context, request contract.ListRepliesRequestObject) (contract.ListRepliesResponseObject, error) {
	list := repliesList(request.ID)
	page, err := pageRequest(list, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Threads.Replies(ctx, request.ID, page)
	if err != nil {
		return nil, err
	}
	return contract.ListReplies200JSONResponse(threadPage(list, found)), nil
}

// ListAncestors answers with a page of what a crud replies to.
func (s *server) ListAncestors(ctx context.Context, request contract.ListAncestorsRequestObject) (contract.ListAncestorsResponseObject, error) {
	list := ancestorsList(request.ID)
	page, err := pageRequest(list, request.Params.Cursor, request.Params.Limit)
	if err != nil {
		return nil, err
	}
	found, err := s.Threads.Ancestors(ctx, request.ID, page)
	if err != nil {
		return nil, err
	}
	return contract.ListAncestors200JSONResponse(threadPage(list, found)), nil
}

func threadPage(list string, page cruddur.ThreadPage) contract.ThreadPage {
	items := make([]contract.ThreadItem, len(page.Items)) // an empty list is [], never null
	for i, item := range page.Items {
		items[i] = contract.ThreadItem{ID: item.ID, CreatedAt: item.CreatedAt, RepliesCount: item.RepliesCount}
		if item.Activity != nil {
			shown := activity(*item.Activity)
			items[i].Activity = &shown
		}
	}
	return contract.ThreadPage{Items: items, NextCursor: encodeCursor(list, page.Next)}
}
