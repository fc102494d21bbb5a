package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"

	"github.com/cruddur/cruddur/terraform/standin/internal/answers"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// ValidateDataSourceConfig applies the rules that data sources have: what only
// AWS decides can't be given.
func (p *Provider) ValidateDataSourceConfig(_ context.Context, r *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	kind := p.schema.DataSources[r.TypeName]
	if kind == nil {
		return nil, fmt.Errorf("the stand-in knows no data source %s", r.TypeName)
	}
	config, err := r.Config.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the configuration of %s: %w", r.TypeName, err)
	}
	found := p.rules.Validate("data "+r.TypeName, &kind.Block, config)
	return &tfprotov5.ValidateDataSourceConfigResponse{Diagnostics: problems(r.TypeName, found)}, nil
}

// ReadDataSource answers, or says that it can't.
func (p *Provider) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	kind := p.schema.DataSources[r.TypeName]
	if kind == nil {
		return nil, fmt.Errorf("the stand-in knows no data source %s", r.TypeName)
	}
	config, err := r.Config.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the configuration of %s: %w", r.TypeName, err)
	}
	given := value.Map(config)
	state, err := answers.Answer(r.TypeName, &kind.Block, answers.Asked{Region: p.regionOf(given), Tags: p.tags, Given: given})
	if err != nil {
		return &tfprotov5.ReadDataSourceResponse{Diagnostics: failure("%s: %v", r.TypeName, err)}, nil
	}
	out, err := dynamic(state)
	if err != nil {
		return nil, err
	}
	return &tfprotov5.ReadDataSourceResponse{State: out}, nil
}
