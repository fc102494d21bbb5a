package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-config-inspect/tfconfig"
)

// lookups are what data sources ask AWS, by type. Nothing else is asked by a
// plan that does not refresh.
var lookups = map[string][]string{
	"aws_caller_identity":     nil, // needs no permission
	"aws_iam_policy_document": nil, // asks nobody
	"aws_partition":           nil,
	"aws_region":              nil,

	"aws_ec2_managed_prefix_list": {"ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"},
	"aws_route53_zone":            {"route53:GetHostedZone", "route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:ListTagsForResource"},
}

// identities are what Terraform does to make, change, read and delete the types
// of IAM. PowerUserAccess, which a deployment has too, stops at these.
var identities = map[string][]string{
	"aws_iam_role": {
		"iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
		"iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
	},
	"aws_iam_role_policy":            {"iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"},
	"aws_iam_role_policy_attachment": {"iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:ListAttachedRolePolicies"},
}

// trusted are the services that roles of the product are handed to.
var trusted = []string{"ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "monitoring.rds.amazonaws.com", "vpc-flow-logs.amazonaws.com"}

// deployed are the modules that environments consist of; the roles of GitHub and
// the repositories of images are made once, by a person.
func deployed(t *testing.T) (resources, data map[string]bool) {
	t.Helper()
	resources, data = map[string]bool{}, map[string]bool{}
	for _, name := range folders(t, "modules") {
		if name == "github-oidc" || name == "ecr" {
			continue
		}
		module, diagnostics := tfconfig.LoadModule(filepath.Join(bench.Source(), "modules", name))
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics.Err())
		}
		for _, one := range module.ManagedResources {
			resources[one.Type] = true
		}
		for _, one := range module.DataResources {
			data[one.Type] = true
		}
	}
	return resources, data
}

// rolesOfGitHub: planning may use the state and look up what data sources do,
// and nothing more; applying may make the types of IAM that there are, under the
// product's names, and hand them to the services that they are for.
func rolesOfGitHub(t *testing.T, made []resource) {
	t.Helper()
	resources, data := deployed(t)
	plan := []string{"s3:ListBucket", "s3:GetObject", "s3:DeleteObject", "s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"}
	for kind := range data {
		actions, known := lookups[kind]
		if !known {
			t.Errorf("nothing says what the data source %s asks AWS: write it into lookups, and into the role that plans", kind)
		}
		plan = append(plan, actions...)
	}
	var apply []string
	for kind := range resources {
		actions, known := identities[kind]
		if strings.HasPrefix(kind, "aws_iam_") && !known {
			t.Errorf("nothing says what making %s takes: write it into identities, and into the policy cruddur-roles", kind)
		}
		apply = append(apply, actions...)
	}
	for _, environment := range []string{"production", "staging"} {
		same(t, "what planning "+environment+" may do", allowed(t, made, "github-"+environment+"-plan"), plan)
	}
	for _, one := range made {
		if one.Type == "aws_iam_role_policy_attachment" && strings.HasSuffix(fmt.Sprint(one.Values["role"]), "-plan") {
			t.Errorf("%s: planning has a policy that is not ours", one.Address)
		}
		if one.Type == "aws_iam_policy" && one.Values["name"] == "cruddur-roles" {
			handsOver(t, fmt.Sprint(one.Values["policy"]), slices.Compact(sorted(apply)))
		}
	}
}

// allowed lists the actions of a role's own policies.
func allowed(t *testing.T, made []resource, role string) []string {
	t.Helper()
	var out []string
	for _, one := range made {
		if one.Type != "aws_iam_role_policy" || one.Values["role"] != role {
			continue
		}
		for _, statement := range parsePolicy(t, fmt.Sprint(one.Values["policy"])).Statement {
			out = append(out, texts(statement.Action)...)
		}
	}
	return out
}

func parsePolicy(t *testing.T, text string) policy {
	t.Helper()
	var out policy
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return out
}

func handsOver(t *testing.T, text string, making []string) {
	t.Helper()
	parsed := parsePolicy(t, text)
	for _, statement := range parsed.Statement {
		same(t, "roles that a deployment may touch", texts(statement.Resource), []string{
			"arn:aws:iam::123456789012:role/cruddur-production-*", "arn:aws:iam::123456789012:role/cruddur-staging-*",
		})
		if statement.SID != "HandThemOver" {
			same(t, "what a deployment may do with roles", texts(statement.Action), making)
			continue
		}
		same(t, "handing over", texts(statement.Action), []string{"iam:PassRole"})
		to, _ := statement.Condition["StringEquals"].(map[string]any)
		same(t, "whom roles may be handed to", texts(to["iam:PassedToService"]), trusted)
	}
	if len(parsed.Statement) != 2 {
		t.Errorf("the policy cruddur-roles has %d statements", len(parsed.Statement))
	}
}

// rolesCanBeMade: a deployment may make the roles that there are.
func rolesCanBeMade(t *testing.T, environment string, made []resource) {
	t.Helper()
	used := map[string]bool{}
	for _, one := range made {
		if one.Type != "aws_iam_role" {
			continue
		}
		if name := fmt.Sprint(one.Values["name"]); !strings.HasPrefix(name, "cruddur-"+environment+"-") {
			t.Errorf("a deployment may not make the role %s", name)
		}
		for _, statement := range parsePolicy(t, fmt.Sprint(one.Values["assume_role_policy"])).Statement {
			who, _ := statement.Principal.(map[string]any)
			for _, service := range texts(who["Service"]) {
				used[service] = true
			}
		}
	}
	var got []string
	for service := range used {
		got = append(got, service)
	}
	same(t, "whom roles are handed to", got, trusted)
}

// The role that plans can't ask about resources, so the plan must not want to.
func TestPlansOfPullRequestsDontRefresh(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(bench.Repository(), ".github", "workflows", "terraform.yml"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "terraform plan ") {
			found++
			if !strings.Contains(line, " -refresh=false ") {
				t.Errorf("the role that plans may not ask for secrets, so this fails: %s", strings.TrimSpace(line))
			}
		}
	}
	if found != 1 {
		t.Errorf("%d plans are made", found)
	}
}
