"""Derives the schema of a subset of hashicorp/aws from an npm package.

usage: schema.py PACKAGE_FOLDER TYPES_FILE OUTPUT.json.gz

The package (@cdktn/provider-aws, made from the provider's own schema) writes
a class for every resource and every block. In front of each getter a comment
says whether the attribute is computed, optional or required; the method that
renders HCL says of what type it is and whether it is a block. The output has
the form of `terraform providers schema -json`.

What the package has lost is added by hand in corrections.json, or absent:
sensitive, schema versions, maximum numbers of blocks above one.
"""

import gzip
import json
import pathlib
import re
import sys

SIMPLE = {"string": "string", "boolean": "bool", "number": "number", "any": "dynamic"}
ELEMENTS = {
    "stringList": "string", "stringMap": "string", "numberList": "number",
    "numberMap": "number", "booleanMap": "bool", "anyMap": "dynamic",
}
# How a computed attribute is read tells its type.
GETTERS = (
    ("tolist(this.getListAttribute(", ["set", "string"]),
    ("tolist(this.getNumberListAttribute(", ["set", "number"]),
    ("this.getListAttribute(", ["list", "string"]),
    ("this.getNumberListAttribute(", ["list", "number"]),
    ("this.getStringMapAttribute(", ["map", "string"]),
    ("this.getNumberMapAttribute(", ["map", "number"]),
    ("this.getBooleanMapAttribute(", ["map", "bool"]),
    ("this.getAnyMapAttribute(", ["map", "dynamic"]),
    ("this.getStringAttribute(", "string"),
    ("this.getNumberAttribute(", "number"),
    ("this.getBooleanAttribute(", "bool"),
    ("this.interpolationForAttribute(", "dynamic"),
)
MAPS = {"String": "string", "Number": "number", "Boolean": "bool", "Any": "dynamic"}

CLASS = re.compile(r"^class (\w+) extends cdktn\.(\w+) \{\n(.*?)^\}\n", re.M | re.S)
FUNCTION = re.compile(r"^function (\w+)\(struct\) \{\n(.*?)^\}\n", re.M | re.S)
MEMBER = re.compile(r"^    // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n", re.M)
RENDERED = re.compile(
    r"^\s+(\w+): \{\n\s+value: (.*?),\n\s+isBlock: (\w+),\n\s+type: \"(\w+)\",\n\s+storageClassType: \"(\w+)\"", re.M)


class Member:
    """An attribute or block as the comment and the code behind it tell it."""

    def __init__(self, match, code):
        self.name = match.group(1)
        self.computed, self.optional, self.required = (flag == "true" for flag in match.groups()[1:])
        self.code = code


def members(body):
    found = list(MEMBER.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)]
    return {match.group(1): Member(match, body[match.end():end]) for match, end in zip(found, ends)}


class Source:
    """One file of the package: a resource or data source with its blocks."""

    def __init__(self, text):
        self.classes = {name: body for name, _, body in CLASS.findall(text)}
        self.functions = dict(FUNCTION.findall(text))
        self.main = next(name for name, base, _ in CLASS.findall(text) if base in KINDS)

    def block(self):
        body = self.classes[self.main]
        rendering = body[body.index("synthesizeHclAttributes()"):]
        return self.build(body, rendering)

    def build(self, body, rendering):
        """The block whose members and rendering are given."""
        block = {"attributes": {}, "block_types": {}}
        known = members(body)
        plain_rendering = body.partition("synthesizeHclAttributes()")[0]
        write_only = set(re.findall(r"(\w+): this\.markWriteOnlyAttribute", plain_rendering))
        for name, value, is_block, kind, storage in RENDERED.findall(rendering):
            # Names without a comment (meta arguments of the package) are optional.
            member = known.pop(name, None)
            if is_block == "true":
                self.add_block(block, body, name, member, value, kind, storage)
                continue
            plain = SIMPLE[storage] if kind == "simple" else [kind, ELEMENTS[storage]]
            attribute = flags(member) | {"type": plain}
            if name in write_only:
                attribute["write_only"] = True
            block["attributes"][name] = attribute
        for name, member in known.items():
            block["attributes"][name] = flags(member) | {"type": self.read_type(body, member)}
        return block

    def add_block(self, block, body, name, member, value, kind, storage):
        render = re.search(r"(\w+?)ToHclTerraform(?=[,)(])", value.replace("listMapperHcl", "")).group(1)
        nested = render[0].upper() + render[1:] + "OutputReference"
        if member.computed:  # an attribute that may be written as blocks
            block["attributes"][name] = flags(member) | {"type": [kind, self.object_type(nested)]}
            return
        inner = self.build(self.classes.get(nested, ""), self.functions[render + "ToHclTerraform"])
        out = {"nesting_mode": "single" if kind == "struct" else kind, "block": inner}
        if member.required:
            out["min_items"] = 1
        if kind in ("list", "set") and storage.endswith("List") and "listMapperHcl" not in value:
            out["max_items"] = 1
        block["block_types"][name] = out

    def object_type(self, name):
        body = self.classes[name]
        return ["object", {m.name: self.read_type(body, m) for m in members(body).values()}]

    def read_type(self, body, member):
        for call, plain in GETTERS:
            if call in member.code:
                return plain
        pattern = r'new %s(List|Map|OutputReference)\(this, "' + member.name + r'"(?:, (true|false))?'
        plain_map = re.search(pattern % r"cdktn\.(String|Number|Boolean|Any)", body)
        if plain_map:
            return ["map", MAPS[plain_map.group(1)]]
        made = re.search(pattern % r"(\w+?)", body)
        if not made:
            sys.exit(f"no type for {member.name}: {member.code[:200]}")
        inner = self.object_type(made.group(1) + "OutputReference")
        if made.group(2) == "OutputReference":
            return inner
        if made.group(2) == "Map":
            return ["map", inner]
        return ["set" if made.group(3) == "true" else "list", inner]


