package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/text"
)

// ListMessageGroups answers with a page of the caller's conversations.
func (s *server) ListMessageGroups(ctx context.Context, request contract.ListMessageGroupsRequestObject) (contract.ListMessageGroupsResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	after, err := inboxPosition(request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	found, next, err := s.Service.List(ctx, me, after, limitOf(request.Params.Limit))
	if err != nil {
		return nil, err
	}
	page := contract.ListMessageGroups200JSONResponse{Items: make([]contract.MessageGroup, len(found))}
	for i, one := range found {
		page.Items[i] = messageGroup(one)
	}
	if next != nil {
		page.NextCursor = encodeCursor(inboxList, next.At.UnixMilli(), next.Group)
	}
	return page, nil
}

// CountUnread answers with how many conversations hold something new.
func (s *server) CountUnread(ctx context.Context, _ contract.CountUnreadRequestObject) (contract.CountUnreadResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := s.Service.UnreadGroups(ctx, me)
	return contract.CountUnread200JSONResponse{Groups: groups}, err
}

// StartMessageGroup finds or makes a conversation.
func (s *server) StartMessageGroup(ctx context.Context, request contract.StartMessageGroupRequestObject) (contract.StartMessageGroupResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	beginning := conversations.Beginning{Handles: request.Body.Handles, Name: normalized(request.Body.Name)}
	if request.Params.IdempotencyKey != nil {
		beginning.Key = *request.Params.IdempotencyKey
	}
	found, made, err := s.Service.Start(ctx, me, beginning)
	if err != nil {
		return nil, err
	}
	if !made {
		return contract.StartMessageGroup200JSONResponse(messageGroup(found)), nil
	}
	return contract.StartMessageGroup201JSONResponse{
		Body:    messageGroup(found),
		Headers: contract.StartMessageGroup201ResponseHeaders{Location: groupPath(found.ID)},
	}, nil
}

// GetMessageGroup answers with one conversation.
func (s *server) GetMessageGroup(ctx context.Context, request contract.GetMessageGroupRequestObject) (contract.GetMessageGroupResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Service.Show(ctx, me, request.ID)
	if err != nil {
		return nil, err
	}
	return contract.GetMessageGroup200JSONResponse(messageGroup(found)), nil
}

// UpdateMessageGroup renames a group or sets a timer.
func (s *server) UpdateMessageGroup(ctx context.Context, request contract.UpdateMessageGroupRequestObject) (contract.UpdateMessageGroupResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	to := conversations.Settings{Name: normalized(request.Body.Name)}
	if request.Body.Timer != nil {
		timer := conversations.Timer(*request.Body.Timer)
		to.Timer = &timer
	}
	changed, err := s.Service.Update(ctx, me, request.ID, to)
	if err != nil {
		return nil, err
	}
	return contract.UpdateMessageGroup200JSONResponse(messageGroup(changed)), nil
}

// AddMember adds a person to a group.
func (s *server) AddMember(ctx context.Context, request contract.AddMemberRequestObject) (contract.AddMemberResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.Service.Add(ctx, me, request.ID, request.Body.Handle)
	if err != nil {
		return nil, err
	}
	return contract.AddMember200JSONResponse(messageGroup(changed)), nil
}

// LeaveMessageGroup ends the caller's membership.
func (s *server) LeaveMessageGroup(ctx context.Context, request contract.LeaveMessageGroupRequestObject) (contract.LeaveMessageGroupResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	return contract.LeaveMessageGroup204Response{}, s.Service.Leave(ctx, me, request.ID)
}

// MuteMessageGroup mutes a conversation for the caller.
func (s *server) MuteMessageGroup(ctx context.Context, request contract.MuteMessageGroupRequestObject) (contract.MuteMessageGroupResponseObject, error) {
	return contract.MuteMessageGroup204Response{}, s.mute(ctx, request.ID, true)
}

// UnmuteMessageGroup takes that back.
func (s *server) UnmuteMessageGroup(ctx context.Context, request contract.UnmuteMessageGroupRequestObject) (contract.UnmuteMessageGroupResponseObject, error) {
	return contract.UnmuteMessageGroup204Response{}, s.mute(ctx, request.ID, false)
}

func (s *server) mute(ctx context.Context, id uuid.UUID, muted bool) error {
	me, err := s.caller(ctx)
	if err != nil {
		return err
	}
	return s.Service.Mute(ctx, me, id, muted)
}

func normalized(name *string) *string {
	if name == nil {
		return nil
	}
	form := text.Normalize(*name)
	return &form
}

// groupPath is the address of a conversation in this API.
func groupPath(id uuid.UUID) string { return "/api/message_groups/" + id.String() }
