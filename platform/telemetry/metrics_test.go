package telemetry_test

import (
	"testing"

	"github.com/cruddur/cruddur/platform/telemetry"
)

func TestMetricsAreListedOnceAndWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, metric := range telemetry.Metrics() {
		if seen[metric.Name] || metric.Name == "" || metric.Kind == "" || metric.Meaning == "" {
			t.Errorf("%+v", metric)
		}
		seen[metric.Name] = true
		if found, ok := telemetry.FindMetric(metric.Name); !ok || found != metric {
			t.Errorf("found %+v for %s", found, metric.Name)
		}
	}
	if _, ok := telemetry.FindMetric("nothing"); ok || len(seen) == 0 {
		t.Errorf("%d metrics, and nothing among them: %v", len(seen), ok)
	}
}
