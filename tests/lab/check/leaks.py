"""leaks.py VALUES FOLDER: prints every file below FOLDER that holds a secret of VALUES (NAME=value lines), in any spelling."""
import base64
import json
import os
import sys
import urllib.parse


def spellings(value):
    yield "raw", value
    yield "quoted", value.replace("'", "'\\''")
    yield "url", urllib.parse.quote(value, safe="")
    yield "json", json.dumps(value)[1:-1]
    data = value.encode()
    for shift in range(3):
        # Whatever stands before it, these digits of base64 depend on the secret alone.
        digits = base64.b64encode(b"\0" * shift + data).decode()
        start = -(-shift * 8 // 6)
        yield f"base64+{shift}", digits[start : (shift + len(data)) * 8 // 6]


def main(values, folder):
    with open(values, encoding="utf-8") as lines:
        secrets = dict(line.rstrip("\n").split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    if not secrets:
        sys.exit("no secrets to look for")
    needles = [(name, kind, text.encode()) for name, value in secrets.items() for kind, text in spellings(value.strip("'\"")) if len(text) >= 6]
    for place, _, files in os.walk(folder):
        for file in files:
            path = os.path.join(place, file)
            with open(path, "rb") as content:
                text = content.read()
            for name, kind, needle in needles:
                if needle in text:
                    print(f"{path}: {name} ({kind})")


main(*sys.argv[1:])
