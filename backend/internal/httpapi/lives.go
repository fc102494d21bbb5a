package httpapi

import (
	"context"
	"time"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// ListLives answers with the present lives of cruds.
func (s *server) ListLives(ctx context.Context, request contract.ListLivesRequestObject) (contract.ListLivesResponseObject, error) {
	found, err := s.Lives.Lives(ctx, request.Params.Ids)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Life, len(found))
	for i, life := range found {
		items[i] = contract.Life{
			ID: life.ID, LifeStartsAt: life.Life.StartsAt, ExpiresAt: life.Life.ExpiresAt, RepliesCount: life.RepliesCount,
		}
	}
	return contract.ListLives200JSONResponse{Items: items}, nil
}

// ChangeLife gives a crud of the caller's a new life.
func (s *server) ChangeLife(ctx context.Context, request contract.ChangeLifeRequestObject) (contract.ChangeLifeResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.Lives.ChangeLife(ctx, author.Sub, request.ID, cruddur.TTL(request.Body.TTL))
	if err != nil {
		return nil, err
	}
	return contract.ChangeLife200JSONResponse(activity(changed)), nil
}

// BurnActivity lets a crud of the caller's end in a few seconds.
func (s *server) BurnActivity(ctx context.Context, request contract.BurnActivityRequestObject) (contract.BurnActivityResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.Lives.BurnActivity(ctx, author.Sub, request.ID)
	if err != nil {
		return nil, err
	}
	return contract.BurnActivity200JSONResponse(activity(changed)), nil
}

// SpareActivity takes that back.
func (s *server) SpareActivity(ctx context.Context, request contract.SpareActivityRequestObject) (contract.SpareActivityResponseObject, error) {
	author, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.Lives.SpareActivity(ctx, author.Sub, request.ID)
	if err != nil {
		return nil, err
	}
	return contract.SpareActivity200JSONResponse(activity(changed)), nil
}

// GetStatus tells everybody how well the product forgets.
func (s *server) GetStatus(ctx context.Context, _ contract.GetStatusRequestObject) (contract.GetStatusResponseObject, error) {
	f, err := s.Lives.Forgetting(ctx)
	if err != nil {
		return nil, err
	}
	status := contract.GetStatus200JSONResponse{Deleted: int(f.Deleted), MeasuredAt: f.MeasuredAt}
	if f.Lags.Total() > 0 {
		status.LagP50Seconds = seconds(f.Lags.Quantile(0.5, f.LongestLag))
		status.LagP99Seconds = seconds(f.Lags.Quantile(0.99, f.LongestLag))
	}
	if f.OldestExpired != nil {
		status.OldestExpiredSeconds = seconds(*f.OldestExpired)
	}
	return status, nil
}

func seconds(d time.Duration) *float64 {
	s := float64(d.Seconds())
	return &s
}
