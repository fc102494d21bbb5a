// Package computed makes up what AWS would decide: identifiers, ARNs,
// addresses. They have the shapes of real ones, since resources refer to one
// another by them, and depend on what is configured alone.
package computed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// Account is the account that everything seems to be in.
const Account = "123456789012"

// Maker makes up values. It never gives two resources the same identifier.
type Maker struct {
	mu   sync.Mutex
	seen map[string]int
}

// NewMaker returns a Maker that has made nothing yet.
func NewMaker() *Maker { return &Maker{seen: map[string]int{}} }

// Resource is what the values of one resource are made from.
type Resource struct {
	kind, region, name, hash string
	given                    value.Object
	shapes                   map[string]string
}

// Resource prepares for the planned values of a resource of a type.
func (m *Maker) Resource(kind, region string, planned tftypes.Value) *Resource {
	given := value.Map(planned)
	resource := &Resource{kind: kind, region: region, given: given, shapes: shapes[kind]}
	if own := value.Text(given["region"]); own != "" {
		resource.region = own
	}
	resource.hash = m.hash(kind + resource.region + planned.String())
	resource.name = resource.hash[:12]
	for _, attribute := range nameAttributes {
		if name := value.Text(given[attribute]); name != "" {
			resource.name = name
			break
		}
	}
	if prefix := value.Text(given["name_prefix"]); prefix != "" && !value.IsThere(given["name"]) {
		resource.name = prefix + resource.hash[:12]
	}
	return resource
}

// nameAttributes hold a resource's name, the most telling first.
var nameAttributes = []string{
	"name", "bucket", "function_name", "family", "identifier", "alarm_name", "group_name", "rule_name",
	"dashboard_name", "domain", "domain_name", "email_identity", "configuration_set_name",
}

func (m *Maker) hash(of string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	times := m.seen[of]
	m.seen[of]++
	sum := sha256.Sum256([]byte(of + strings.Repeat("+", times)))
	return hex.EncodeToString(sum[:])
}

// Fill replaces everything unknown in the planned values.
func (r *Resource) Fill(block *schema.Block, planned tftypes.Value) (tftypes.Value, error) {
	filled, err := block.Rewrite(planned, func(path string, block *schema.Block, object value.Object) {
		for name, attribute := range block.Attributes {
			if !object[name].IsFullyKnown() {
				object[name] = r.value(path+name, attribute.Type)
			}
		}
		for name, nested := range block.Blocks {
			if !object[name].IsKnown() {
				object[name] = tftypes.NewValue(nested.Type(), []tftypes.Value{})
			}
		}
	})
	if err != nil {
		return planned, fmt.Errorf("make up values for %s: %w", r.kind, err)
	}
	return filled, nil
}

// value makes up the value of one attribute, by its path.
func (r *Resource) value(path string, kind tftypes.Type) tftypes.Value {
	switch {
	case kind.Is(tftypes.String):
		return tftypes.NewValue(kind, r.text(path))
	case kind.Is(tftypes.Number):
		return tftypes.NewValue(kind, 0)
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, false)
	case kind.Is(tftypes.List{}):
		return tftypes.NewValue(kind, r.list(path, kind))
	case kind.Is(tftypes.Set{}):
		return tftypes.NewValue(kind, r.set(path, kind))
	case kind.Is(tftypes.Map{}):
		return tftypes.NewValue(kind, map[string]tftypes.Value{})
	default:
		return tftypes.NewValue(kind, nil)
	}
}

func (r *Resource) text(path string) string {
	if shape, ok := r.shapes[path]; ok {
		return r.expand(shape)
	}
	name := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case path == "id":
		return r.expand(strings.ReplaceAll(strings.TrimPrefix(r.kind, "aws_"), "_", "-") + "-{hash:12}")
	case path == "arn":
		return r.expand("arn:aws:" + service(r.kind) + ":{region}:{account}:" + strings.TrimPrefix(r.kind, "aws_") + "/{name}")
	case path == "region":
		return r.region
	case path == "name":
		return r.name
	case name == "owner_id" || name == "registry_id":
		return Account
	case strings.HasSuffix(name, "arn"):
		return r.expand("arn:aws:made-up:{region}:{account}:" + name + "/{hash:8}")
	default:
		return r.expand("made-up-" + strings.ReplaceAll(name, "_", "-") + "-{hash:8}")
	}
}

func service(kind string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(kind, "aws_"), "_")
	return first
}

// placeholder is {name} or {name:length}.
var placeholder = regexp.MustCompile(`\{(\w+)(?::(\d+))?\}`)

// expand fills the placeholders of a shape: what is built in, another shape of
// the same resource, or an attribute that is given.
func (r *Resource) expand(shape string) string {
	return placeholder.ReplaceAllStringFunc(shape, func(found string) string {
		parts := placeholder.FindStringSubmatch(found)
		out := r.part(parts[1])
		if length, err := strconv.Atoi(parts[2]); err == nil && len(out) > length {
			out = out[:length]
		}
		return out
	})
}

func (r *Resource) part(name string) string {
	switch name {
	case "region":
		return r.region
	case "account":
		return Account
	case "name":
		return r.name
	case "hash":
		return r.hash
	case "number":
		// Of four digits, never with a zero in front.
		sum, _ := strconv.ParseUint(r.hash[:8], 16, 64)
		return strconv.FormatUint(sum%9000+1000, 10)
	}
	if given := value.Text(r.given[name]); given != "" {
		return given
	}
	if shape, ok := r.shapes[name]; ok {
		return r.expand(shape)
	}
	return ""
}
