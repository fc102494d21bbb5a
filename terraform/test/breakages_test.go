package test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/terraform/test/internal/workbench"
)

// breakage is a change to a module that would do harm, and what the tests have to
// say of it.
type breakage struct {
	file, old, replacement string
	// want is part of the complaint: what is wrong, not that something is.
	want string
}

// breakages are defects on purpose, by the test that has to find them. Those of
// one test are made together, in one copy of the modules, and each has its own
// complaint.
var breakages = map[string]map[string]breakage{
	"TestExamples/^rds$": {
		"the database is public": {
			"modules/rds/main.tf", "  publicly_accessible    = false\n  multi_az ", "  publicly_accessible    = true\n  multi_az ",
			"module.rds.aws_db_instance.primary: is public",
		},
		"storage is not encrypted": {
			"modules/rds/main.tf", "  storage_encrypted     = true\n  kms_key_id            = var.kms_key_arn\n\n  backup_retention_period   =", "  storage_encrypted     = false\n\n  backup_retention_period   =",
			"module.rds.aws_db_instance.primary: is not encrypted",
		},
	},
	"TestExamples/^lambda$": {
		"functions may do everything": {
			"modules/lambda/permissions.tf", `actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]`, `actions   = ["xray:*"]`,
			"a statement has * in its actions and is for everything: SendTraces",
		},
	},
	"TestExamples/^observability$": {
		"alarms tell nobody": {
			"modules/observability/alarms.tf", "  treat_missing_data  = each.value.missing\n  alarm_actions       = [aws_sns_topic.alarms.arn]", "  treat_missing_data  = each.value.missing\n  alarm_actions       = []",
			`aws_cloudwatch_metric_alarm.this["purge-late"] tells nobody`,
		},
		"a chart shows nothing": {
			"modules/observability/dashboard.tf", `"cruddur.purge.deleted"`, `"cruddur.purge.removed"`,
			"What the purge has deleted asks for cruddur.purge.removed, which platform/telemetry/metrics.go does not list",
		},
	},
	"TestRefusals/^key$": {
		"a validation is gone": {
			"modules/key/variables.tf", "var.deletion_window_days >= 7 &&", "var.deletion_window_days >= 0 &&",
			"gone at once: got",
		},
	},
	"TestEnvironments/^staging$": {
		"a secret is missing": {
			"modules/cruddur/settings.tf", "  secret_versions = { media_signing_keys = 1 }\n", "  secret_versions = {}\n",
			"stream reads the secret /cruddur/staging/stream/media_signing_keys, which is not there",
		},
		"a table has lost its index": {
			"modules/messaging/main.tf", `indexes     = { inbox = { partition_key = "pk", sort_key = "last_message_at", sort_by_number = true } }`, `indexes     = {}`,
			"tables of the local stack and of Terraform:\nmissing cruddur-staging-conversations pk/sk map[last_message_at:N pk:S sk:S] [inbox:pk/last_message_at]",
		},
		"the network reaches the database": {
			"modules/rds/security.tf", `resource "aws_vpc_security_group_egress_rule" "client"`, `resource "aws_vpc_security_group_ingress_rule" "more" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}

resource "aws_vpc_security_group_egress_rule" "client"`,
			"let in:\nmissing \nsurplus 10.0.0.0/16 > database:5432",
		},
		"a bucket is not encrypted": {
			"modules/cloudfront/site.tf", "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"site\" {\n", "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"site\" {\n  count = 0\n\n",
			"cruddur-staging-site-123456789012-ca-central-1: blocked true, encrypted false",
		},
		"a function may not do what it does": {
			"modules/messaging/permissions.tf", `["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"]`, `["dynamodb:ConditionCheckItem", "dynamodb:GetItem"]`,
			"identities of the local stack and of Terraform:\nmissing cruddur-staging-stream: dynamodb:UpdateItem on ",
		},
		"one bad record fails a batch": {
			"modules/messaging/mappings.tf", "  function_response_types        = [\"ReportBatchItemFailures\"]\n", "",
			"not each record reported",
		},
		"pages may run any script": {
			"modules/cloudfront/headers.tf", `"script-src 'self'"`, `"script-src 'self' 'unsafe-inline'"`,
			"script-src 'self' 'unsafe-inline'",
		},
		"every site may upload": {
			"modules/media/buckets.tf", "allowed_origins = var.site_origins", `allowed_origins = ["*"]`,
			"cors [*] [POST]",
		},
		"tasks are killed while they serve": {
			"modules/ecs-service/main.tf", "finish_seconds = 20", "finish_seconds = 5",
			"backend is killed after 30s, while it drains for 20s and finishes requests for 20s",
		},
	},
}

// What breaks a module is found, and named. This runs the other tests in a
// process of their own, on a copy of the modules that was broken.
func TestBreakages(t *testing.T) {
	t.Parallel()
	if broken {
		t.Fatal("broken modules are not broken again")
	}
	for suite, defects := range breakages {
		t.Run(strings.NewReplacer("/", " ", "^", "", "$", "").Replace(suite), func(t *testing.T) {
			t.Parallel()
			dir := copied(t)
			for name, one := range defects {
				if err := one.apply(dir); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			said, passed := runOn(t, dir, suite)
			if passed {
				t.Errorf("%s passes", suite)
			}
			said = indent.ReplaceAllString(said, "\n")
			for name, one := range defects {
				if !strings.Contains(said, one.want) {
					t.Errorf("%s: nobody says %q in\n%s", name, one.want, said)
				}
			}
		})
	}
}

// indent is what go test puts before the further lines of a complaint.
var indent = regexp.MustCompile(`\n +`)

// apply makes the change, which must be possible in one way only.
func (b breakage) apply(dir string) error {
	path := filepath.Join(dir, b.file)
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := strings.Count(string(content), b.old); n != 1 {
		return errors.New(b.file + " does not have this once any more: " + b.old)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(content), b.old, b.replacement, 1)), 0o600)
}

// runOn runs tests of this program on other modules.
func runOn(t *testing.T, modules, suite string) (said string, passed bool) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	function, of, _ := strings.Cut(suite, "/")
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^"+function+"$/"+of, "-test.timeout=20m")
	cmd.Env = append(os.Environ(), workbench.Broken+"="+modules)
	output, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	return string(output), err == nil
}
