#!/bin/sh
# Fetches the two packages, in the versions that NOTICE names, and runs the
# generators. Needs npm and Python 3.10 or newer.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent @cdktn/provider-aws@25.7.0 >/dev/null && tar xzf cdktn-provider-aws-25.7.0.tgz)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet cfn-lint==1.58.0
cfnlint=$("$work/venv/bin/python" -c 'import cfnlint, os; print(os.path.dirname(cfnlint.__file__))')

python3 schema.py "$work/package" types.txt ../internal/schema/schema.json.gz
python3 rules.py "$cfnlint" ../internal/schema/schema.json.gz cloudformation.txt ../internal/rules/generated.json
