package socket

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/strictjson"
)

// MaxBytes is how long a client's frame may be. API Gateway itself closes
// connections for frames over 32 KB.
const MaxBytes = 4 << 10

// frame answers a client's frame. A bad one gets an error for an answer and ends
// nothing, but too many do.
func (h *Handler) frame(ctx context.Context, c live.Connection, request events.APIGatewayWebsocketProxyRequest) (events.APIGatewayProxyResponse, error) {
	if !h.Now().Before(c.TokenExpires) {
		return answer(nil), h.end(ctx, c, live.AuthExpired())
	}
	err := h.Registry.CountFrame(ctx, c.Person, c.ID)
	switch {
	case errors.Is(err, live.ErrUnknown):
		// Nothing is pushed to it, so its client should connect again.
		return answer(nil), h.end(ctx, c, live.AuthExpired())
	case errors.Is(err, live.ErrTooManyFrames):
		why := live.Error(live.CodeTooManyFrames, fmt.Sprintf("At most %d frames a minute.", live.MaxFramesPerMinute))
		return answer(nil), h.end(ctx, c, why)
	case err != nil:
		return events.APIGatewayProxyResponse{}, err
	}
	data, err := reply(request).Encode()
	return answer(data), err
}

// end closes a connection, which may have been forgotten already: whoever did
// that may have come no further.
func (h *Handler) end(ctx context.Context, c live.Connection, why live.Frame) error {
	if _, err := h.Registry.Remove(ctx, c.Person, c.ID); err != nil {
		return err
	}
	return h.Closer.Drop(ctx, c.ID, why)
}

func reply(request events.APIGatewayWebsocketProxyRequest) live.Frame {
	if len(request.Body) > MaxBytes {
		return live.Error(live.CodeTooLarge, fmt.Sprintf("A frame has at most %d bytes.", MaxBytes))
	}
	var frame struct {
		Action string `json:"action"`
	}
	if request.IsBase64Encoded {
		return live.Error(live.CodeMalformed, "A frame is JSON as text.")
	}
	if err := strictjson.Decode([]byte(request.Body), &frame); err != nil {
		return live.Error(live.CodeMalformed, "A frame is a JSON object with an action.")
	}
	if frame.Action != "ping" {
		return live.Error(live.CodeUnknownAction, "The only action is ping.")
	}
	return live.Pong()
}

func unavailable(err error) bool {
	known, is := errors.AsType[*fault.Error](err)
	return is && known.Kind == fault.Unavailable
}
