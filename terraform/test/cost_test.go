package test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gruntwork-io/terratest/modules/terraform"
)

// priceList is modules/cruddur/prices.json.
type priceList struct {
	Region, Date string
	Sources      map[string]string
	NAT          struct {
		Gateway float64 `json:"gateway_hour"`
		Address float64 `json:"address_hour"`
	} `json:"nat"`
	LoadBalancer struct{ Hour float64 } `json:"load_balancer"`
	Fargate      struct {
		VCPU float64 `json:"vcpu_hour"`
		GB   float64 `json:"gb_hour"`
	} `json:"fargate_arm64"`
	Database struct {
		GB       float64            `json:"gp3_gb_month"`
		Instance map[string]float64 `json:"instance_hour"`
	}
	Firewall struct {
		ACL  float64 `json:"acl_month"`
		Rule float64 `json:"rule_month"`
	}
	CloudWatch struct {
		Alarmed   float64 `json:"alarmed_metric_month"`
		Dashboard float64 `json:"dashboard_month"`
	}
	Key, Secret struct{ Month float64 }
}

func prices(t *testing.T) priceList {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(bench.Source(), "modules", "cruddur", "prices.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out priceList
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// unpriced are the types that cost nothing, or nothing until they are used. Of
// all others monthly says what they cost: whoever adds a type has to choose.
var unpriced = strings.Fields(`
	aws_acm_certificate aws_acm_certificate_validation aws_apigatewayv2_api aws_apigatewayv2_authorizer aws_apigatewayv2_integration
	aws_apigatewayv2_route aws_apigatewayv2_route_response aws_apigatewayv2_stage aws_appautoscaling_policy aws_appautoscaling_target
	aws_cloudfront_cache_policy aws_cloudfront_distribution aws_cloudfront_function aws_cloudfront_key_group aws_cloudfront_origin_access_control
	aws_cloudfront_public_key aws_cloudfront_response_headers_policy aws_cloudfront_vpc_origin aws_cloudwatch_log_delivery
	aws_cloudwatch_log_delivery_destination aws_cloudwatch_log_delivery_source aws_cloudwatch_log_group aws_cognito_user_pool
	aws_cognito_user_pool_client aws_db_parameter_group aws_db_subnet_group aws_default_security_group aws_dynamodb_table aws_ecs_cluster
	aws_ecs_cluster_capacity_providers aws_ecs_task_definition aws_flow_log aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment
	aws_internet_gateway aws_kms_alias aws_lambda_event_source_mapping aws_lambda_function aws_lambda_permission aws_lb_listener
	aws_lb_listener_rule aws_lb_target_group aws_route aws_route53_record aws_route_table aws_route_table_association aws_s3_bucket
	aws_s3_bucket_cors_configuration aws_s3_bucket_lifecycle_configuration aws_s3_bucket_notification aws_s3_bucket_ownership_controls
	aws_s3_bucket_policy aws_s3_bucket_public_access_block aws_s3_bucket_server_side_encryption_configuration aws_s3_object aws_security_group
	aws_service_discovery_http_namespace aws_sesv2_email_identity aws_sns_topic aws_sns_topic_subscription aws_sqs_queue aws_ssm_parameter
	aws_subnet aws_vpc aws_vpc_security_group_egress_rule aws_vpc_security_group_ingress_rule aws_xray_sampling_rule
`)

// monthly says what one resource costs a month, by its part of the sum.
func (p priceList) monthly(one resource, all []resource) (part string, dollars float64, err error) {
	const hours = 730
	v := fields(one.Values)
	switch one.Type {
	case "aws_nat_gateway":
		return "ways out of the network", hours * p.NAT.Gateway, nil
	case "aws_eip":
		return "ways out of the network", hours * p.NAT.Address, nil
	case "aws_lb":
		return "load balancer", hours * p.LoadBalancer.Hour, nil
	case "aws_ecs_service":
		task, err := besides(all, one, "aws_ecs_task_definition")
		if err != nil {
			return "", 0, err
		}
		cpu, _ := strconv.ParseFloat(task.text("cpu"), 64)
		memory, _ := strconv.ParseFloat(task.text("memory"), 64)
		return "services", hours * float64(v.number("desired_count")) * (cpu/1024*p.Fargate.VCPU + memory/1024*p.Fargate.GB), nil
	case "aws_db_instance":
		return p.databaseMonthly(v, one, all)
	case "aws_wafv2_web_acl":
		return "firewall", p.Firewall.ACL + float64(len(v.blocks("rule")))*p.Firewall.Rule, nil
	case "aws_cloudwatch_metric_alarm":
		metrics := 0
		for _, query := range v.blocks("metric_query") {
			metrics += len(query.blocks("metric"))
		}
		return rest, float64(max(metrics, 1)) * p.CloudWatch.Alarmed, nil
	case "aws_cloudwatch_dashboard":
		return rest, p.CloudWatch.Dashboard, nil
	case "aws_kms_key":
		return rest, p.Key.Month, nil
	case "aws_vpc_endpoint":
		if v.text("vpc_endpoint_type") == "Gateway" {
			return "", 0, nil
		}
	}
	if slices.Contains(unpriced, one.Type) {
		return "", 0, nil
	}
	return "", 0, fmt.Errorf("nothing says what %s costs: add it to cost.tf and here, or to unpriced", one.Address)
}

const rest = "alarms, dashboard, key, secret"

func (p priceList) databaseMonthly(v fields, one resource, all []resource) (part string, dollars float64, err error) {
	size := v.number("allocated_storage")
	// A replica is as large as what it copies.
	for _, other := range all {
		if other.Type == "aws_db_instance" && other.Name == "primary" {
			size = fields(other.Values).number("allocated_storage")
		}
	}
	price, known := p.Database.Instance[v.text("instance_class")]
	if !known {
		return "", 0, fmt.Errorf("%s is of a class without a price", one.Address)
	}
	times := 1.0
	if v["multi_az"] == true {
		times = 2
	}
	return "database", times * (730*price + float64(size)*p.Database.GB), nil
}

// besides is the resource of a type in the same module as another.
func besides(all []resource, one resource, kind string) (fields, error) {
	module := strings.TrimSuffix(one.Address, one.Type+"."+one.Name)
	for _, other := range all {
		if other.Type == kind && other.Address == module+kind+"."+other.Name {
			return other.Values, nil
		}
	}
	return nil, fmt.Errorf("there is no %s beside %s", kind, one.Address)
}

// sizes are changes to an environment's own, in an override of its module.
var sizes = map[string]struct{ folder, override string }{
	"staging":    {"staging", ""},
	"production": {"production", ""},
	"three zones, replicas, more tasks": {"production", `
  zones        = ["ca-central-1a", "ca-central-1b", "ca-central-1d"]
  database     = { instance_class = "db.r7g.large", storage_gb = { initial = 400, most = 1000 }, multi_az = true, replicas = 2 }
  services = {
    backend   = { cpu = 2048, memory = 4096, tasks = { min = 5, max = 10 } }
    messaging = { cpu = 1024, memory = 3072, tasks = { min = 3, max = 6 } }
  }`},
	"one way out": {"production", `
  nat_gateways = "one"
  database     = { instance_class = "db.t4g.small", storage_gb = { initial = 20, most = 50 }, multi_az = true }`},
}

// What is printed is what the resources cost that are planned.
func TestMonthlyCost(t *testing.T) {
	t.Parallel()
	list := prices(t)
	for name, one := range sizes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, all := plannedCost(t, one.folder, one.override)
			want, total := map[string]float64{}, 0.0
			for _, resource := range all {
				part, dollars, err := list.monthly(resource, all)
				if err != nil {
					t.Error(err)
				}
				// The administrator's password is a secret that RDS makes.
				if resource.Values["manage_master_user_password"] == true {
					want[rest], total = want[rest]+list.Secret.Month, total+list.Secret.Month
				}
				if part != "" {
					want[part], total = want[part]+dollars, total+dollars
				}
			}
			compareCosts(t, said.Parts, want)
			if line := fmt.Sprintf("about $%.0f a month, ", math.Ceil(total)); !strings.HasPrefix(said.Line, line) || !strings.Contains(said.Line, list.Region+" of "+list.Date) {
				t.Errorf("printed is %q, want %q, and the prices' date", said.Line, line)
			}
			if one.override == "" {
				quoted(t, name, said)
			}
		})
	}
}

