package schema

import "github.com/hashicorp/terraform-plugin-go/tfprotov5"

// Proto is the type as Terraform's protocol has it.
func (t *Type) Proto() *tfprotov5.Schema {
	return &tfprotov5.Schema{Version: t.Version, Block: t.Block.proto()}
}

// Protos are several types as Terraform's protocol has them.
func Protos(types map[string]*Type) map[string]*tfprotov5.Schema {
	out := make(map[string]*tfprotov5.Schema, len(types))
	for name, kind := range types {
		out[name] = kind.Proto()
	}
	return out
}

func (b *Block) proto() *tfprotov5.SchemaBlock {
	out := &tfprotov5.SchemaBlock{}
	for name, attribute := range b.Attributes {
		out.Attributes = append(out.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: attribute.Type,
			Required: attribute.Required, Optional: attribute.Optional, Computed: attribute.Computed,
			Sensitive: attribute.Sensitive, WriteOnly: attribute.WriteOnly,
		})
	}
	for name, nested := range b.Blocks {
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: nested.Block.proto(), Nesting: nested.nesting(), MinItems: nested.Min, MaxItems: nested.Max,
		})
	}
	return out
}

func (n *Nested) nesting() tfprotov5.SchemaNestedBlockNestingMode {
	switch n.Mode {
	case "list":
		return tfprotov5.SchemaNestedBlockNestingModeList
	case "set":
		return tfprotov5.SchemaNestedBlockNestingModeSet
	default:
		return tfprotov5.SchemaNestedBlockNestingModeSingle
	}
}
