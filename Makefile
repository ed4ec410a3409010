# Lumbung. Commands: run, test, check, bench, campaign. Each installs what it needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
LUMBUNG_DATA ?= data/demo

# Fault and race drills of the tests crate, in the order in which `make test`
# runs them: each word is one `cargo run --release -p tests --bin drill -- WORD`.
export DRILLS ?= kill hangup disk backup twins

.PHONY: help run test check bench campaign

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

bench: ## Measure the packaged build (dist profile); appends to target/bench/results.jsonl
	@tests/setup.sh build bench
	cargo build --locked --profile dist -p server -p tests --bins
	tests/postgres.sh run target/dist/bench

campaign: ## What make test does in short, at length: recall of blocking over 2 million pairs
	@tests/setup.sh build
	cargo build --locked --release -p tests --bin campaign
	target/release/campaign recall
