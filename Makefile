# Lumbung. Four commands: run, test, check, bench. Each installs what it needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
LUMBUNG_DATA ?= data/demo

# Fault and race drills of the tests crate, in the order in which `make test`
# runs them: each word is one `cargo run --release -p tests --bin drill -- WORD`.
export DRILLS ?= kill hangup disk

.PHONY: help run test check bench

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: ## Build and start the demo district on embedded SQLite (LUMBUNG_DATA names the folder)
	@tests/setup.sh build
	cargo build --locked --release -p server --bin lumbung
	exec target/release/lumbung demo --data "$(LUMBUNG_DATA)"

test: ## Everything: check, tests on both engines, the Python story, fault and race drills
	@tests/all.sh

check: ## Formatting, clippy with warnings denied, buf lint
	@tests/setup.sh build lint
	@tests/check.sh

bench: ## Measure; appends to target/bench/results.jsonl
	@tests/setup.sh build postgres
	cargo build --locked --release -p server -p tests --bins
	tests/postgres.sh run target/release/bench
