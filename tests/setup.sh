#!/usr/bin/env bash
# Installs what is missing, and nothing else.
#
#   tests/setup.sh build      a C compiler (SQLite and ring are compiled), Rust's presence, curl
#   tests/setup.sh lint       rustfmt, clippy, buf
#   tests/setup.sh story      a Python environment with gRPC in target/venv
#   tests/setup.sh postgres   the PostgreSQL package
#   tests/setup.sh bench      peers of the benches: PostGIS, and SedonaDB and DuckDB in target/bench-venv
#
# Debian packages come from apt-get (with sudo when not root).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@" || die "needs root to run: $*"
  else
    die "needs root (or sudo) to run: $*"
  fi
}

apt_install() {
  command -v apt-get >/dev/null || die "missing on this machine, and no apt-get here: $*"
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null ||
    die "could not install: $*"
}

build() {
  command -v cargo >/dev/null || die "Rust is missing: install it from https://rustup.rs, then repeat"
  if ! command -v cc >/dev/null; then apt_install build-essential; fi
  # The demo prints commands to try, and a test runs them.
  if ! command -v curl >/dev/null; then apt_install curl ca-certificates; fi
}

component() { # cargo subcommand, rustup component
  cargo "$1" --version >/dev/null 2>&1 && return
  command -v rustup >/dev/null || die "cargo $1 is missing and there is no rustup to add it"
  say "adding $2"
  rustup component add "$2" >&2
}

lint() {
  component fmt rustfmt
  component clippy clippy
  if ! command -v npm >/dev/null; then apt_install nodejs npm; fi
  command -v npm >/dev/null || die "npm is missing: buf lint cannot run, so the check fails"
  local want have
  want="$(sed -n 's/.*"@bufbuild\/buf": "\(.*\)".*/\1/p' tests/tools/package.json)"
  have="$(tests/tools/node_modules/.bin/buf --version 2>/dev/null || true)"
  [ "$want" = "$have" ] && return
  say "installing buf $want"
  npm ci --prefix tests/tools --no-audit --no-fund --loglevel=error >&2 </dev/null ||
    die "buf could not be installed from the npm registry"
}

# A Python environment with what a file of requirements names.
python_with() { # folder, requirements
  local venv="$1" needs="$2"
  if cmp -s "$needs" "$venv/installed.txt"; then return; fi
  command -v python3 >/dev/null || apt_install python3 python3-venv
  rm -rf "$venv"
  mkdir -p target
  if ! python3 -m venv "$venv" >/dev/null 2>&1; then
    apt_install python3-venv
    rm -rf "$venv"
    python3 -m venv "$venv" >&2
  fi
  say "installing $(grep -c '^[a-z]' "$needs") Python libraries into $venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-input -r "$needs" >&2 </dev/null ||
    die "the Python libraries could not be installed"
  cp "$needs" "$venv/installed.txt"
}

story() { python_with target/venv tests/story/requirements.txt; }

bench() {
  tests/postgres.sh install
  if ! ls /usr/share/postgresql/15/extension/postgis.control >/dev/null 2>&1; then
    apt_install postgresql-15-postgis-3
  fi
  python_with target/bench-venv tests/bench/requirements.txt
}

[ $# -gt 0 ] || { sed -n '2,10p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2; }
for what in "$@"; do
  case "$what" in
    build | lint | story | bench) "$what" ;;
    postgres) tests/postgres.sh install ;;
    *) die "unknown part: $what" ;;
  esac
done
