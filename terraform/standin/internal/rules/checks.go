package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

func allPorts(rule value.Object) []Problem {
	if value.Text(rule["ip_protocol"]) == "-1" && (value.IsSet(rule["from_port"]) || value.IsSet(rule["to_port"])) {
		return []Problem{problem("ip_protocol", "-1 stands for all ports, so from_port and to_port exclude it")}
	}
	return nil
}

func endpointParts(endpoint value.Object) []Problem {
	kind := value.Text(endpoint["vpc_endpoint_type"])
	if (kind == "" || kind == "Gateway") && (value.IsSet(endpoint["subnet_ids"]) || value.IsSet(endpoint["security_group_ids"])) {
		return []Problem{problem("vpc_endpoint_type", "a gateway has neither subnets nor security groups")}
	}
	if kind == "Interface" && value.IsSet(endpoint["route_table_ids"]) {
		return []Problem{problem("route_table_ids", "an interface is in no route table")}
	}
	return nil
}

func flowLogRole(log value.Object) []Problem {
	kind := value.Text(log["log_destination_type"])
	if (kind == "" || kind == "cloud-watch-logs") && !value.IsSet(log["iam_role_arn"]) {
		return []Problem{problem("iam_role_arn", "a log in CloudWatch needs a role that may write it")}
	}
	return nil
}

func twoSubnets(balancer value.Object) []Problem {
	if subnets := balancer["subnets"]; value.IsThere(subnets) && len(value.Elements(subnets)) < 2 {
		return []Problem{problem("subnets", "an application load balancer needs subnets in two availability zones")}
	}
	return nil
}

func twoSubnetIDs(group value.Object) []Problem {
	if subnets := group["subnet_ids"]; value.IsThere(subnets) && len(value.Elements(subnets)) < 2 {
		return []Problem{problem("subnet_ids", "a database needs subnets in two availability zones")}
	}
	return nil
}

func listenerCertificate(listener value.Object) []Problem {
	protocol, given := value.Text(listener["protocol"]), value.IsSet(listener["certificate_arn"])
	switch {
	case (protocol == "HTTPS" || protocol == "TLS") && !given:
		return []Problem{problem("certificate_arn", "a listener for %s needs a certificate", protocol)}
	case protocol == "HTTP" && (given || value.IsSet(listener["ssl_policy"])):
		return []Problem{problem("certificate_arn", "a listener for HTTP takes neither certificate nor ssl_policy")}
	}
	return nil
}

func healthCheckTimes(group value.Object) []Problem {
	for _, check := range value.Objects(group["health_check"]) {
		interval, hasInterval := value.Number(check["interval"])
		timeout, hasTimeout := value.Number(check["timeout"])
		if hasInterval && hasTimeout && timeout >= interval {
			return []Problem{problem("health_check.timeout", "%v seconds are not less than the interval of %v", timeout, interval)}
		}
	}
	return nil
}

// fargate lists the memory that goes with each CPU, in MiB: the least, the
// most, and the step.
var fargate = map[string][3]float64{
	"256": {512, 2048, 512}, "512": {1024, 4096, 1024}, "1024": {2048, 8192, 1024},
	"2048": {4096, 16384, 1024}, "4096": {8192, 30720, 1024}, "8192": {16384, 61440, 4096}, "16384": {32768, 122880, 8192},
}

type container struct {
	Name                   string `json:"name"`
	Image                  string `json:"image"`
	Essential              *bool  `json:"essential"`
	StopTimeout            int    `json:"stopTimeout"`
	ReadonlyRootFilesystem bool   `json:"readonlyRootFilesystem"`
	PortMappings           []struct {
		Name          string `json:"name"`
		ContainerPort int    `json:"containerPort"`
		HostPort      int    `json:"hostPort"`
	} `json:"portMappings"`
	DependsOn []struct {
		ContainerName string `json:"containerName"`
		Condition     string `json:"condition"`
	} `json:"dependsOn"`
}