KINDS = {"TerraformResource": "resource", "TerraformDataSource": "data", "TerraformProvider": "provider"}


def flags(member):
    if member is None:
        return {"optional": True}
    told = {"computed": member.computed, "optional": member.optional, "required": member.required}
    return {name: True for name, value in told.items() if value}


def everything_optional(block):
    """The provider's own block: nothing in it is required or computed."""
    for attribute in block["attributes"].values():
        attribute.pop("computed", None)
        attribute.pop("required", None)
        attribute["optional"] = True
    for nested in block["block_types"].values():
        everything_optional(nested["block"])


def correct(block, path, corrections):
    """Adds what the package has lost; corrections are by path, as "a.b"."""
    for name, attribute in list(block["attributes"].items()):
        where = ".".join((*path, name))
        if where in RECURSIVE.get(path and path[0], ()):
            del block["attributes"][name]
            block["block_types"][name] = waf_statement(2)
        attribute.update(corrections.pop(where, {}))
    for name, nested in block["block_types"].items():
        nested.update(corrections.pop(".".join((*path, name)), {}))
        correct(nested["block"], (*path, name), corrections)


# The package writes the recursive statements of WAF as "any".
RECURSIVE = {"rule": ("rule.statement",)}


def nested(maximum=1, minimum=0, attributes=None, **blocks):
    block = {"attributes": attributes or {}, "block_types": blocks}
    return {"nesting_mode": "list", "max_items": maximum, "min_items": minimum, "block": block}


def required(kind):
    return {"type": kind, "required": True}


def optional(kind, **more):
    return {"type": kind, "optional": True, **more}


def waf_statement(depth, minimum=1):
    """The kinds of statement that the modules use, from the documentation.

    As in the provider, statements inside statements end at some depth.
    """
    field = {"uri_path": nested(), "method": nested(), "query_string": nested(),
             "single_header": nested(attributes={"name": required("string")}),
             "body": nested(attributes={"oversize_handling": optional("string")})}
    transformation = nested(0, 1, {"priority": required("number"), "type": required("string")}) | {"nesting_mode": "set"}
    matches = {"field_to_match": nested(**field), "text_transformation": transformation}
    actions = {name: nested() for name in ("allow", "block", "count", "captcha", "challenge")}
    override = nested(0, 0, {"name": required("string")}, action_to_use=nested(1, 1, **actions))
    kinds = {
        "byte_match_statement": nested(attributes={
            "search_string": required("string"), "positional_constraint": required("string")}, **matches),
        "size_constraint_statement": nested(attributes={
            "comparison_operator": required("string"), "size": required("number")}, **matches),
        "geo_match_statement": nested(attributes={"country_codes": required(["list", "string"])}),
        "ip_set_reference_statement": nested(attributes={"arn": required("string")}),
        "label_match_statement": nested(attributes={"key": required("string"), "scope": required("string")}),
    }
    if depth:
        inner = waf_statement(depth - 1)
        several = inner | {"max_items": 0}
        scope_down = inner | {"min_items": 0}
        kinds |= {
            "and_statement": nested(statement=several), "or_statement": nested(statement=several),
            "not_statement": nested(statement=inner),
            "managed_rule_group_statement": nested(
                attributes={"name": required("string"), "vendor_name": required("string"), "version": optional("string")},
                rule_action_override=override, scope_down_statement=scope_down),
            "rate_based_statement": nested(
                attributes={"limit": required("number"), "aggregate_key_type": optional("string"),
                            "evaluation_window_sec": optional("number")}, scope_down_statement=scope_down),
        }
    return nested(1, minimum, **kinds)


def index(package):
    found = {}
    for file in package.glob("lib/*/index.js"):
        text = file.read_text()
        kind = next((KINDS[base] for _, base, _ in CLASS.findall(text) if base in KINDS), None)
        name = re.search(r'static tfResourceType = "(\w+)"', text)
        if kind and name:
            found[kind, name.group(1)] = text
    return found


def main():
    package, types, output = map(pathlib.Path, sys.argv[1:])
    corrections = json.loads((types.parent / "corrections.json").read_text())
    sources = index(package)
    out = {"resource_schemas": {}, "data_source_schemas": {}}
    lines = (line.split() for line in types.read_text().splitlines() if line and line[0] != "#")
    for kind, name in lines:
        if (kind, name) not in sources:
            sys.exit(f"{kind} {name} is not in the package")
        block = Source(sources[kind, name]).block()
        mine = corrections.pop(f"{kind} {name}", {})
        correct(block, (), mine)
        if mine:
            sys.exit(f"corrections of {name} fit nothing: {list(mine)}")
        section = "resource_schemas" if kind == "resource" else "data_source_schemas"
        out[section][name] = {"version": 0, "block": block}
    if corrections:
        sys.exit(f"corrections of unknown types: {list(corrections)}")
    provider = Source(sources["provider", "aws"]).block()
    everything_optional(provider)
    document = {"format_version": "1.0", "provider_schemas": {
        "registry.terraform.io/hashicorp/aws": {"provider": {"version": 0, "block": provider}, **out}}}
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    output.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{len(out['resource_schemas'])} resources, {len(out['data_source_schemas'])} data sources")


if __name__ == "__main__":
    main()
