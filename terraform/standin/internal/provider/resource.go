package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

func (p *Provider) resource(name string) (*schema.Type, error) {
	kind := p.schema.Resources[name]
	if kind == nil {
		return nil, fmt.Errorf("the stand-in knows no resource %s", name)
	}
	return kind, nil
}

// ValidateResourceTypeConfig applies the rules.
func (p *Provider) ValidateResourceTypeConfig(_ context.Context, r *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	kind, err := p.resource(r.TypeName)
	if err != nil {
		return nil, err
	}
	config, err := r.Config.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the configuration of %s: %w", r.TypeName, err)
	}
	found := p.rules.Validate(r.TypeName, &kind.Block, config)
	return &tfprotov5.ValidateResourceTypeConfigResponse{Diagnostics: problems(r.TypeName, found)}, nil
}

// UpgradeResourceState takes states of the present schema alone.
func (p *Provider) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	kind, err := p.resource(r.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := r.RawState.Unmarshal(kind.Block.Type())
	if err != nil {
		return &tfprotov5.UpgradeResourceStateResponse{Diagnostics: failure("the state of %s is of another schema: %v", r.TypeName, err)}, nil
	}
	upgraded, err := dynamic(state)
	if err != nil {
		return nil, err
	}
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: upgraded}, nil
}

// ReadResource finds everything as it was left.
func (p *Provider) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}, nil
}

// PlanResourceChange marks what AWS would decide as unknown, and says what
// would be replaced.
func (p *Provider) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	kind, err := p.resource(r.TypeName)
	if err != nil {
		return nil, err
	}
	prior, err := r.PriorState.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the state of %s: %w", r.TypeName, err)
	}
	proposed, err := r.ProposedNewState.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", r.TypeName, err)
	}
	// The real provider sets this flag too: without it Terraform refuses plans
	// that fill in what is optional.
	out := &tfprotov5.PlanResourceChangeResponse{PlannedState: r.ProposedNewState, UnsafeToUseLegacyTypeSystem: true} //nolint:staticcheck // as the real one
	after := value.Map(proposed)
	if after == nil { // destroyed
		return out, nil
	}
	p.decide(kind, after)
	proposed = tftypes.NewValue(proposed.Type(), after)
	if proposed.Equal(prior) {
		out.PlannedState = r.PriorState
		return out, nil
	}
	planned, err := kind.Block.Rewrite(proposed, leaveOpen)
	if err != nil {
		return nil, err
	}
	if out.PlannedState, err = dynamic(planned); err != nil {
		return nil, err
	}
	for _, attribute := range p.rules.Replaced(r.TypeName, value.Map(prior), after) {
		out.RequiresReplace = append(out.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(attribute))
	}
	out.Diagnostics = problems(r.TypeName, p.rules.Region(r.TypeName, p.regionOf(after), after))
	return out, nil
}

// decide fills in what is known before anything is made: region and all tags.
func (p *Provider) decide(kind *schema.Type, after value.Object) {
	if region := kind.Block.Attributes["region"]; region != nil && region.Computed && after["region"].IsNull() {
		after["region"] = tftypes.NewValue(region.Type, p.region)
	}
	all := kind.Block.Attributes["tags_all"]
	if all == nil || !after["tags"].IsFullyKnown() {
		return
	}
	tags := map[string]tftypes.Value{}
	maps.Copy(tags, p.tags)
	maps.Copy(tags, value.Map(after["tags"]))
	after["tags_all"] = tftypes.NewValue(all.Type, tags)
}

// leaveOpen marks the attributes that AWS decides and nobody gave as unknown.
func leaveOpen(_ string, block *schema.Block, object value.Object) {
	for name, attribute := range block.Attributes {
		switch {
		case attribute.WriteOnly: // must never be in a plan
			object[name] = tftypes.NewValue(attribute.Type, nil)
		case attribute.Computed && object[name].IsNull():
			object[name] = tftypes.NewValue(attribute.Type, tftypes.UnknownValue)
		}
	}
}

// ApplyResourceChange makes up what was left open.
func (p *Provider) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	kind, err := p.resource(r.TypeName)
	if err != nil {
		return nil, err
	}
	planned, err := r.PlannedState.Unmarshal(kind.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", r.TypeName, err)
	}
	if planned.IsNull() { // destroyed
		return &tfprotov5.ApplyResourceChangeResponse{NewState: r.PlannedState}, nil
	}
	made, err := p.maker.Resource(r.TypeName, p.region, planned).Fill(&kind.Block, planned)
	if err != nil {
		return nil, err
	}
	state, err := dynamic(made)
	if err != nil {
		return nil, err
	}
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state, UnsafeToUseLegacyTypeSystem: true}, nil //nolint:staticcheck // as the real one
}