// Of a class without a price the line says that it is missing.
func TestCostWithoutAPrice(t *testing.T) {
	t.Parallel()
	said, _ := plannedCost(t, "staging", `database = { instance_class = "db.x2g.large", storage_gb = { initial = 20, most = 50 }, multi_az = false }`)
	if !strings.Contains(said.Line, "WITHOUT THE DATABASE'S INSTANCES") || !strings.Contains(said.Line, "db.x2g.large") {
		t.Errorf("printed is %q", said.Line)
	}
}

// quoted: docs/deploy.md says what an environment prints.
func quoted(t *testing.T, environment string, said monthlyCost) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(bench.Repository(), "docs", "deploy.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), said.Line) {
		t.Errorf("docs/deploy.md does not quote what %s prints: %q", environment, said.Line)
	}
	for part, dollars := range said.Parts {
		if !strings.Contains(string(text), "$"+dollars) {
			t.Errorf("docs/deploy.md does not say that %s of %s costs $%s", part, environment, dollars)
		}
	}
}

// Where each price is from is said.
func TestPricesHaveSources(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(bench.Source(), "modules", "cruddur", "prices.json"))
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		t.Fatal(err)
	}
	sources := prices(t).Sources
	for _, about := range []string{"about", "region", "date", "sources"} {
		if len(parts[about]) == 0 {
			t.Errorf("%s is missing", about)
		}
		delete(parts, about)
	}
	for part := range parts {
		if !strings.HasPrefix(sources[part], "https://aws.amazon.com/") {
			t.Errorf("nothing says where the prices of %s are from", part)
		}
	}
}

