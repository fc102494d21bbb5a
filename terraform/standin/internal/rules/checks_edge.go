package rules

import (
	"slices"
	"strings"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// distribution: every behaviour goes to an origin that is there, by one way of
// caching, and a name of one's own needs a certificate.
func distribution(distribution value.Object) []Problem {
	var problems []Problem
	origins := map[string]bool{}
	for _, origin := range value.Objects(distribution["origin"]) {
		origins[value.Text(origin["origin_id"])] = true
		if kinds := set(origin, []string{"custom_origin_config", "s3_origin_config", "vpc_origin_config", "origin_access_control_id"}); len(kinds) != 1 {
			problems = append(problems, problem("origin", "%s is of no kind or of several: %s", value.Text(origin["origin_id"]), strings.Join(kinds, ", ")))
		}
	}
	behaviours := append(value.Objects(distribution["default_cache_behavior"]), value.Objects(distribution["ordered_cache_behavior"])...)
	paths := map[string]bool{}
	for _, behaviour := range behaviours {
		if target := behaviour["target_origin_id"]; value.IsThere(target) && !origins[value.Text(target)] {
			problems = append(problems, problem("target_origin_id", "there is no origin %q", value.Text(target)))
		}
		if given := set(behaviour, []string{"cache_policy_id", "forwarded_values"}); len(given) != 1 {
			problems = append(problems, problem("cache_policy_id", "a behaviour needs either it or forwarded_values"))
		}
		if path := value.Text(behaviour["path_pattern"]); path != "" {
			if paths[path] {
				problems = append(problems, problem("path_pattern", "two behaviours are for %s", path))
			}
			paths[path] = true
		}
		problems = append(problems, behaviourMethods(behaviour)...)
	}
	certificates := value.Objects(distribution["viewer_certificate"])
	if value.IsSet(distribution["aliases"]) && len(certificates) == 1 && value.Bool(certificates[0]["cloudfront_default_certificate"]) {
		problems = append(problems, problem("aliases", "CloudFront's own certificate is for no other name"))
	}
	return problems
}

func behaviourMethods(behaviour value.Object) []Problem {
	methods := value.Texts(behaviour["allowed_methods"])
	slices.Sort(methods)
	given := strings.Join(methods, " ")
	allowed := []string{"", "GET HEAD", "GET HEAD OPTIONS", "DELETE GET HEAD OPTIONS PATCH POST PUT"}
	if !slices.Contains(allowed, given) {
		return []Problem{problem("allowed_methods", "CloudFront allows GET and HEAD, these and OPTIONS, or all seven, not %s", given)}
	}
	return nil
}

// customHeaders: security headers have blocks of their own.
func customHeaders(policy value.Object) []Problem {
	taken := []string{"strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "x-xss-protection"}
	var problems []Problem
	for _, config := range value.Objects(policy["custom_headers_config"]) {
		for _, item := range value.Objects(config["items"]) {
			if name := value.Text(item["header"]); slices.Contains(taken, strings.ToLower(name)) {
				problems = append(problems, problem("custom_headers_config", "%s belongs into security_headers_config", name))
			}
		}
	}
	return problems
}

func webACL(acl value.Object) []Problem {
	var problems []Problem
	priorities := map[float64]bool{}
	for _, rule := range value.Objects(acl["rule"]) {
		name := value.Text(rule["name"])
		if priority, ok := value.Number(rule["priority"]); ok {
			if priorities[priority] {
				problems = append(problems, problem("rule", "%s has the priority of another rule, %v", name, priority))
			}
			priorities[priority] = true
		}
		for _, statement := range value.Objects(rule["statement"]) {
			problems = append(problems, wafStatement(name, statement)...)
			wanted := "action"
			if value.IsSet(statement["managed_rule_group_statement"]) {
				wanted = "override_action"
			}
			if given := set(rule, []string{"action", "override_action"}); len(given) != 1 || given[0] != wanted {
				problems = append(problems, problem("rule", "%s needs %s, and it alone", name, wanted))
			}
		}
	}
	return problems
}

func wafStatement(rule string, statement value.Object) []Problem {
	kinds := make([]string, 0, len(statement))
	for kind, v := range statement {
		if value.IsSet(v) {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) != 1 {
		return []Problem{problem("rule", "%s: a statement is of one kind, not of %d", rule, len(kinds))}
	}
	var problems []Problem
	for _, inner := range value.Objects(statement[kinds[0]]) {
		for _, nested := range append(value.Objects(inner["statement"]), value.Objects(inner["scope_down_statement"])...) {
			problems = append(problems, wafStatement(rule, nested)...)
		}
		if several := value.Objects(inner["statement"]); (kinds[0] == "and_statement" || kinds[0] == "or_statement") && len(several) < 2 {
			problems = append(problems, problem("rule", "%s: %s joins two statements or more", rule, kinds[0]))
		}
	}
	return problems
}

func certificateKind(certificate value.Object) []Problem {
	requested := value.IsSet(certificate["domain_name"])
	imported := value.IsSet(certificate["private_key"]) || value.IsSet(certificate["private_key_wo"])
	if requested == imported {
		return []Problem{problem("domain_name", "a certificate is either requested for a domain or imported with its key")}
	}
	return nil
}

func recordLife(record value.Object) []Problem {
	if value.IsSet(record["records"]) != value.IsSet(record["ttl"]) {
		return []Problem{problem("ttl", "records and ttl go together; an alias has neither")}
	}
	return nil
}

func routeSelection(api value.Object) []Problem {
	if value.Text(api["protocol_type"]) == "WEBSOCKET" && !value.IsSet(api["route_selection_expression"]) {
		return []Problem{problem("route_selection_expression", "a WebSocket API needs one")}
	}
	return nil
}

func authorizer(authorizer value.Object) []Problem {
	jwt := value.Text(authorizer["authorizer_type"]) == "JWT"
	if jwt && !value.IsSet(authorizer["jwt_configuration"]) {
		return []Problem{problem("jwt_configuration", "a JWT authorizer needs one")}
	}
	if !jwt && !value.IsSet(authorizer["authorizer_uri"]) && value.IsThere(authorizer["authorizer_type"]) {
		return []Problem{problem("authorizer_uri", "a REQUEST authorizer needs one")}
	}
	return nil
}

func routeAuthorizer(route value.Object) []Problem {
	if !route["authorization_type"].IsKnown() {
		return nil
	}
	kind := value.Text(route["authorization_type"])
	if (kind == "JWT" || kind == "CUSTOM") != value.IsSet(route["authorizer_id"]) {
		return []Problem{problem("authorizer_id", "the types JWT and CUSTOM need one, the others take none")}
	}
	return nil
}

func poolMail(pool value.Object) []Problem {
	for _, mail := range value.Objects(pool["email_configuration"]) {
		if value.Text(mail["email_sending_account"]) == "DEVELOPER" && !value.IsSet(mail["source_arn"]) {
			return []Problem{problem("email_configuration.source_arn", "DEVELOPER sends through an identity in SES")}
		}
	}
	return nil
}

// tokenSeconds are the units of a token's life.
var tokenSeconds = map[string]float64{"": 3600, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}

// tokenLives: access and ID tokens live 5 minutes to a day, in their unit.
func tokenLives(client value.Object) []Problem {
	var units value.Object
	if given := value.Objects(client["token_validity_units"]); len(given) == 1 {
		units = given[0]
	}
	var problems []Problem
	for _, token := range []string{"access_token", "id_token"} {
		life, ok := value.Number(client[token+"_validity"])
		if seconds := life * tokenSeconds[value.Text(units[token])]; ok && (seconds < 300 || seconds > 86400) {
			problems = append(problems, problem(token+"_validity", "%v seconds are not from 5 minutes to a day", seconds))
		}
	}
	return problems
}

func retention(group value.Object) []Problem {
	allowed := []float64{0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
	if days, ok := value.Number(group["retention_in_days"]); ok && !slices.Contains(allowed, days) {
		return []Problem{problem("retention_in_days", "%v is none of %v", days, allowed)}
	}
	return nil
}

func alarmStatistic(alarm value.Object) []Problem {
	if !value.IsSet(alarm["metric_name"]) {
		return nil
	}
	var problems []Problem
	if len(set(alarm, []string{"statistic", "extended_statistic"})) == 0 {
		problems = append(problems, problem("statistic", "a metric needs one of statistic and extended_statistic"))
	}
	if !value.IsSet(alarm["period"]) {
		problems = append(problems, problem("period", "a metric needs one"))
	}
	return problems
}
