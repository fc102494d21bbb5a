package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gruntwork-io/terratest/modules/terraform"
)

// onDisk keeps the state beside the configuration, in place of a bucket.
const onDisk = `
terraform {
  backend "local" {}
}
`

// destroyable lets a test delete what people must not.
const destroyable = `
resource "aws_s3_bucket" "this" {
  lifecycle {
    prevent_destroy = false
  }
}
`

// whole is an environment, or what comes before one.
type whole struct {
	folder    string
	overrides string
	check     func(t *testing.T, made []resource)
}

// Whole environments can be made as their examples of settings say, have
// nothing to change afterwards, and can be destroyed.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	dir := copied(t)
	for name, one := range map[string]whole{
		"bootstrap": {"bootstrap", destroyable, rolesOfGitHub},
		"staging":   {"environments/staging", onDisk, environmentIsRight("staging", 80)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one.test(t, filepath.Join(dir, one.folder), nil)
		})
	}
	t.Run("production", func(t *testing.T) {
		t.Parallel()
		production := whole{"environments/production", onDisk, environmentIsRight("production", 443)}
		production.test(t, filepath.Join(dir, production.folder), map[string]any{"secrets": map[string]any{"rollbar_token": hidden}, "secret_versions": map[string]any{"rollbar_token": 1}})
	})
}

// hidden is a secret, which must not come to light.
const hidden = "nobody-may-read-this-token"

func (w whole) test(t *testing.T, dir string, inputs map[string]any) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "test_override.tf"), []byte(w.overrides), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "terraform.tfvars.example"), filepath.Join(dir, "terraform.tfvars")); err != nil {
		t.Fatal(err)
	}
	opts := options(t, dir)
	opts.Vars = inputs
	if broken {
		w.checkBroken(t, opts)
		return
	}
	if _, err := terraform.InitAndApplyAndIdempotentE(t, opts); err != nil {
		t.Fatal(err)
	}
	outputs, err := terraform.OutputAllE(t, opts)
	if err != nil || len(outputs) == 0 {
		t.Errorf("outputs %v, error %v", outputs, err)
	}
	made := show(t, opts)
	houseRules(t, made)
	w.check(t, made)
	if state, err := os.ReadFile(filepath.Join(dir, "terraform.tfstate")); err != nil || strings.Contains(string(state), hidden) {
		t.Errorf("the state has a secret in it, or can't be read: %v", err)
	}
	if _, err := terraform.DestroyE(t, opts); err != nil {
		t.Fatal(err)
	}
	if left := show(t, opts); len(left) != 0 {
		t.Errorf("%d resources are left", len(left))
	}
}

// checkBroken looks at an environment that was broken on purpose, for which
// planning again and destroying are no matter.
func (w whole) checkBroken(t *testing.T, opts *terraform.Options) {
	t.Helper()
	if _, err := terraform.InitAndApplyE(t, opts); err != nil {
		t.Fatal(err)
	}
	made := show(t, opts)
	houseRules(t, made)
	w.check(t, made)
}

func environmentIsRight(name string, loadBalancerPort int) func(t *testing.T, made []resource) {
	return func(t *testing.T, made []resource) {
		publicEndpoints(t, made)
		securityGroups(t, "cruddur-"+name, loadBalancerPort, made)
		metricsExist(t, made)
		collectorsKnowMetrics(t, made)
		passedOn := declarations(t, made)
		for _, asked := range ownSeries(t, made) {
			if !asked.arrives(passedOn) {
				t.Errorf("%s asks for %s by %v, which no collector passes on", asked.who, asked.metric, asked.dimensions)
			}
		}
		settingsExist(t, name, made)
		likeTheLocalStack(t, name, made)
		alarmsOfPages(t, made)
		rolesCanBeMade(t, name, made)
		stopsInTime(t, name, made)
		buckets(t, made)
	}
}

// public are the types that are reached from outside, and how many there may be
// of each: CloudFront, the API of uploads and that of sockets behind it, and the
// user pool. All others of a kind that could be must be private, as
// openToTheWorld says, or not there.
var public = map[string]int{
	"aws_cloudfront_distribution": 1,
	"aws_apigatewayv2_api":        2,
	"aws_cognito_user_pool":       1,

	"aws_apigatewayv2_domain_name":        0,
	"aws_cognito_user_pool_domain":        0,
	"aws_lambda_function_url":             0,
	"aws_s3_bucket_acl":                   0,
	"aws_s3_bucket_website_configuration": 0,
}

func publicEndpoints(t *testing.T, made []resource) {
	t.Helper()
	counted := map[string]int{}
	for _, one := range made {
		counted[one.Type]++
	}
	for kind, want := range public {
		if counted[kind] != want {
			t.Errorf("there are %d of %s, which is reached from outside; want %d", counted[kind], kind, want)
		}
	}
	// Addresses are those of ways out, and nothing else has any.
	if counted["aws_eip"] != counted["aws_nat_gateway"] {
		t.Errorf("%d addresses for %d ways out", counted["aws_eip"], counted["aws_nat_gateway"])
	}
}