type monthlyCost struct {
	Line  string
	Parts map[string]string
}

// plannedCost plans an environment, with changes, and returns what it prints and
// what it would make.
func plannedCost(t *testing.T, folder, override string) (monthlyCost, []resource) {
	t.Helper()
	dir := filepath.Join(copied(t), "environments", folder)
	text := onDisk
	if override != "" {
		text += "module \"cruddur\" {\n" + override + "\n}\n"
	}
	if err := os.WriteFile(filepath.Join(dir, "test_override.tf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := options(t, dir)
	opts.VarFiles = []string{"terraform.tfvars.example"}
	opts.PlanFilePath = filepath.Join(t.TempDir(), "plan.bin")
	if _, err := terraform.InitAndPlanE(t, opts); err != nil {
		t.Fatal(err)
	}
	shown, err := terraform.RunTerraformCommandAndGetStdoutE(t, options(t, dir), "show", "-json", "-no-color", opts.PlanFilePath)
	if err != nil {
		t.Fatal(err)
	}
	var planned struct {
		Values struct {
			Outputs struct {
				Cost struct{ Value monthlyCost } `json:"monthly_cost"`
			}
			Root stateModule `json:"root_module"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal([]byte(shown), &planned); err != nil {
		t.Fatal(err)
	}
	managed := slices.DeleteFunc(planned.Values.Root.all(), func(one resource) bool { return one.Mode != "managed" })
	if len(managed) < 100 {
		t.Errorf("only %d resources are planned", len(managed))
	}
	return planned.Values.Outputs.Cost.Value, managed
}

// compareCosts allows for a cent, because one rounds another way than the other.
func compareCosts(t *testing.T, printed map[string]string, want map[string]float64) {
	t.Helper()
	for part, dollars := range want {
		if got, err := strconv.ParseFloat(printed[part], 64); err != nil || math.Abs(got-dollars) > 0.01 {
			t.Errorf("%s costs $%.3f, and $%s is printed", part, dollars, printed[part])
		}
	}
	if len(printed) != len(want) {
		t.Errorf("printed are %v, planned %v", printed, want)
	}
}
