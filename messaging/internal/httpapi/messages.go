package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/text"
)

// ListMessages answers with a page of a conversation.
func (s *server) ListMessages(ctx context.Context, request contract.ListMessagesRequestObject) (contract.ListMessagesResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	params := request.Params
	page, err := messagePage(request.ID, params.Before, params.After, params.Cursor, limitOf(params.Limit))
	if err != nil {
		return nil, err
	}
	found, more, err := s.Service.Read(ctx, me, request.ID, page)
	if err != nil {
		return nil, err
	}
	answer := contract.ListMessages200JSONResponse{Items: make([]contract.Message, len(found))}
	for i, one := range found {
		if answer.Items[i], err = s.message(me, one); err != nil {
			return nil, err
		}
	}
	if more {
		list := olderList
		if page.After != uuid.Nil {
			list = newerList
		}
		answer.NextCursor = encodeCursor(list, request.ID, found[len(found)-1].ID)
	}
	return answer, nil
}

// GetMessage answers with one message.
func (s *server) GetMessage(ctx context.Context, request contract.GetMessageRequestObject) (contract.GetMessageResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Service.Message(ctx, me, request.ID, request.MessageID)
	if err != nil {
		return nil, err
	}
	shown, err := s.message(me, found)
	return contract.GetMessage200JSONResponse(shown), err
}

// SendMessage sends a message of the caller's.
func (s *server) SendMessage(ctx context.Context, request contract.SendMessageRequestObject) (contract.SendMessageResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	draft := conversations.Draft{Text: text.Normalize(request.Body.Message), ClientID: request.Params.IdempotencyKey}
	if request.Body.Photos != nil {
		for _, photo := range *request.Body.Photos {
			attachment := conversations.Attachment{ID: photo.ID}
			if photo.Alt != nil {
				attachment.Alt = text.Normalize(*photo.Alt)
			}
			draft.Attachments = append(draft.Attachments, attachment)
		}
	}
	stored, sent, err := s.Service.Send(ctx, me, request.ID, draft)
	if err != nil {
		return nil, err
	}
	shown, err := s.message(me, stored)
	if err != nil {
		return nil, err
	}
	if !sent {
		return contract.SendMessage200JSONResponse(shown), nil
	}
	return contract.SendMessage201JSONResponse{
		Body:    shown,
		Headers: contract.SendMessage201ResponseHeaders{Location: groupPath(request.ID) + "/messages/" + shown.ID.String()},
	}, nil
}

// EditMessage gives a message of the caller's another text.
func (s *server) EditMessage(ctx context.Context, request contract.EditMessageRequestObject) (contract.EditMessageResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	edited, err := s.Service.Edit(ctx, me, request.ID, request.MessageID, text.Normalize(request.Body.Message))
	if err != nil {
		return nil, err
	}
	shown, err := s.message(me, edited)
	return contract.EditMessage200JSONResponse(shown), err
}

// DeleteMessage deletes a message of the caller's for everybody.
func (s *server) DeleteMessage(ctx context.Context, request contract.DeleteMessageRequestObject) (contract.DeleteMessageResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	return contract.DeleteMessage204Response{}, s.Service.Delete(ctx, me, request.ID, request.MessageID)
}

// MarkRead moves the caller's read mark.
func (s *server) MarkRead(ctx context.Context, request contract.MarkReadRequestObject) (contract.MarkReadResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	return contract.MarkRead204Response{}, s.Service.MarkRead(ctx, me, request.ID, uuid.MustParse(request.Body.MessageID))
}

// SignalTyping tells the others that the caller is typing.
func (s *server) SignalTyping(ctx context.Context, request contract.SignalTypingRequestObject) (contract.SignalTypingResponseObject, error) {
	me, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	return contract.SignalTyping204Response{}, s.Service.Type(ctx, me, request.ID)
}
