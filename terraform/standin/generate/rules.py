"""Derives rules that no schema carries from the data of cfn-lint.

usage: rules.py CFNLINT_FOLDER SCHEMA.json.gz NAMES_FILE OUTPUT.json

cfn-lint ships the schemas of CloudFormation: which values a property takes,
and which can't change once a resource exists. Where the provider has an
attribute that by its name is the same, the rule is taken over. What the two
call differently is in ALIASES; what the provider treats differently, in EXCEPT.
"""

import gzip
import json
import pathlib
import re
import sys

# By attribute of the provider: the property's name written with underscores.
ALIASES = {
    "aws_cloudwatch_log_group": {"name": "log_group_name"},
    "aws_cognito_user_pool": {"name": "user_pool_name"},
    "aws_db_instance": {"identifier": "db_instance_identifier", "instance_class": "db_instance_class"},
    "aws_db_parameter_group": {"name": "db_parameter_group_name"},
    "aws_db_subnet_group": {"name": "db_subnet_group_name"},
    "aws_dynamodb_table": {"name": "table_name"},
    "aws_ecr_repository": {"name": "repository_name"},
    "aws_ecs_cluster": {"name": "cluster_name"},
    "aws_ecs_service": {"name": "service_name"},
    "aws_iam_role": {"name": "role_name"},
    "aws_kms_alias": {"name": "alias_name"},
    "aws_kms_key": {"customer_master_key_spec": "key_spec"},
    "aws_s3_bucket": {"bucket": "bucket_name"},
    "aws_security_group": {"name": "group_name", "description": "group_description"},
    "aws_sns_topic": {"name": "topic_name"},
    "aws_sqs_queue": {"name": "queue_name"},
}
# Attributes whose rule would be wrong.
EXCEPT = {
    # The provider changes rules in place, CloudFormation makes new ones.
    "aws_vpc_security_group_egress_rule": ("cidr_ipv6", "from_port", "ip_protocol", "to_port"),
    "aws_vpc_security_group_ingress_rule": ("cidr_ipv6", "from_port", "ip_protocol", "to_port"),
    # CloudFormation makes no SecureString; the provider does.
    "aws_ssm_parameter": ("type",),
}
# Deeper than this are the statements of WAF within one another.
DEEPEST = 4


def underscored(name):
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


class Properties:
    """The properties of a CloudFormation type, found by underscored name."""

    def __init__(self, schema):
        self.schema = schema

    def resolve(self, node):
        for _ in range(9):
            if "$ref" not in node:
                return node
            node = self.schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
        return node

    def of(self, node):
        node = self.resolve(node)
        if "items" in node:
            return self.of(node["items"])
        return {underscored(name): value for name, value in node.get("properties", {}).items()}


def values(properties, node):
    """The values that a property takes, if they are few and listed."""
    node = properties.resolve(node)
    if "items" in node:
        node = properties.resolve(node["items"])
    listed = node.get("enum")
    return sorted(listed) if listed and all(isinstance(value, str) for value in listed) else None


def is_text(kind):
    return kind == "string" or isinstance(kind, list) and kind[0] in ("list", "set") and kind[1] == "string"


def collect(block, properties, node, path, aliases, enums):
    found = properties.of(node)
    for name, attribute in block["attributes"].items():
        property_ = found.get(aliases.get(name, name))
        if property_ is not None and is_text(attribute["type"]):
            listed = values(properties, property_)
            if listed:
                enums[".".join((*path, name))] = listed
    for name, nested in block["block_types"].items():
        property_ = found.get(name) or found.get(name + "s")
        if property_ is not None and len(path) < DEEPEST:
            collect(nested["block"], properties, property_, (*path, name), {}, enums)


def rules(kind, block, schema):
    aliases = ALIASES.get(kind, {})
    enums = {}
    collect(block, Properties(schema), schema, (), aliases, enums)
    fixed = {underscored(path.removeprefix("/properties/")) for path in schema.get("createOnlyProperties", [])}
    replaces = [name for name, attribute in block["attributes"].items()
                if aliases.get(name, name) in fixed and ("optional" in attribute or "required" in attribute)]
    wrong = EXCEPT.get(kind, ())
    out = {
        "enums": {path: listed for path, listed in enums.items() if path not in wrong},
        "replaces": sorted(name for name in replaces if name not in wrong),
    }
    return {name: value for name, value in out.items() if value}


def main():
    folder, schema_file, names, output = map(pathlib.Path, sys.argv[1:])
    data = folder / "data" / "schemas"
    index = json.loads((data / "providers" / "us-east-1.json").read_text())
    document = json.loads(gzip.decompress(schema_file.read_bytes()))
    resources = next(iter(document["provider_schemas"].values()))["resource_schemas"]
    out = {}
    for line in names.read_text().splitlines():
        if not line or line[0] == "#":
            continue
        kind, theirs = line.split()
        schema = json.loads((data / "resources" / (index[theirs] + ".json")).read_text())
        found = rules(kind, resources[kind]["block"], schema)
        if found:
            out[kind] = found
    output.write_text(json.dumps(out, indent=1, sort_keys=True) + "\n")
    print(len(out), "resources with rules")


if __name__ == "__main__":
    main()
