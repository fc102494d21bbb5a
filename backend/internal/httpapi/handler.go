package httpapi

import (
	"log/slog"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/backend/api"
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/openapi"
	"github.com/cruddur/cruddur/platform/problem"
)

// Dependencies is what the API is made of.
type Dependencies struct {
	Registration cruddur.Registration
	Profiles     Profiles
	Follows      Follows
	Activities   Activities
	Threads      Threads
	Lives        Lives
	Feeds        Feeds
	Uploads      cruddur.Uploads
	Site         Site
	// SiteURL is the product's address for people, such as https://cruddur.com.
	SiteURL   string
	Tokens    openapi.TokenVerifier
	Readiness *httpserver.Readiness
	Logger    *slog.Logger
	// Pseudonyms are what callers are called in logs and traces.
	Pseudonyms logging.Pseudonyms
}

// NewHandler makes the whole API, middleware included.
func NewHandler(deps Dependencies) (http.Handler, error) {
	document, err := openapi.Load(api.Contract)
	if err != nil {
		return nil, err
	}
	return surround(newRouter(deps, document), deps.Logger)
}

// surround puts around a router what sees requests before and after it.
func surround(router *mux.Router, logger *slog.Logger) (http.Handler, error) {
	return openapi.Service{Name: "backend", Logger: logger, Quiet: quietRoutes()}.Surround(router)
}

func newRouter(deps Dependencies, document openapi.Contract) *mux.Router {
	router := openapi.NewRouter()
	router.Use(openapi.NeverStored, document.Authenticate(deps.Tokens, deps.Pseudonyms), document.CheckBody,
		document.Validate(formats(), faultsAcross))

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

// quietRoutes are asked every few seconds, by what watches the service.
func quietRoutes() []string {
	return []string{"/api/health-check", "/api/ready", "/directory/health-check", "/directory/ready"}
}
