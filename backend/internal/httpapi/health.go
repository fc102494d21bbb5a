package httpapi

import (
	"bytes"
	"context"

	"github.com/cruddur/cruddur/backend/api"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
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
