#!/usr/bin/python3 -ES
"""The container that runs once at each start: it reads the settings and fails on what it cannot read, again and again."""
import os
import re
import sys

ROOT = "/opt/openvidu/config"


def fault(path, text):
    """What is wrong with a file, or nothing."""
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{os.path.relpath(path, ROOT)}:{number}"
        if "${" in re.sub(r"\$\{[^{}]*\}", "", line):
            return f"{where}: invalid interpolation format"
        if path.endswith(".yaml") and line.startswith("\t"):
            return f"{where}: found character that cannot start any token"
        if path.endswith(".env") and line.strip() and not line.startswith("#") and "=" not in line:
            return f"{where}: key without a value"
    return None


def main():
    for folder, _, names in os.walk(ROOT):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8", errors="replace") as file:
                found = fault(path, file.read())
            if found:
                sys.exit(found)
    print("configuration is in order", flush=True)


main()
