package answers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// The policies that CloudFront keeps for everybody, with their public
// identifiers.
var (
	cachePolicies = map[string]string{
		"Managed-CachingDisabled":                   "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
		"Managed-CachingOptimized":                  "658327ea-f89d-4fab-a63d-7e88639e58f6",
		"UseOriginCacheControlHeaders":              "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
		"UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
	}
	originRequestPolicies = map[string]string{
		"Managed-AllViewer":                 "216adef6-5c7f-47e4-b989-5492eafa07d3",
		"Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
		"Managed-CORS-S3Origin":             "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
	}
	responseHeadersPolicies = map[string]string{
		"Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
	}
)

// managed finds a policy by its name.
func managed(policies map[string]string) answer {
	return func(asked Asked) (map[string]any, error) {
		name := value.Text(asked.Given["name"])
		id, ok := policies[name]
		if !ok {
			return nil, fmt.Errorf("there is no policy %q; the stand-in knows %s", name, strings.Join(slices.Sorted(maps.Keys(policies)), ", "))
		}
		return map[string]any{"id": id}, nil
	}
}
