#!/usr/bin/env python3
"""check_schemas.py RESOURCES - every table of the catalog against its schema, and every schema against rows that it must refuse."""
import copy
import json
import pathlib
import sys

import jsonschema


def read(path):
    def unique(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError(f"{path.name}: a name stands twice in {names}")
        return dict(pairs)

    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)


def validator(schemas, name):
    """The shared definitions are put into the schema: how references between files are resolved differs between versions of the library."""
    text = (schemas / name).read_text(encoding="utf-8").replace("catalog-common.json#/", "#/")
    schema = {**json.loads(text), "$defs": read(schemas / "catalog-common.json")["$defs"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def broken(table):
    """Copies of the table with one fault each, and what the fault is."""
    for index, row in enumerate(table["rows"]):
        for fault, change in [("no source", lambda cells: cells.pop("source")), ("empty source", lambda cells: cells.update(source=[])),
                              ("unknown name", lambda cells: cells.update(colour="red")), ("number as a text", lambda cells: cells.update(source=7))]:
            cells = copy.deepcopy(row)
            change(cells)
            yield f"row {index + 1}, {fault}", {"format": table["format"], "rows": [cells]}
    yield "other format", {"format": 2, "rows": table["rows"]}
    yield "no rows", {"format": 1, "rows": []}


def main(resources):
    faults, rows, refused = [], 0, 0
    tables = {path.stem: path for path in sorted((resources / "catalog").glob("*.json"))}
    known = {path.stem.removeprefix("catalog-") for path in (resources / "schemas").glob("catalog-*.json")} - {"common"}
    faults += [f"{name}: table or schema is missing" for name in sorted(known ^ set(tables))]
    for name in sorted(known & set(tables)):
        check, table = validator(resources / "schemas", f"catalog-{name}.json"), read(tables[name])
        rows += len(table["rows"])
        faults += [f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message}" for error in check.iter_errors(table)]
        for what, copied in broken(table):
            refused += 1
            if check.is_valid(copied):
                faults.append(f"{name}: the schema lets pass: {what}")
    print(f"tables {len(tables)} rows {rows} refused {refused}")
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