func taskDefinition(task value.Object) []Problem {
	var problems []Problem
	if slices.Contains(value.Texts(task["requires_compatibilities"]), "FARGATE") {
		problems = fargateTask(task)
	}
	given := value.Text(task["container_definitions"])
	if given == "" {
		return problems
	}
	var containers []container
	if err := json.Unmarshal([]byte(given), &containers); err != nil {
		return append(problems, problem("container_definitions", "not a JSON list of containers: %v", err))
	}
	return append(problems, containerProblems(containers)...)
}

func fargateTask(task value.Object) []Problem {
	var problems []Problem
	if mode := value.Text(task["network_mode"]); mode != "awsvpc" && value.IsThere(task["network_mode"]) {
		problems = append(problems, problem("network_mode", "Fargate needs awsvpc, not %q", mode))
	}
	for _, name := range []string{"cpu", "memory", "execution_role_arn", "network_mode"} {
		if !value.IsSet(task[name]) {
			problems = append(problems, problem(name, "Fargate needs it"))
		}
	}
	cpu, memory := value.Text(task["cpu"]), value.Text(task["memory"])
	if cpu == "" || memory == "" {
		return problems
	}
	limits, known := fargate[cpu]
	var size float64
	if err := json.Unmarshal([]byte(memory), &size); err != nil || !known || size < limits[0] || size > limits[1] || int(size-limits[0])%int(limits[2]) != 0 {
		problems = append(problems, problem("memory", "Fargate has no task of %s CPU units and %s MiB", cpu, memory))
	}
	return problems
}

func containerProblems(containers []container) []Problem {
	var problems []Problem
	names := map[string]bool{}
	for _, one := range containers {
		if names[one.Name] {
			problems = append(problems, problem("container_definitions", "two containers are called %s", one.Name))
		}
		names[one.Name] = true
		problems = append(problems, one.problems()...)
	}
	for _, one := range containers {
		for _, other := range one.DependsOn {
			if !names[other.ContainerName] {
				problems = append(problems, problem("container_definitions", "%s depends on %s, which is not there", one.Name, other.ContainerName))
			}
		}
	}
	if !slices.ContainsFunc(containers, func(one container) bool { return one.Essential == nil || *one.Essential }) {
		problems = append(problems, problem("container_definitions", "no container is essential"))
	}
	return problems
}

func (c container) problems() []Problem {
	var problems []Problem
	if c.Name == "" || c.Image == "" {
		problems = append(problems, problem("container_definitions", "every container needs a name and an image"))
	}
	if c.StopTimeout > 120 {
		problems = append(problems, problem("container_definitions", "%s: Fargate waits 120 seconds at most for a container to stop", c.Name))
	}
	for _, port := range c.PortMappings {
		if port.HostPort != 0 && port.HostPort != port.ContainerPort {
			problems = append(problems, problem("container_definitions", "%s: with awsvpc hostPort is containerPort", c.Name))
		}
	}
	return problems
}

func minimumBelowMaximum(target value.Object) []Problem {
	least, hasLeast := value.Number(target["min_capacity"])
	most, hasMost := value.Number(target["max_capacity"])
	if hasLeast && hasMost && least > most {
		return []Problem{problem("min_capacity", "%v is more than max_capacity, %v", least, most)}
	}
	return nil
}

func functionPackage(function value.Object) []Problem {
	var problems []Problem
	image := value.Text(function["package_type"]) == "Image"
	for _, name := range []string{"handler", "runtime"} {
		switch given := value.IsSet(function[name]); {
		case image && given:
			problems = append(problems, problem(name, "a function from an image takes none"))
		case !image && !given:
			problems = append(problems, problem(name, "a function from a file needs one"))
		}
	}
	return problems
}

// sourceMapping: what is for streams does not go with queues.
func sourceMapping(mapping value.Object) []Problem {
	source := value.Text(mapping["event_source_arn"])
	if source == "" {
		return nil
	}
	var problems []Problem
	queue := strings.Contains(source, ":sqs:")
	for _, name := range []string{"starting_position", "maximum_retry_attempts", "maximum_record_age_in_seconds", "bisect_batch_on_function_error", "parallelization_factor"} {
		if queue && value.IsSet(mapping[name]) {
			problems = append(problems, problem(name, "a queue takes none"))
		}
	}
	if !queue && !value.IsSet(mapping["starting_position"]) {
		problems = append(problems, problem("starting_position", "a stream needs one"))
	}
	if batch, ok := value.Number(mapping["batch_size"]); queue && ok && batch > 10 && !value.IsSet(mapping["maximum_batching_window_in_seconds"]) {
		problems = append(problems, problem("batch_size", "more than 10 need a batching window"))
	}
	return problems
}