// securityGroups form a chain from the edge to the database, beside which
// messaging asks the directory; there are no other ways.
func securityGroups(t *testing.T, name string, loadBalancerPort int, made []resource) {
	t.Helper()
	names := map[string]string{}
	for _, one := range made {
		if one.Type == "aws_security_group" {
			names[fmt.Sprint(one.Values["id"])] = strings.TrimPrefix(fmt.Sprint(one.Values["name"]), name+"-")
		}
	}
	var in, out []string
	for _, one := range made {
		own := names[fmt.Sprint(one.Values["security_group_id"])]
		other := names[fmt.Sprint(one.Values["referenced_security_group_id"])]
		for _, peer := range []string{"prefix_list_id", "cidr_ipv4", "cidr_ipv6"} {
			if text, _ := one.Values[peer].(string); text != "" {
				other = text
			}
		}
		switch one.Type {
		case "aws_vpc_security_group_ingress_rule":
			in = append(in, fmt.Sprintf("%s > %s:%v", other, own, one.Values["to_port"]))
		case "aws_vpc_security_group_egress_rule":
			out = append(out, fmt.Sprintf("%s > %s:%v", own, other, one.Values["to_port"]))
		}
	}
	chain := []string{"alb > backend:4567", "alb > messaging:4567", "backend > database:5432", "messaging > backend:4568"}
	edge := fmt.Sprintf("pl-3b927c52 > alb:%d", loadBalancerPort)
	same(t, "let in", in, append([]string{edge}, chain...))
	same(t, "let out", out, append([]string{"backend > 0.0.0.0/0:443", "messaging > 0.0.0.0/0:443"}, chain...))
}

// same compares lists without regard to order, and says what is in one alone.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	missing, surplus := without(want, got), without(got, want)
	if len(missing)+len(surplus) > 0 {
		t.Errorf("%s:\nmissing %s\nsurplus %s", what, strings.Join(missing, ", "), strings.Join(surplus, ", "))
	}
}

// without is a list without the members of another, each as often as it is there.
func without(list, others []string) []string {
	left := sorted(list)
	for _, one := range others {
		if at, found := slices.BinarySearch(left, one); found {
			left = slices.Delete(left, at, at+1)
		}
	}
	return left
}

// alarmsOfPages: every page of the runbook is that of an alarm.
func alarmsOfPages(t *testing.T, made []resource) {
	t.Helper()
	named := map[string]bool{}
	for _, one := range made {
		description, _ := one.Values["alarm_description"].(string)
		if found := page.FindStringSubmatch(description); found != nil {
			named[found[1]] = true
		}
	}
	same(t, "pages of the runbook", slices.Collect(maps.Keys(named)), pages(t))
}

// buckets keep out the public, and whoever comes in clear.
func buckets(t *testing.T, made []resource) {
	t.Helper()
	all, blocked, encrypted, policed := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, one := range made {
		bucket := fmt.Sprint(one.Values["bucket"])
		switch one.Type {
		case "aws_s3_bucket":
			all[bucket] = true
		case "aws_s3_bucket_public_access_block":
			blocked[bucket] = one.Values["block_public_policy"] == true && one.Values["restrict_public_buckets"] == true &&
				one.Values["block_public_acls"] == true && one.Values["ignore_public_acls"] == true
		case "aws_s3_bucket_server_side_encryption_configuration":
			encrypted[bucket] = true
		case "aws_s3_bucket_policy":
			policed[bucket] = strings.Contains(fmt.Sprint(one.Values["policy"]), "aws:SecureTransport")
		}
	}
	for bucket := range all {
		if !blocked[bucket] || !encrypted[bucket] || !policed[bucket] {
			t.Errorf("%s: blocked %v, encrypted %v, only over TLS %v", bucket, blocked[bucket], encrypted[bucket], policed[bucket])
		}
	}
}

// shutdown is how long requests in flight have to finish, in the code.
var shutdown = regexp.MustCompile(`cfg\.ShutdownTimeout = cmp\.Or\(cfg\.ShutdownTimeout, (\d+)\*time\.Second\)`)

// stopsInTime: a service that is told to stop is not killed before it has gone on
// serving for its drain delay, and finished what was in flight.
func stopsInTime(t *testing.T, environment string, made []resource) {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(bench.Repository(), "platform", "httpserver", "server.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := shutdown.FindSubmatch(code)
	if found == nil {
		t.Fatal("platform/httpserver/server.go does not say any more how long requests have to finish")
	}
	finish, err := time.ParseDuration(string(found[1]) + "s")
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range everything(made).all("aws_ecs_task_definition") {
		var containers []struct {
			Name        string
			StopTimeout int
		}
		if err := json.Unmarshal([]byte(task.text("container_definitions")), &containers); err != nil {
			t.Fatal(err)
		}
		program := containers[0]
		setting := everything(made).named(t, "aws_ssm_parameter", "/cruddur/"+environment+"/"+program.Name+"/drain_delay")
		drain, err := time.ParseDuration(setting.text("value"))
		if err != nil {
			t.Error(err)
		}
		stop := time.Duration(program.StopTimeout) * time.Second
		if stop < drain+finish {
			t.Errorf("%s is killed after %s, while it drains for %s and finishes requests for %s", program.Name, stop, drain, finish)
		}
	}
}
