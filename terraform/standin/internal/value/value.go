// Package value reads Terraform's values, whose Go form is awkward: every
// access may meet null or something that is not known yet. The functions here
// answer with nothing in these cases.
package value

import (
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is the attributes and blocks of one resource or block, by name.
type Object = map[string]tftypes.Value

// IsThere reports whether v is neither null nor unknown.
func IsThere(v tftypes.Value) bool {
	return v.Type() != nil && v.IsKnown() && !v.IsNull()
}

// IsSet reports whether the configuration gives v. What is not known yet was
// given; an empty list of blocks was not.
func IsSet(v tftypes.Value) bool {
	if v.Type() == nil || v.IsNull() {
		return false
	}
	if !v.IsKnown() {
		return true
	}
	var elements []tftypes.Value
	if v.As(&elements) == nil {
		return len(elements) > 0
	}
	return true
}

// Text is v as a string; empty unless it is one that is there.
func Text(v tftypes.Value) string {
	var text string
	if !IsThere(v) || v.As(&text) != nil {
		return ""
	}
	return text
}

// Number is v as a number, and whether it is one that is there.
func Number(v tftypes.Value) (float64, bool) {
	var number big.Float
	if !IsThere(v) || v.As(&number) != nil {
		return 0, false
	}
	out, _ := number.Float64()
	return out, true
}

// Bool is v as a boolean; false unless it is one that is there.
func Bool(v tftypes.Value) bool {
	var flag bool
	if !IsThere(v) || v.As(&flag) != nil {
		return false
	}
	return flag
}

// Elements are the members of a list or set that is there.
func Elements(v tftypes.Value) []tftypes.Value {
	var elements []tftypes.Value
	if !IsThere(v) || v.As(&elements) != nil {
		return nil
	}
	return slices.Clone(elements) // what As gives is the value's own
}

// Texts are the strings of a list or set that are there.
func Texts(v tftypes.Value) []string {
	elements := Elements(v)
	texts := make([]string, 0, len(elements))
	for _, element := range elements {
		if IsThere(element) {
			texts = append(texts, Text(element))
		}
	}
	return texts
}

// Map is v as an object or map that is there.
func Map(v tftypes.Value) Object {
	var object Object
	if !IsThere(v) || v.As(&object) != nil {
		return nil
	}
	return maps.Clone(object) // what As gives is the value's own
}

// Objects are the objects of a list or set of blocks, or the one of a block
// that can't be repeated.
func Objects(v tftypes.Value) []Object {
	if object := Map(v); object != nil {
		return []Object{object}
	}
	elements := Elements(v)
	objects := make([]Object, 0, len(elements))
	for _, element := range elements {
		if object := Map(element); object != nil {
			objects = append(objects, object)
		}
	}
	return objects
}
