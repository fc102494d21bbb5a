package test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/gruntwork-io/terratest/modules/terraform"
)

// Every example can be made, has nothing to change afterwards, says its
// outputs, obeys the house rules, and can be destroyed.
func TestExamples(t *testing.T) {
	t.Parallel()
	dir := copied(t)
	for _, name := range folders(t, "examples") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := options(t, filepath.Join(dir, "examples", name))
			if _, err := terraform.InitAndApplyAndIdempotentE(t, opts); err != nil {
				t.Fatal(err)
			}
			outputs, err := terraform.OutputAllE(t, opts)
			if err != nil || len(outputs) == 0 {
				t.Errorf("outputs %v, error %v", outputs, err)
			}
			made := show(t, opts)
			houseRules(t, made)
			if check := expectations[name]; check != nil {
				check(t, made)
			}
			if _, err := terraform.DestroyE(t, opts); err != nil {
				t.Fatal(err)
			}
			if left := show(t, opts); len(left) != 0 {
				t.Errorf("%d resources are left", len(left))
			}
		})
	}
}

// resource is one that was made.
type resource struct {
	Address string         `json:"address"`
	Mode    string         `json:"mode"`
	Type    string         `json:"type"`
	Name    string         `json:"name"`
	Values  map[string]any `json:"values"`
}

type stateModule struct {
	Resources []resource    `json:"resources"`
	Children  []stateModule `json:"child_modules"`
}

func (m stateModule) all() []resource {
	out := m.Resources
	for _, child := range m.Children {
		out = append(out, child.all()...)
	}
	return out
}

// show lists everything that was made, by the state.
func show(t *testing.T, opts *terraform.Options) []resource {
	t.Helper()
	text, err := terraform.RunTerraformCommandAndGetStdoutE(t, opts, "show", "-json", "-no-color")
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Values struct {
			Root stateModule `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		t.Fatalf("%v: %.200s", err, text)
	}
	var made []resource
	for _, one := range state.Values.Root.all() {
		if one.Mode == "managed" {
			made = append(made, one)
		}
	}
	return made
}
