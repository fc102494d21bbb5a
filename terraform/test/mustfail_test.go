package test

import (
	"maps"
	"strings"
)

// Inputs that many modules share.
const (
	keyARN    = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
	badPrefix = "name must be 3 to 24 lower-case letters"
)

// wrongNames are refused by every module that takes a prefix.
func wrongNames(more map[string]refusal) map[string]refusal {
	cases := map[string]refusal{
		"no name":          {values{"name": nil}, `"name" is not set`},
		"upper case":       {values{"name": "Cruddur"}, badPrefix},
		"name too long":    {values{"name": strings.Repeat("x", 25)}, badPrefix},
		"ends in a hyphen": {values{"name": "cruddur-"}, badPrefix},
	}
	maps.Copy(cases, more)
	return cases
}

// mustFail are the suites of all modules.
func mustFail() map[string]refusals {
	all := map[string]refusals{}
	for _, part := range []map[string]refusals{mustFailFoundation(), mustFailServices(), mustFailData(), mustFailPrograms(), mustFailProduct(), mustFailEdge(), mustFailWhole()} {
		maps.Copy(all, part)
	}
	return all
}

func mustFailFoundation() map[string]refusals {
	return map[string]refusals{
		"key": {values{"name": "cruddur-test"}, wrongNames(map[string]refusal{
			"gone at once": {values{"deletion_window_days": 1}, "deletion_window_days must be from 7 to 30"},
		})},
		"log-bucket": {values{"name": "cruddur-test"}, wrongNames(map[string]refusal{
			"kept for ever": {values{"retention_days": 100000}, "retention_days must be from 1 to 3650"},
			"not kept":      {values{"retention_days": 0}, "retention_days must be from 1 to 3650"},
		})},
		"vpc": {values{"name": "cruddur-test", "zones": []string{"ca-central-1a", "ca-central-1b"}, "kms_key_arn": keyARN}, wrongNames(map[string]refusal{
			"no CIDR":          {values{"cidr": "ten"}, "cidr must be an IPv4 block that begins at its first address"},
			"inside a block":   {values{"cidr": "10.0.0.5/16"}, "cidr must be an IPv4 block that begins at its first address"},
			"too large":        {values{"cidr": "10.0.0.0/8"}, "cidr must be from /16"},
			"too small":        {values{"cidr": "10.0.0.0/24"}, "cidr must be from /16"},
			"public addresses": {values{"cidr": "8.8.0.0/16"}, "cidr must be of private addresses"},
			"one zone":         {values{"zones": []string{"ca-central-1a"}}, "zones must name 2 or 3 different zones"},
			"one zone twice":   {values{"zones": []string{"ca-central-1a", "ca-central-1a"}}, "zones must name 2 or 3 different zones"},
			"regions":          {values{"zones": []string{"ca-central-1", "us-east-1"}}, "zones must be names such as ca-central-1a"},
			"no way out":       {values{"nat_gateways": "none"}, "nat_gateways must be one or one_per_zone"},
			"odd retention":    {values{"flow_log_retention_days": 45}, "flow_log_retention_days must be one of"},
			"no key":           {values{"kms_key_arn": nil}, `"kms_key_arn" is not set`},
			"an alias":         {values{"kms_key_arn": "alias/key"}, "kms_key_arn must be the ARN of a key"},
		})},
	}
}
