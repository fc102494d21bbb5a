// Package provider serves Terraform in place of hashicorp/aws. It validates
// against the provider's schema and our rules, and makes nothing: what AWS
// would decide is made up. What it can't do is an error, never a silence.
package provider

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/computed"
	"github.com/cruddur/cruddur/terraform/standin/internal/rules"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// Variable must be "1" in the environment, or the stand-in refuses to answer:
// nobody shall meet it by accident.
const Variable = "CRUDDUR_AWS_STANDIN"

// Provider is one running stand-in, for one provider block.
type Provider struct {
	refused

	schema *schema.Provider
	rules  rules.Rules
	maker  *computed.Maker
	wanted bool

	region string
	tags   map[string]tftypes.Value
}

var _ tfprotov5.ProviderServer = (*Provider)(nil)

// New makes a stand-in. getenv is how it learns whether it is wanted, and where.
func New(getenv func(string) string) (*Provider, error) {
	known, err := schema.Load()
	if err != nil {
		return nil, err
	}
	all, err := rules.Load()
	if err != nil {
		return nil, err
	}
	region := getenv("AWS_REGION")
	if region == "" {
		region = "us-east-1"
	}
	return &Provider{
		schema: known, rules: all, maker: computed.NewMaker(), wanted: getenv(Variable) == "1", region: region,
	}, nil
}

// FromEnvironment is New with this process' environment.
func FromEnvironment() (*Provider, error) { return New(os.Getenv) }

// consent is an error unless the stand-in is wanted.
func (p *Provider) consent() []*tfprotov5.Diagnostic {
	if p.wanted {
		return nil
	}
	return failure("This is Cruddur's stand-in for hashicorp/aws, for tests alone: it makes nothing. Set %s=1 if that is what you want; otherwise see that your Terraform configuration (TF_CLI_CONFIG_FILE) does not name its mirror.", Variable)
}

// GetMetadata lists what there is.
func (p *Provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	out := &tfprotov5.GetMetadataResponse{ServerCapabilities: capabilities(), Diagnostics: p.consent()}
	for name := range p.schema.Resources {
		out.Resources = append(out.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range p.schema.DataSources {
		out.DataSources = append(out.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return out, nil
}

// GetProviderSchema tells Terraform the whole schema.
func (p *Provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		ServerCapabilities: capabilities(), Diagnostics: p.consent(),
		Provider:        p.schema.Own.Proto(),
		ResourceSchemas: schema.Protos(p.schema.Resources), DataSourceSchemas: schema.Protos(p.schema.DataSources),
	}, nil
}

func capabilities() *tfprotov5.ServerCapabilities {
	return &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true}
}

// PrepareProviderConfig takes the provider block as it is.
func (p *Provider) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

// ConfigureProvider learns region and default tags.
func (p *Provider) ConfigureProvider(_ context.Context, r *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	config, err := r.Config.Unmarshal(p.schema.Own.Block.Type())
	if err != nil {
		return nil, fmt.Errorf("read the provider block: %w", err)
	}
	own := value.Map(config)
	if region := value.Text(own["region"]); region != "" {
		p.region = region
	}
	for _, block := range value.Objects(own["default_tags"]) {
		p.tags = value.Map(block["tags"])
	}
	return &tfprotov5.ConfigureProviderResponse{Diagnostics: p.consent()}, nil
}

// StopProvider has nothing to interrupt.
func (p *Provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (p *Provider) regionOf(object value.Object) string {
	if own := value.Text(object["region"]); own != "" {
		return own
	}
	return p.region
}

// failure is one error, as Terraform shows it.
func failure(format string, args ...any) []*tfprotov5.Diagnostic {
	return []*tfprotov5.Diagnostic{{
		Severity: tfprotov5.DiagnosticSeverityError, Summary: "AWS stand-in", Detail: fmt.Sprintf(format, args...),
	}}
}

// problems are errors about attributes.
func problems(kind string, found []rules.Problem) []*tfprotov5.Diagnostic {
	out := make([]*tfprotov5.Diagnostic, 0, len(found))
	for _, one := range found {
		out = append(out, failure("%s: %s: %s", kind, one.Attribute, one.Detail)...)
	}
	return out
}

func dynamic(v tftypes.Value) (*tfprotov5.DynamicValue, error) {
	out, err := tfprotov5.NewDynamicValue(v.Type(), v)
	if err != nil {
		return nil, fmt.Errorf("write a value: %w", err)
	}
	return &out, nil
}
