# Checks YAML documents against a JSON schema: schema_check.py SCHEMA FILE…; prints what does not match.
import json
import sys

import jsonschema
import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
faults = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    for error in validator.iter_errors(document):
        faults += 1
        print(f"{path}: {error.json_path}: {error.message}")
sys.exit(1 if faults else 0)
