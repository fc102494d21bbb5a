package presign

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/presign/contract"
	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// NewHandler makes the whole API, middleware included.
func NewHandler(service *Service, tokens Tokens, logger *slog.Logger, pseudonyms logging.Pseudonyms) http.Handler {
	api := &handler{service: service, tokens: tokens, pseudonyms: pseudonyms}
	routes := http.NewServeMux()
	routes.HandleFunc("POST /uploads", api.serve(api.create))
	routes.HandleFunc("GET /uploads/{id}", api.serve(api.find))
	routes.HandleFunc("/uploads", refuse(http.MethodPost))
	routes.HandleFunc("/uploads/{id}", refuse(http.MethodGet))
	routes.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, fault.New(fault.NotFound, "route_not_found", "There is nothing at this address."))
	})
	route := func(r *http.Request) string {
		_, pattern := routes.Handler(r)
		return strings.TrimPrefix(pattern, r.Method+" ")
	}
	traced := telemetry.HTTPServer{Name: "presign", Route: route}.Middleware
	return httpserver.RequestID(traced(httpserver.AccessLog(logger, route)(httpserver.Recover(routes))))
}

func refuse(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allowed)
		problem.Write(w, r, fault.New(fault.MethodNotAllowed, "method_not_allowed", "This address has no such method."))
	}
}

type handler struct {
	service    *Service
	tokens     Tokens
	pseudonyms logging.Pseudonyms
}

// action answers one request of a known caller with a status and a body.
type action = func(r *http.Request, caller uuid.UUID) (int, any, error)

// serve finds the caller first: who has no token learns nothing of the rest.
func (h *handler) serve(act action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		caller, err := h.tokens.Owner(r.Context())
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		telemetry.NoteUser(r.Context(), h.pseudonyms.Of(caller.String()))
		status, answer, err := act(r, caller)
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		body, err := json.Marshal(answer)
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.WriteHeader(status)
		_, _ = w.Write(body) // into memory: can't fail
	}
}

func (h *handler) create(r *http.Request, caller uuid.UUID) (int, any, error) {
	request, err := readRequest(r)
	if err != nil {
		return 0, nil, err
	}
	granted, err := h.service.Create(r.Context(), caller, request)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, contract.UploadForm{
		ID:        granted.ID,
		URL:       granted.Form.URL,
		Fields:    granted.Form.Fields,
		ExpiresAt: granted.ExpiresAt,
	}, nil
}

func (h *handler) find(r *http.Request, caller uuid.UUID) (int, any, error) {
	raw := r.PathValue("id")
	id, err := uuid.Parse(raw)
	if err != nil || len(raw) != 36 { // uuid.Parse takes other spellings too
		return 0, nil, notFound()
	}
	status, err := h.service.Find(r.Context(), caller, id)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, contract.Upload{
		ID:      status.ID,
		Purpose: contract.Purpose(status.Purpose),
		State:   contract.UploadState(status.State),
		Picture: picture(status.Manifest.Picture),
		Refusal: refusal(status.Manifest.Refusal),
	}, nil
}

// picture leaves out the keys: addresses are made by those who show pictures.
func picture(p *upload.Picture) *contract.Picture {
	if p == nil {
		return nil
	}
	renditions := make([]contract.Rendition, len(p.Renditions))
	for i, r := range p.Renditions {
		renditions[i] = contract.Rendition{
			Format: contract.RenditionFormat(r.Format), Width: r.Width, Height: r.Height, Bytes: r.Bytes,
		}
	}
	return &contract.Picture{
		Width: p.Width, Height: p.Height, Animated: p.Animated, Placeholder: p.Placeholder, Renditions: renditions,
	}
}

func refusal(r *upload.Refusal) *contract.Refusal {
	if r == nil {
		return nil
	}
	return &contract.Refusal{Code: contract.RefusalCode(r.Code), Message: r.Message}
}
