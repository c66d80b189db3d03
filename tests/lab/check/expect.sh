# What the checks of the laboratory say: counted, and told only where they fail. Sourced; wants clean_up.
passed=0 failed=0
pass() { passed=$((passed + 1)); }
fail() { failed=$((failed + 1)); echo "FAILED $*"; }
# expect TEXT WHAT CMD…: the command's output holds the text.  expect_not: it does not.  succeeds, fails: by exit status.
expect() {
  local wanted=$1 what=$2 got
  shift 2
  got=$("$@" 2>&1 </dev/null)
  if [[ $got == *"$wanted"* ]]; then pass; else fail "$what: wanted '$wanted', got '${got:0:600}'"; fi
}
expect_not() {
  local unwanted=$1 what=$2 got
  shift 2
  got=$("$@" 2>&1 </dev/null)
  if [[ $got != *"$unwanted"* ]]; then pass; else fail "$what: did not want '$unwanted' in '${got:0:600}'"; fi
}
same() { if [ "$2" = "$3" ]; then pass; else fail "$1: wanted '$2', got '${3:0:600}'"; fi; }
succeeds() { local what=$1 got; shift; if got=$("$@" 2>&1 </dev/null); then pass; else fail "$what: exit $?, '${got:0:600}'"; fi; }
fails() { local what=$1 got; shift; if got=$("$@" 2>&1 </dev/null); then fail "$what: exit 0, '${got:0:600}'"; else pass; fi; }
# soon SECONDS TEXT WHAT CMD…: as expect, but it may take a while.
soon() {
  local seconds=$1 wanted=$2 what=$3 got end
  shift 3
  end=$((SECONDS + seconds))
  while got=$("$@" 2>&1 </dev/null); [[ $got != *"$wanted"* ]]; do
    [ $SECONDS -lt $end ] || { fail "$what: wanted '$wanted' within $seconds s, got '${got:0:600}'"; return; }
    sleep 0.2
  done
  pass
}
finish() { clean_up; echo "$passed passed, $failed failed"; [ $failed = 0 ] && [ $passed -gt 0 ]; exit; }
