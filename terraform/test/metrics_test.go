package test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// listedMetrics are the names of what the product's processes report, as
// platform/telemetry lists them.
func listedMetrics(t *testing.T) []string {
	t.Helper()
	path := filepath.Join(bench.Repository(), "platform", "telemetry", "metrics.go")
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(node ast.Node) bool {
		literal, ok := node.(*ast.CompositeLit)
		// A metric is a name, a unit, a kind and a meaning.
		if !ok || len(literal.Elts) != 4 {
			return true
		}
		if text, ok := literal.Elts[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
			if name, err := strconv.Unquote(text.Value); err == nil {
				names = append(names, name)
			}
		}
		return true
	})
	if len(names) < 20 {
		t.Fatalf("%s lists only %v", path, names)
	}
	return names
}

// ownNamespace begins the names of namespaces with the product's own metrics.
const ownNamespace = "Cruddur/"

// series is what an alarm or a chart asks for: a metric by its dimensions.
type series struct {
	who, metric string
	dimensions  []string
}

// ownSeries are all of the product's own metrics that are asked for.
func ownSeries(t *testing.T, made []resource) []series {
	t.Helper()
	var out []series
	for _, one := range made {
		switch one.Type {
		case "aws_cloudwatch_metric_alarm":
			if namespace, _ := one.Values["namespace"].(string); strings.HasPrefix(namespace, ownNamespace) {
				dimensions, _ := one.Values["dimensions"].(map[string]any)
				asked := series{who: one.Address, metric: fmt.Sprint(one.Values["metric_name"])}
				for name := range dimensions {
					asked.dimensions = append(asked.dimensions, name)
				}
				out = append(out, asked)
			}
		case "aws_cloudwatch_dashboard":
			out = append(out, charted(t, one)...)
		}
	}
	for i := range out {
		slices.Sort(out[i].dimensions)
	}
	return out
}

// search is an expression that finds metrics of a namespace by dimensions.
var search = regexp.MustCompile(`\{` + ownNamespace + `[^,}]+,([^}]+)\} MetricName="([^"]+)"`)

func charted(t *testing.T, dashboard resource) []series {
	t.Helper()
	var body struct {
		Widgets []struct {
			Properties struct {
				Title   string  `json:"title"`
				Metrics [][]any `json:"metrics"`
			} `json:"properties"`
		} `json:"widgets"`
	}
	text, _ := dashboard.Values["dashboard_body"].(string)
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		t.Fatal(err)
	}
	var out []series
	for _, widget := range body.Widgets {
		for _, metric := range widget.Properties.Metrics {
			if namespace, _ := metric[0].(string); strings.HasPrefix(namespace, ownNamespace) {
				asked := series{who: widget.Properties.Title, metric: fmt.Sprint(metric[1])}
				for i := 2; i+1 < len(metric); i += 2 {
					asked.dimensions = append(asked.dimensions, fmt.Sprint(metric[i]))
				}
				out = append(out, asked)
			}
			if options, ok := metric[0].(map[string]any); ok {
				found := search.FindStringSubmatch(fmt.Sprint(options["expression"]))
				if found == nil {
					t.Errorf("%s: %v looks for nothing that is known", widget.Properties.Title, options)
					continue
				}
				dimensions := strings.Split(strings.ReplaceAll(found[1], `"`, ""), ",")
				out = append(out, series{who: widget.Properties.Title, metric: found[2], dimensions: dimensions})
			}
		}
	}
	return out
}

// declaration is what a collector passes on: metrics, by which dimensions.
type declaration struct {
	Dimensions [][]string `json:"dimensions"`
	Selectors  []string   `json:"metric_name_selectors"`
}

// declarations are those of the collectors in all tasks.
func declarations(t *testing.T, made []resource) []declaration {
	t.Helper()
	var out []declaration
	for _, one := range made {
		if one.Type != "aws_ecs_task_definition" {
			continue
		}
		var containers []struct {
			Environment []struct{ Name, Value string }
		}
		text, _ := one.Values["container_definitions"].(string)
		if err := json.Unmarshal([]byte(text), &containers); err != nil {
			t.Fatal(err)
		}
		for _, container := range containers {
			for _, variable := range container.Environment {
				var config struct {
					Exporters struct {
						EMF struct {
							Declarations []declaration `json:"metric_declarations"`
						} `json:"awsemf"`
					} `json:"exporters"`
				}
				if variable.Name == "AOT_CONFIG_CONTENT" {
					if err := json.Unmarshal([]byte(variable.Value), &config); err != nil {
						t.Fatal(err)
					}
					out = append(out, config.Exporters.EMF.Declarations...)
				}
			}
		}
	}
	if len(out) == 0 {
		t.Error("no collector passes anything on")
	}
	return out
}

func (d declaration) passes(metric string) bool {
	return slices.ContainsFunc(d.Selectors, func(selector string) bool { return regexp.MustCompile(selector).MatchString(metric) })
}

// arrives reports whether collectors pass on what is asked for.
func (s series) arrives(all []declaration) bool {
	return slices.ContainsFunc(all, func(one declaration) bool {
		return one.passes(s.metric) && slices.ContainsFunc(one.Dimensions, func(dimensions []string) bool { return slices.Equal(dimensions, s.dimensions) })
	})
}

// metricsExist: what alarms and charts ask for is measured.
func metricsExist(t *testing.T, made []resource) {
	t.Helper()
	listed := listedMetrics(t)
	asked := ownSeries(t, made)
	if len(asked) == 0 {
		t.Error("neither alarm nor chart asks for the product's own metrics")
	}
	for _, one := range asked {
		if !slices.Contains(listed, one.metric) {
			t.Errorf("%s asks for %s, which platform/telemetry/metrics.go does not list", one.who, one.metric)
		}
	}
}

// collectorsKnowMetrics: every selector of a collector finds something.
func collectorsKnowMetrics(t *testing.T, made []resource) {
	t.Helper()
	listed := listedMetrics(t)
	for _, one := range declarations(t, made) {
		for _, selector := range one.Selectors {
			if !slices.ContainsFunc(listed, declaration{Selectors: []string{selector}}.passes) {
				t.Errorf("collectors pass on %s, which nothing is called", selector)
			}
		}
		for _, dimensions := range one.Dimensions {
			if !slices.IsSorted(dimensions) {
				t.Errorf("the dimensions %v are in no order", dimensions)
			}
		}
	}
}

// pages are the names of the runbook's pages.
func pages(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(bench.Repository(), "docs", "runbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			out = append(out, strings.TrimSpace(name))
		}
	}
	return out
}

// page is the one that an alarm names.
var page = regexp.MustCompile(`docs/runbook\.md#([a-z-]+)$`)

// pageProblem says what is wrong with the page that an alarm names.
func pageProblem(alarm resource, pages []string) string {
	description, _ := alarm.Values["alarm_description"].(string)
	found := page.FindStringSubmatch(description)
	if found == nil {
		return "names no page of docs/runbook.md"
	}
	if !slices.Contains(pages, found[1]) {
		return "names the page " + found[1] + ", which docs/runbook.md does not have"
	}
	return ""
}
