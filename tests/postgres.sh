#!/usr/bin/env bash
# A PostgreSQL 15 of its own for the tests.
#
#   tests/postgres.sh start        start a cluster (or keep the running one), print its URL
#   tests/postgres.sh url          print the URL of the running one
#   tests/postgres.sh stop         stop it and delete its folder
#   tests/postgres.sh run CMD...   start, run CMD with LUMBUNG_TEST_POSTGRES set, stop
#   tests/postgres.sh install      install the Debian package when it is missing
#
# The cluster lives in a temporary folder, listens on 127.0.0.1 at a free port
# and on a socket in that folder, and never runs as root. A server that is
# already on the machine is neither used nor touched. Durability stays on
# (fsync), because the tests measure and break it.
set -euo pipefail

readonly VERSION=15
readonly BIN="${TEST_POSTGRES_BIN:-/usr/lib/postgresql/$VERSION/bin}"
root_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Remembers the folder of the running cluster; name another to run two at once.
state="${TEST_POSTGRES_STATE:-$root_dir/target/test-postgres}"

say() { printf 'postgres.sh: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Runs a command as a user who is not root.
unprivileged() {
  if [ "$(id -u)" -eq 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@" || die "needs root to run: $*"
  else
    die "needs root (or sudo) to run: $*"
  fi
}

install_package() {
  [ -x "$BIN/initdb" ] && return
  command -v apt-get >/dev/null ||
    die "PostgreSQL $VERSION is missing in $BIN and there is no apt-get to install it"
  say "installing postgresql-$VERSION"
  # Without this the package would create and start a server of its own on port 5432.
  local quiet=/etc/postgresql-common/createcluster.d/lumbung-tests.conf
  as_root mkdir -p "$(dirname "$quiet")"
  echo 'create_main_cluster = false' | as_root tee "$quiet" >/dev/null
  local failed=0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "postgresql-$VERSION" >&2 || failed=1
  as_root rm -f "$quiet"
  [ "$failed" -eq 0 ] && [ -x "$BIN/initdb" ] || die "PostgreSQL $VERSION could not be installed"
}

ensure_user() {
  [ "$(id -u)" -eq 0 ] || return 0
  id postgres >/dev/null 2>&1 || useradd --system --shell /bin/bash postgres
}

folder() { [ -f "$state" ] && cat "$state"; }

running() {
  local at
  at="$(folder)" && [ -f "$at/url" ] &&
    unprivileged "$BIN/pg_ctl" -D "$at/data" status >/dev/null 2>&1
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

settings() {
  cat <<CONF
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$1'
max_connections = 200
shared_buffers = 256MB
fsync = on
synchronous_commit = on
full_page_writes = on
max_wal_size = 2GB
checkpoint_timeout = 15min
track_commit_timestamp = on
max_prepared_transactions = 100
timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %d '
log_min_messages = warning
CONF
}

start() {
  if running; then url; return; fi
  install_package
  ensure_user
  mkdir -p "$(dirname "$state")"
  local at password port
  at="$(mktemp -d "${TMPDIR:-/tmp}/lumbung-pg.XXXXXX")"
  echo "$at" >"$state"
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  echo "$password" >"$at/password"
  if [ "$(id -u)" -eq 0 ]; then chown -R postgres: "$at"; fi
  (
    cd "$at" # the unprivileged user may not read the caller's folder
    unprivileged "$BIN/initdb" -D "$at/data" -U lumbung --pwfile="$at/password" \
      --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$at/initdb.log" 2>&1
  ) || { cat "$at/initdb.log" >&2; die "initdb failed"; }
  local try
  for try in 1 2 3 4 5; do
    port="$(free_port)"
    settings "$at" "$port" | unprivileged tee "$at/data/postgresql.auto.conf" >/dev/null
    # Its output goes nowhere: a pipe that the caller waits on must not stay open.
    if (cd "$at" && unprivileged "$BIN/pg_ctl" -D "$at/data" -l "$at/log" -w -t 60 start) \
      >/dev/null 2>&1 </dev/null; then
      echo "postgres://lumbung:$password@127.0.0.1:$port/postgres" >"$at/url"
      url
      return
    fi
    say "start $try failed on port $port"
  done
  cat "$at/log" >&2
  die "PostgreSQL did not start"
}

url() { running || die "no cluster is running"; cat "$(folder)/url"; }

stop() {
  local at
  at="$(folder)" || return 0
  case "$at" in */lumbung-pg.*) ;; *) die "$state names no folder of mine: $at" ;; esac
  if [ -d "$at/data" ]; then
    (cd "$at" && unprivileged "$BIN/pg_ctl" -D "$at/data" -m immediate -w stop) >/dev/null 2>&1 || true
  fi
  rm -rf "$at"
  rm -f "$state"
}

run() {
  # Its own state file, so that two runs do not stop each other's server.
  state="$root_dir/target/test-postgres.$$"
  trap stop EXIT
  trap 'exit 130' INT TERM HUP
  LUMBUNG_TEST_POSTGRES="$(start)"
  export LUMBUNG_TEST_POSTGRES
  "$@"
}

case "${1:-}" in
  start) start ;;
  url) url ;;
  stop) stop ;;
  run) shift; [ $# -gt 0 ] || die "run needs a command"; run "$@" ;;
  install) install_package ;;
  *) sed -n '2,14p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2 ;;
esac
