"""same_lines.py JOURNAL STEP < LOG: prints how the output of a step in the journal differs from the job's log on the node; nothing if it does not."""
import json
import sys

journal, step = sys.argv[1:]
kept = []
with open(journal, encoding="utf-8") as lines:
    for line in lines:
        event = json.loads(line)
        if event.get("step") == step and event.get("type") == "output":
            kept += event["text"].split("\n")
log = [line for line in sys.stdin.read().split("\n") if not line.startswith("@@report ")]
while log and not log[-1]:
    log.pop()
if len(kept) != len(log):
    print(f"{len(kept)} lines in the journal, {len(log)} on the node")
for number, (ours, theirs) in enumerate(zip(kept, log)):
    # Secrets are masked, escapes stripped: compare what is left of plain lines.
    if ours != theirs and "xxxxx" not in ours and theirs.isascii():
        print(f"line {number}: {ours!r} is {theirs!r}")
