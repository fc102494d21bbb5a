// Package answers is what data sources say. One without an answer here is an
// error: nothing is made up silently.
package answers

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/computed"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// UserID tells everybody who asks for the caller that it was the stand-in.
const UserID = "AIDASTANDINSTANDINSTA"

// Asked is what a data source was asked.
type Asked struct {
	// Region is where.
	Region string
	// Tags are the provider's default tags.
	Tags map[string]tftypes.Value
	// Given is what the configuration says.
	Given value.Object
}

// answer gives the values of attributes, by name: a string, a []string or a
// map of values.
type answer func(Asked) (map[string]any, error)

func all() map[string]answer {
	return map[string]answer{
		"aws_availability_zones":                 zones,
		"aws_caller_identity":                    caller,
		"aws_cloudfront_cache_policy":            managed(cachePolicies),
		"aws_cloudfront_origin_request_policy":   managed(originRequestPolicies),
		"aws_cloudfront_response_headers_policy": managed(responseHeadersPolicies),
		"aws_default_tags":                       defaultTags,
		"aws_ec2_managed_prefix_list":            prefixList,
		"aws_iam_policy_document":                policyDocument,
		"aws_iam_openid_connect_provider":        openIDProvider,
		"aws_partition":                          partition,
		"aws_region":                             region,
		"aws_route53_zone":                       hostedZone,
		"aws_ssm_parameter":                      parameter,
	}
}

// Answer is the state of a data source.
func Answer(kind string, block *schema.Block, asked Asked) (tftypes.Value, error) {
	answer, ok := all()[kind]
	if !ok {
		return tftypes.Value{}, fmt.Errorf("the stand-in has no answer for %s: write one in internal/answers", kind)
	}
	values, err := answer(asked)
	if err != nil {
		return tftypes.Value{}, err
	}
	for name, v := range values {
		attribute := block.Attributes[name]
		if attribute == nil {
			return tftypes.Value{}, fmt.Errorf("%s has no attribute %s", kind, name)
		}
		if texts, ok := v.([]string); ok {
			v = listOf(texts)
		}
		if err := tftypes.ValidateValue(attribute.Type, v); err != nil {
			return tftypes.Value{}, fmt.Errorf("%s.%s: %w", kind, name, err)
		}
		asked.Given[name] = tftypes.NewValue(attribute.Type, v)
	}
	return tftypes.NewValue(block.Type(), asked.Given), nil
}

func listOf(texts []string) []tftypes.Value {
	out := make([]tftypes.Value, 0, len(texts))
	for _, text := range texts {
		out = append(out, tftypes.NewValue(tftypes.String, text))
	}
	return out
}

func caller(Asked) (map[string]any, error) {
	return map[string]any{
		"id": computed.Account, "account_id": computed.Account, "user_id": UserID,
		"arn": "arn:aws:iam::" + computed.Account + ":user/stand-in",
	}, nil
}

func region(asked Asked) (map[string]any, error) {
	return map[string]any{
		"id": asked.Region, "name": asked.Region, "region": asked.Region,
		"description": "the stand-in's", "endpoint": "ec2." + asked.Region + ".amazonaws.com",
	}, nil
}

func partition(Asked) (map[string]any, error) {
	return map[string]any{"id": "aws", "partition": "aws", "dns_suffix": "amazonaws.com", "reverse_dns_prefix": "com.amazonaws"}, nil
}

func zones(asked Asked) (map[string]any, error) {
	letters := []string{"a", "b", "c"}
	names, ids := make([]string, 0, len(letters)), make([]string, 0, len(letters))
	for i, letter := range letters {
		names = append(names, asked.Region+letter)
		ids = append(ids, fmt.Sprintf("%s-az%d", strings.ReplaceAll(asked.Region, "-", ""), i+1))
	}
	return map[string]any{"id": asked.Region, "names": names, "zone_ids": ids, "group_names": []string{asked.Region}}, nil
}

func defaultTags(asked Asked) (map[string]any, error) {
	return map[string]any{"id": "aws", "tags": asked.Tags}, nil
}

// prefixList knows the one list that a security group needs to let CloudFront in.
func prefixList(asked Asked) (map[string]any, error) {
	name := value.Text(asked.Given["name"])
	if name != "com.amazonaws.global.cloudfront.origin-facing" {
		return nil, fmt.Errorf("there is no managed prefix list %q", name)
	}
	return map[string]any{"id": "pl-3b927c52", "arn": "arn:aws:ec2:" + asked.Region + ":aws:prefix-list/pl-3b927c52", "owner_id": "AWS"}, nil
}

func openIDProvider(asked Asked) (map[string]any, error) {
	host := strings.TrimPrefix(value.Text(asked.Given["url"]), "https://")
	if host != "token.actions.githubusercontent.com" {
		return nil, fmt.Errorf("there is no OpenID Connect provider for %q", host)
	}
	return map[string]any{"arn": "arn:aws:iam::" + computed.Account + ":oidc-provider/" + host, "id": host}, nil
}

func hostedZone(asked Asked) (map[string]any, error) {
	name := value.Text(asked.Given["name"])
	if !strings.HasSuffix(name, ".test") && !strings.HasSuffix(name, "example.com") {
		return nil, fmt.Errorf("there is no hosted zone %q: the stand-in's account has those that end in .test or example.com", name)
	}
	return map[string]any{"id": "Z0STANDIN0ZONE", "zone_id": "Z0STANDIN0ZONE", "arn": "arn:aws:route53:::hostedzone/Z0STANDIN0ZONE"}, nil
}

func parameter(asked Asked) (map[string]any, error) {
	name := value.Text(asked.Given["name"])
	if !strings.HasPrefix(name, "/aws/service/") && !strings.HasPrefix(name, "/cruddur/") {
		return nil, fmt.Errorf("there is no parameter %q", name)
	}
	return map[string]any{
		"id": name, "arn": "arn:aws:ssm:" + asked.Region + ":" + computed.Account + ":parameter" + name,
		"type": "String", "value": "made-up-value-of-" + name,
	}, nil
}
