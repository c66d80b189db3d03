"""overhead.py JOURNAL: prints a run's wall time against its slowest node's own time (the sum of that node's steps)."""
import json
import sys
from collections import defaultdict

journal = sys.argv[1]
started, spent = {}, defaultdict(float)
with open(journal, encoding="utf-8") as lines:
    for line in lines:
        event = json.loads(line)
        if event.get("type") == "run-started":
            begun = event["t"]
        if event.get("type") == "run-ended":
            ended = event["t"]
        if event.get("type") == "step-started":
            started[event["step"]] = event["t"]
        elif event.get("type") in ("step-done", "step-failed") and event.get("node"):
            spent[event["node"]] += (event["t"] - started[event["step"]]) / 1000
wall = (ended - begun) / 1000
node = max(spent, key=spent.get)
print(f"deploy: wall {wall:.2f} s, slowest node {node} {spent[node]:.2f} s, overhead {wall - spent[node]:.2f} s")
