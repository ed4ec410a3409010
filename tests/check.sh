#!/usr/bin/env bash
# What a reviewer should not have to look for: format, clippy, buf lint.
# All three run, so that one failure does not hide the others.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
try() { # name, command...
  local name="$1"
  shift
  if "$@"; then
    echo "check: $name ok"
  else
    echo "check: $name FAILED"
    failed=1
  fi
}

buf_lint() { (cd proto && ../tests/tools/node_modules/.bin/buf lint); }

try fmt cargo fmt --all --check
# The release profile: it shares build scripts and C code with the tests and the server.
try clippy cargo clippy --locked --release --workspace --all-targets --quiet -- -D warnings
try "buf lint" buf_lint
exit "$failed"
