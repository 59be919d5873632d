# One word for everything a contributor does; `make help` lists them.

PORT ?= 8000
ARGS ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install run watch test check lint types format generate migrate lock bench profile clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## .venv with the locked packages; needs Python 3.12 or newer
	@scripts/install

run: install ## the API with demo data on an embedded PostgreSQL: make run PORT=8000
	@exec $(BIN)/charter run --port $(PORT)

watch: install ## the same while it is worked on: saved files are checked, generated, migrated and served
	@exec $(BIN)/charter watch --port $(PORT)

test: install ## the whole test suite on a PostgreSQL of its own: make test ARGS="-k risk"
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: lint types ## lint, types, import borders, model, policies, staleness
	@$(BIN)/charter check
	@$(BIN)/charter generate --check
	@$(BIN)/charter policy check
	@$(BIN)/charter policy test

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: install
	@$(BIN)/mypy

format: install ## put the code into the one format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

generate: install ## the files that follow from the model
	@$(BIN)/charter generate

migrate: install ## apply the migrations that are not applied yet
	@$(BIN)/charter migrate up

lock: install ## resolve the versions anew, after a change of pyproject.toml
	@scripts/lock $(ARGS)

bench: install ## requests a second beside others, and benchmarks/results.json: make bench QUICK=1
	@$(BIN)/python -m benchmarks.speed $(if $(QUICK),--quick) $(ARGS)

profile: install ## where the microseconds of a request go: make profile ARGS="one_row update"
	@$(BIN)/python -m benchmarks.speed.profile $(ARGS)

clean: ## everything that is made anew by itself; the database under .charter/ stays
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
