#!/usr/bin/env bash
# Everything that must hold, on both engines. Parts run one after the other, a
# failed part does not stop the next, and nothing is skipped: a part that
# cannot start has failed. Logs are kept in target/test-logs.
#
# A part reports its tests in lines like `test result: ok. 12 passed; 0 failed`
# (cargo) or `12 passed, 0 failed` (ours); the last line adds them up.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Minutes that everything should take from clean on 2 cores; a slower machine is told, not failed.
readonly MINUTES_MAX=40

logs=target/test-logs
bin=target/release
began=$SECONDS
table=()
passed=0
failed=0
mkdir -p "$logs"
rm -f "$logs"/*.log

stop_postgres() { tests/postgres.sh stop; }
# Its own server even when another run is under way in this folder.
export TEST_POSTGRES_STATE="$PWD/target/test-postgres.$$"
trap stop_postgres EXIT
trap 'exit 130' INT TERM HUP

# Adds up the tests that a log reports.
count() { # log, word
  grep -E '^(test result: [A-Za-z]+\. )?[0-9]+ passed[;,] [0-9]+ failed' "$1" |
    grep -oE "[0-9]+ $2" | awk '{n += $1} END {print n + 0}'
}

part() { # name, what it covers, command...
  local name="$1" covers="$2" start=$SECONDS verdict=ok log="$logs/$1.log" ok bad
  shift 2
  printf '\n==> %s (%s)\n' "$name" "$covers"
  "$@" 2>&1 </dev/null | tee "$log" || verdict=FAILED
  ok="$(count "$log" passed)"
  bad="$(count "$log" failed)"
  if [ "$verdict" = ok ] && [ "$bad" -gt 0 ]; then verdict=FAILED; fi
  if [ $((ok + bad)) -eq 0 ]; then # a part without a count is one test
    if [ "$verdict" = ok ]; then ok=1; else bad=1; fi
  fi
  if [ "$verdict" = FAILED ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  table+=("$(printf '%-16s %-38s %-6s %4d passed %3d failed %5d s' \
    "$name" "$covers" "$verdict" "$ok" "$bad" $((SECONDS - start)))")
}

# Cargo tests name their engine (`sqlite::`, `postgres::`); an engine without tests has failed.
both_engines() {
  local log="$logs/cargo.log" engine n
  for engine in sqlite postgres; do
    n="$(grep -cE "^test (.*::)?${engine}::.* \.\.\. ok" "$log")"
    echo "$engine: $n tests of the workspace passed on it"
    [ "$n" -gt 0 ] || return 1
  done
}

with_postgres() {
  LUMBUNG_TEST_POSTGRES="$(tests/postgres.sh url)" || return 1
  export LUMBUNG_TEST_POSTGRES
  "$@"
}

# The drills show that they catch planted faults, in a server built to have them.
sabotage() {
  cargo build --locked --release --workspace --bins --features server/sabotage || return 1
  mv "$bin/lumbung" "$bin/lumbung-sabotage" || return 1
  # The honest server again; cargo has kept it and only links the name.
  cargo build --locked --release --workspace --bins
}

python_story() { with_postgres target/venv/bin/python tests/story/story.py --engine "$1"; }
drill() { with_postgres "$bin/drill" "$1"; }

part setup "compiler, buf, Python, PostgreSQL" tests/setup.sh build lint story postgres
part postgres "a cluster of its own" tests/postgres.sh start
part check "rustfmt, clippy, buf lint" tests/check.sh
part build "release binaries" cargo build --locked --release --workspace --bins
part cargo "unit and engine tests, both engines" \
  with_postgres cargo test --locked --release --workspace --no-fail-fast
part engines "tests ran on both engines" both_engines
part client "Python client library" target/venv/bin/python tests/story/client_test.py
part story-sqlite "main job, Python client, SQLite" python_story sqlite
part story-postgres "main job, Python client, PostgreSQL" python_story postgres
part sabotage "server with planted faults" sabotage
for name in $DRILLS; do
  part "drill-$name" "faults and races" drill "$name"
done

printf '\n'
printf '%s\n' "${table[@]}"
if [ ! -d ../shared/data ]; then
  echo "not run: tests over further data, since ../shared/data is not there"
fi
took=$((SECONDS - began))
printf 'took %d min %02d s\n' $((took / 60)) $((took % 60))
if [ "$took" -gt $((MINUTES_MAX * 60)) ]; then
  echo "LONGER than the $MINUTES_MAX min that are promised on 2 cores: see which part grew"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
