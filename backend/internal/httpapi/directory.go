package httpapi

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/api"
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/directorycontract"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/openapi"
	"github.com/cruddur/cruddur/platform/problem"
)

// Directory is what other services ask about people. It is served on a
// listener of its own, because it needs no token and shows who has which
// account.
type Directory struct {
	People    DirectoryPeople
	Readiness *httpserver.Readiness
	Logger    *slog.Logger
}

// DirectoryPeople reads who people are.
type DirectoryPeople interface {
	PersonByHandle(ctx context.Context, handle string) (cruddur.Person, error)
	PeopleBySubs(ctx context.Context, subs []uuid.UUID) ([]cruddur.Person, error)
}

// NewDirectoryHandler makes the whole directory, middleware included.
func NewDirectoryHandler(directory Directory) (http.Handler, error) {
	document, err := openapi.Load(api.Directory)
	if err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	router := openapi.NewRouter()
	router.Use(openapi.NeverStored, document.CheckBody, document.Validate(formats()))
	strict := directorycontract.NewStrictHandlerWithOptions(directoryServer{directory}, nil, directorycontract.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  openapi.WriteDecodeFault,
		ResponseErrorHandlerFunc: problem.Write,
	})
	directorycontract.HandlerWithOptions(strict, directorycontract.GorillaServerOptions{
		BaseRouter:       router,
		ErrorHandlerFunc: openapi.WriteDecodeFault,
	})
	return surround(router, directory.Logger)
}

// directoryServer implements the directory's operations.
type directoryServer struct {
	Directory
}

var _ directorycontract.StrictServerInterface = directoryServer{}

// CheckDirectoryHealth says that the process serves.
func (directoryServer) CheckDirectoryHealth(context.Context, directorycontract.CheckDirectoryHealthRequestObject) (directorycontract.CheckDirectoryHealthResponseObject, error) {
	return directorycontract.CheckDirectoryHealth200JSONResponse{Status: directorycontract.HealthStatusOk}, nil
}

// CheckDirectoryReady says whether requests would succeed.
func (s directoryServer) CheckDirectoryReady(ctx context.Context, _ directorycontract.CheckDirectoryReadyRequestObject) (directorycontract.CheckDirectoryReadyResponseObject, error) {
	if err := s.Readiness.Check(ctx); err != nil {
		return nil, err
	}
	return directorycontract.CheckDirectoryReady200JSONResponse{Status: directorycontract.HealthStatusOk}, nil
}

// FindByHandle answers with the person of a handle.
func (s directoryServer) FindByHandle(ctx context.Context, request directorycontract.FindByHandleRequestObject) (directorycontract.FindByHandleResponseObject, error) {
	found, err := s.People.PersonByHandle(ctx, request.Handle)
	if err != nil {
		return nil, err
	}
	return directorycontract.FindByHandle200JSONResponse(directoryPerson(found)), nil
}

// ListBySub answers with the people of some accounts.
func (s directoryServer) ListBySub(ctx context.Context, request directorycontract.ListBySubRequestObject) (directorycontract.ListBySubResponseObject, error) {
	found, err := s.People.PeopleBySubs(ctx, request.Body.Subs)
	if err != nil {
		return nil, err
	}
	items := make([]directorycontract.Person, len(found)) // an empty list is [], never null
	for i, person := range found {
		items[i] = directoryPerson(person)
	}
	return directorycontract.ListBySub200JSONResponse{Items: items}, nil
}

// MayWrite answers with those whom a person may not write to.
func (s directoryServer) MayWrite(ctx context.Context, request directorycontract.MayWriteRequestObject) (directorycontract.MayWriteResponseObject, error) {
	from, to := request.Body.From, request.Body.To
	people, err := s.People.PeopleBySubs(ctx, append([]uuid.UUID{from}, to...))
	if err != nil {
		return nil, err
	}
	verdict := cruddur.JudgeWriting(from, to, people)
	answer := directorycontract.MayWrite200JSONResponse{Refused: []directorycontract.RefusedRecipient{}}
	if verdict.Sender != "" {
		answer.FromRefused = (*directorycontract.WritingVerdictFromRefused)(&verdict.Sender)
	}
	for _, refused := range verdict.Recipients {
		answer.Refused = append(answer.Refused, directorycontract.RefusedRecipient{
			Sub: refused.Sub, Reason: directorycontract.RefusedRecipientReason(refused.Reason),
		})
	}
	return answer, nil
}

func directoryPerson(person cruddur.Person) directorycontract.Person {
	return directorycontract.Person{
		Sub:         person.Sub,
		Handle:      person.Handle,
		DisplayName: person.DisplayName,
		Avatar:      (*directorycontract.PublicPicture)(publicPicture(person.Avatar)),
		Suspended:   person.SuspendedAt != nil,
	}
}
