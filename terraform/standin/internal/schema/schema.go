// Package schema holds the part of hashicorp/aws' schema that the stand-in
// knows: which resources there are, and what may be written in them.
package schema

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Source is the address that the stand-in answers for.
const Source = "registry.terraform.io/hashicorp/aws"

//go:embed schema.json.gz
var embedded []byte

// Provider is the provider's own block and everything it can make and read.
type Provider struct {
	Own         *Type            `json:"provider"`
	Resources   map[string]*Type `json:"resource_schemas"`
	DataSources map[string]*Type `json:"data_source_schemas"`
}

// Type is one type of resource or data source.
type Type struct {
	Version int64 `json:"version"`
	Block   Block `json:"block"`
}

// Block is what may be written between two braces.
type Block struct {
	Attributes map[string]*Attribute `json:"attributes"`
	Blocks     map[string]*Nested    `json:"block_types"`
}

// Attribute is written with an equals sign.
type Attribute struct {
	JSON      json.RawMessage `json:"type"`
	Required  bool            `json:"required"`
	Optional  bool            `json:"optional"`
	Computed  bool            `json:"computed"`
	Sensitive bool            `json:"sensitive"`
	WriteOnly bool            `json:"write_only"`

	// Type is JSON, read.
	Type tftypes.Type `json:"-"`
}

// Configurable reports whether a configuration may give the attribute a value.
func (a *Attribute) Configurable() bool { return a.Required || a.Optional }

// Nested is a block inside a block.
type Nested struct {
	// Mode is list, set or single.
	Mode  string `json:"nesting_mode"`
	Block Block  `json:"block"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
}

// Load reads the schema that is built in.
func Load() (*Provider, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(embedded))
	if err != nil {
		return nil, fmt.Errorf("unzip the schema: %w", err)
	}
	var document struct {
		Providers map[string]*Provider `json:"provider_schemas"`
	}
	if err := json.NewDecoder(unzipped).Decode(&document); err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	provider := document.Providers[Source]
	if provider == nil {
		return nil, fmt.Errorf("the schema is not that of %s", Source)
	}
	all := map[string]*Type{"provider": provider.Own}
	maps.Copy(all, provider.Resources)
	for name, kind := range provider.DataSources {
		all["data "+name] = kind
	}
	for name, kind := range all {
		if err := kind.Block.readTypes(); err != nil {
			return nil, fmt.Errorf("the schema of %s: %w", name, err)
		}
	}
	return provider, nil
}

func (b *Block) readTypes() error {
	for name, attribute := range b.Attributes {
		kind, err := tftypes.ParseJSONType(attribute.JSON) //nolint:staticcheck // the one reader of this notation
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		attribute.Type = kind
	}
	for name, nested := range b.Blocks {
		if err := nested.Block.readTypes(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Type is the type of the block's values.
func (b *Block) Type() tftypes.Object {
	types := make(map[string]tftypes.Type, len(b.Attributes)+len(b.Blocks))
	for name, attribute := range b.Attributes {
		types[name] = attribute.Type
	}
	for name, nested := range b.Blocks {
		types[name] = nested.Type()
	}
	return tftypes.Object{AttributeTypes: types}
}

// Type is the type of all blocks of this name together.
func (n *Nested) Type() tftypes.Type {
	one := n.Block.Type()
	switch n.Mode {
	case "list":
		return tftypes.List{ElementType: one}
	case "set":
		return tftypes.Set{ElementType: one}
	default:
		return one
	}
}
