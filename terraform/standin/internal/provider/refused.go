package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
)

// refused answers the calls that the stand-in can't serve: with an error, or
// with the truth that there is nothing of the kind.
type refused struct{}

func (refused) ImportResourceState(_ context.Context, r *tfprotov5.ImportResourceStateRequest) (*tfprotov5.ImportResourceStateResponse, error) {
	return &tfprotov5.ImportResourceStateResponse{Diagnostics: failure("nothing exists that %s could be imported from", r.TypeName)}, nil
}

func (refused) MoveResourceState(_ context.Context, r *tfprotov5.MoveResourceStateRequest) (*tfprotov5.MoveResourceStateResponse, error) {
	return &tfprotov5.MoveResourceStateResponse{Diagnostics: failure("it can't move a state to %s", r.TargetTypeName)}, nil
}

func (refused) UpgradeResourceIdentity(_ context.Context, r *tfprotov5.UpgradeResourceIdentityRequest) (*tfprotov5.UpgradeResourceIdentityResponse, error) {
	return &tfprotov5.UpgradeResourceIdentityResponse{Diagnostics: failure("%s has no identity here", r.TypeName)}, nil
}

func (refused) GenerateResourceConfig(_ context.Context, r *tfprotov5.GenerateResourceConfigRequest) (*tfprotov5.GenerateResourceConfigResponse, error) {
	return &tfprotov5.GenerateResourceConfigResponse{Diagnostics: failure("it can't write a configuration of %s", r.TypeName)}, nil
}

func (refused) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (refused) GetFunctions(context.Context, *tfprotov5.GetFunctionsRequest) (*tfprotov5.GetFunctionsResponse, error) {
	return &tfprotov5.GetFunctionsResponse{}, nil
}

func (refused) CallFunction(_ context.Context, r *tfprotov5.CallFunctionRequest) (*tfprotov5.CallFunctionResponse, error) {
	return &tfprotov5.CallFunctionResponse{Error: &tfprotov5.FunctionError{Text: "the stand-in has no function " + r.Name}}, nil
}

func (refused) ValidateEphemeralResourceConfig(_ context.Context, r *tfprotov5.ValidateEphemeralResourceConfigRequest) (*tfprotov5.ValidateEphemeralResourceConfigResponse, error) {
	return &tfprotov5.ValidateEphemeralResourceConfigResponse{Diagnostics: noEphemeral(r.TypeName)}, nil
}

func (refused) OpenEphemeralResource(_ context.Context, r *tfprotov5.OpenEphemeralResourceRequest) (*tfprotov5.OpenEphemeralResourceResponse, error) {
	return &tfprotov5.OpenEphemeralResourceResponse{Diagnostics: noEphemeral(r.TypeName)}, nil
}

func (refused) RenewEphemeralResource(_ context.Context, r *tfprotov5.RenewEphemeralResourceRequest) (*tfprotov5.RenewEphemeralResourceResponse, error) {
	return &tfprotov5.RenewEphemeralResourceResponse{Diagnostics: noEphemeral(r.TypeName)}, nil
}

func (refused) CloseEphemeralResource(_ context.Context, r *tfprotov5.CloseEphemeralResourceRequest) (*tfprotov5.CloseEphemeralResourceResponse, error) {
	return &tfprotov5.CloseEphemeralResourceResponse{Diagnostics: noEphemeral(r.TypeName)}, nil
}

func noEphemeral(kind string) []*tfprotov5.Diagnostic {
	return failure("it knows no ephemeral resource %s", kind)
}
