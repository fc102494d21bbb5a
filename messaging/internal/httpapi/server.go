package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/api"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/accesstoken"
)

// server implements the contract's operations.
type server struct {
	Dependencies
}

var _ contract.StrictServerInterface = (*server)(nil)

// CheckHealth says that the process serves.
func (s *server) CheckHealth(context.Context, contract.CheckHealthRequestObject) (contract.CheckHealthResponseObject, error) {
	return contract.CheckHealth200JSONResponse{Status: contract.HealthStatusOk}, nil
}

// CheckReady says whether requests would succeed.
func (s *server) CheckReady(ctx context.Context, _ contract.CheckReadyRequestObject) (contract.CheckReadyResponseObject, error) {
	if err := s.Readiness.Check(ctx); err != nil {
		return nil, err
	}
	return contract.CheckReady200JSONResponse{Status: contract.HealthStatusOk}, nil
}

// GetContract serves the document that the API is made from.
func (s *server) GetContract(context.Context, contract.GetContractRequestObject) (contract.GetContractResponseObject, error) {
	return contract.GetContract200ApplicationYamlResponse{
		Body: bytes.NewReader(api.Contract), ContentLength: int64(len(api.Contract)),
	}, nil
}

// caller is the person who calls, who has a profile and is not suspended.
func (s *server) caller(ctx context.Context) (conversations.Person, error) {
	claims, ok := accesstoken.ClaimsFrom(ctx)
	if !ok {
		return conversations.Person{}, errors.New("an operation without a token asks who calls")
	}
	sub, err := uuid.Parse(claims.Subject)
	if err != nil {
		return conversations.Person{}, fmt.Errorf("read the token's subject: %w", err)
	}
	return s.Service.Caller(ctx, sub)
}
