#!/usr/bin/env bash
# Writes the worlds that the scorecard is fitted on, one folder a world and seed:
# target/worlds/survey-21 and so on.
#
#   tests/worlds/make.sh             seeds 21 to 24, for `quality fit`
#   tests/worlds/make.sh FROM TO     other seeds; 1 to 4 are kept for `quality report`
#
# WORLDS_OUT names another folder, WORLDS_SHARED the folder of public facts (../shared),
# WORLDS_PYTHON an interpreter that has requirements.txt installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly OUT="${WORLDS_OUT:-target/worlds}"
readonly SHARED="${WORLDS_SHARED:-../shared}"
readonly PYTHON="${WORLDS_PYTHON:-target/worlds-venv/bin/python}"

if [ ! -x "$PYTHON" ] && ! command -v "$PYTHON" >/dev/null; then
  printf 'worlds: no %s: see tests/worlds/README.md\n' "$PYTHON" >&2
  exit 1
fi
for seed in $(seq "${1:-21}" "${2:-24}"); do
  for world in survey scribble grammar hands corrupt audit ledger paper phone atlas clerk \
    district fraud mixer plain; do
    "$PYTHON" -B "tests/worlds/$world.py" --seed "$seed" --out "$OUT/$world-$seed" --shared "$SHARED"
  done
done
