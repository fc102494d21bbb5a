package schema

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// Rewrite makes a value of the block's type anew: change gets the attributes
// of the block and of each block inside it, with the path to them, and alters
// them in place. What is null or unknown as a whole stays so.
func (b *Block) Rewrite(v tftypes.Value, change func(path string, block *Block, object value.Object)) (tftypes.Value, error) {
	return b.rewrite("", v, change)
}

func (b *Block) rewrite(path string, v tftypes.Value, change func(string, *Block, value.Object)) (tftypes.Value, error) {
	object := value.Map(v)
	if object == nil {
		return v, nil
	}
	change(path, b, object)
	for name, nested := range b.Blocks {
		rewritten, err := nested.rewrite(path+name+".", object[name], change)
		if err != nil {
			return v, err
		}
		object[name] = rewritten
	}
	if err := tftypes.ValidateValue(v.Type(), object); err != nil {
		return v, fmt.Errorf("%s does not fit its type: %w", path, err)
	}
	return tftypes.NewValue(v.Type(), object), nil
}

func (n *Nested) rewrite(path string, v tftypes.Value, change func(string, *Block, value.Object)) (tftypes.Value, error) {
	if n.Mode != "list" && n.Mode != "set" {
		return n.Block.rewrite(path, v, change)
	}
	if !value.IsThere(v) {
		return v, nil
	}
	elements := value.Elements(v)
	for i, element := range elements {
		rewritten, err := n.Block.rewrite(path, element, change)
		if err != nil {
			return v, err
		}
		elements[i] = rewritten
	}
	return tftypes.NewValue(v.Type(), elements), nil
}

// Visit shows every block of a value, the outermost first, with its path.
func (b *Block) Visit(v tftypes.Value, visit func(path string, block *Block, object value.Object)) {
	b.visit("", v, visit)
}

func (b *Block) visit(path string, v tftypes.Value, visit func(string, *Block, value.Object)) {
	for _, object := range value.Objects(v) {
		visit(path, b, object)
		for name, nested := range b.Blocks {
			nested.Block.visit(path+name+".", object[name], visit)
		}
	}
}