func databaseInstance(database value.Object) []Problem {
	var problems []Problem
	if value.IsSet(database["replicate_source_db"]) {
		problems = replica(database)
	} else {
		problems = primary(database)
	}
	if value.IsSet(database["kms_key_id"]) && value.IsThere(database["storage_encrypted"]) && !value.Bool(database["storage_encrypted"]) {
		problems = append(problems, problem("kms_key_id", "a key needs storage_encrypted"))
	}
	return append(problems, databaseNumbers(database)...)
}

func primary(database value.Object) []Problem {
	var problems []Problem
	if !value.Bool(database["skip_final_snapshot"]) && !value.IsSet(database["final_snapshot_identifier"]) {
		problems = append(problems, problem("final_snapshot_identifier", "needed unless skip_final_snapshot is true"))
	}
	if !value.IsSet(database["username"]) {
		problems = append(problems, problem("username", "needed, unless it is a replica"))
	}
	if len(set(database, []string{"manage_master_user_password", "password", "password_wo"})) == 0 {
		problems = append(problems, problem("manage_master_user_password", "one of it, password and password_wo is needed, unless it is a replica"))
	}
	return problems
}

func replica(database value.Object) []Problem {
	if value.Bool(database["manage_master_user_password"]) {
		return []Problem{problem("manage_master_user_password", "a replica has its source's users")}
	}
	return nil
}

func databaseNumbers(database value.Object) []Problem {
	var problems []Problem
	least, _ := value.Number(database["allocated_storage"])
	if most, ok := value.Number(database["max_allocated_storage"]); ok && most != 0 && most <= least {
		problems = append(problems, problem("max_allocated_storage", "must be more than allocated_storage"))
	}
	if days, ok := value.Number(database["performance_insights_retention_period"]); ok && days != 7 && days != 731 && int(days)%31 != 0 {
		problems = append(problems, problem("performance_insights_retention_period", "must be 7, 731 or a multiple of 31"))
	}
	if interval, ok := value.Number(database["monitoring_interval"]); ok && interval > 0 && !value.IsSet(database["monitoring_role_arn"]) {
		problems = append(problems, problem("monitoring_role_arn", "needed when monitoring_interval is set"))
	}
	return problems
}

// tableKeys: exactly the attributes that are keys are declared.
func tableKeys(table value.Object) []Problem {
	declared, used := map[string]bool{}, map[string]bool{}
	for _, attribute := range value.Objects(table["attribute"]) {
		declared[value.Text(attribute["name"])] = true
	}
	holders := append([]value.Object{table}, value.Objects(table["global_secondary_index"])...)
	holders = append(holders, value.Objects(table["local_secondary_index"])...)
	for _, holder := range holders {
		for _, key := range []string{"hash_key", "range_key"} {
			if name := value.Text(holder[key]); name != "" {
				used[name] = true
			}
		}
	}
	var problems []Problem
	for name := range used {
		if !declared[name] {
			problems = append(problems, problem("attribute", "%s is a key and is not declared", name))
		}
	}
	for name := range declared {
		if !used[name] {
			problems = append(problems, problem("attribute", "%s is declared and is no key of the table or an index", name))
		}
	}
	if value.IsThere(table["stream_enabled"]) && value.Bool(table["stream_enabled"]) != (value.Text(table["stream_view_type"]) != "") {
		problems = append(problems, problem("stream_view_type", "a stream and its view go together"))
	}
	return problems
}

func secretParameter(parameter value.Object) []Problem {
	secret := value.Text(parameter["type"]) == "SecureString"
	if secret && value.IsSet(parameter["insecure_value"]) {
		return []Problem{problem("insecure_value", "a SecureString takes value or value_wo")}
	}
	if value.IsSet(parameter["value_wo"]) != value.IsSet(parameter["value_wo_version"]) {
		return []Problem{problem("value_wo_version", "value_wo and value_wo_version go together")}
	}
	return nil
}
