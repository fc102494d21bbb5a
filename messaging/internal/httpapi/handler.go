package httpapi

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/messaging/api"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/openapi"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/text"
)

// Signatures opens photos to who may read a message.
type Signatures interface {
	// Sign returns where a photo's renditions are, and the query string that
	// opens them until the message ends or for at least a day.
	Sign(photo uuid.UUID, messageEnds *time.Time) (baseURL, signature string, err error)
}

// Dependencies is what the API is made of.
type Dependencies struct {
	Service    *conversations.Service
	Signatures Signatures
	Tokens     openapi.TokenVerifier
	Readiness  *httpserver.Readiness
	Logger     *slog.Logger
	// Pseudonyms are what callers are called in logs and traces.
	Pseudonyms logging.Pseudonyms
}

// NewHandler makes the whole API, middleware included.
func NewHandler(deps Dependencies) (http.Handler, error) {
	document, err := openapi.Load(api.Contract)
	if err != nil {
		return nil, err
	}
	return openapi.Service{Name: "messaging", Logger: deps.Logger, Quiet: quietRoutes()}.Surround(newRouter(deps, document))
}

// quietRoutes are asked every few seconds, by what watches the service.
func quietRoutes() []string {
	return []string{"/api/message_groups/health-check", "/api/message_groups/ready"}
}

func newRouter(deps Dependencies, document openapi.Contract) *mux.Router {
	router := openapi.NewRouter()
	router.Use(openapi.NeverStored, document.Authenticate(deps.Tokens, deps.Pseudonyms), document.CheckBody, document.Validate(formats()))
	strict := contract.NewStrictHandlerWithOptions(&server{deps}, nil, contract.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  openapi.WriteDecodeFault,
		ResponseErrorHandlerFunc: problem.Write,
	})
	contract.HandlerWithOptions(strict, contract.GorillaServerOptions{
		BaseRouter:       router,
		ErrorHandlerFunc: openapi.WriteDecodeFault,
	})
	return router
}

// formats ties the formats that the contract names to the domain's rules.
func formats() openapi.Formats {
	return openapi.Formats{
		"direct-message": conversations.MessageRule.Check,
		"group-name":     conversations.NameRule.Check,
		"alt-text":       conversations.AltRule.Check,
		"message-id":     checkMessageID,
		cursorField:      checkCursor,
	}
}

// checkMessageID takes what the service could have made.
func checkMessageID(s string) error {
	if err := openapi.CheckUUID(s); err != nil {
		return err
	}
	if uuid.MustParse(s).Version() != messageIDVersion {
		return &text.RuleError{Code: "invalid_uuid", Message: "must be the id of a message"}
	}
	return nil
}

const messageIDVersion = 7
