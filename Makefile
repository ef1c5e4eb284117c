# Every word of this file is explained by `make help`. Python 3.11+ with venv is all that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := src/huiyin/library/demo
export DJANGO_SETTINGS_MODULE := huiyin.config.settings

.DEFAULT_GOAL := help
.PHONY: help demo papers words test check types shape bench format clean

help: ## what each word does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/installed ## build an invented bureau, serve it, print a sign-in for each role
	@$(BIN)/huiyin demo

papers: $(VENV)/installed ## run the main job on invented opinions and show where its papers lie
	@$(BIN)/huiyin run --template mass-line-2014 --units $(DEMO)/units.csv --opinions $(DEMO)/opinions.csv --out demo-out

test: $(VENV)/installed ## run all tests: on SQLite, and again on PostgreSQL when one answers
	@$(BIN)/python -m tests.run

check: $(VENV)/installed ## lint, types, floors, migrations, templates, glossary
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types shape
	@echo "Lint, types, floors, migrations, templates and glossary: all good."

types: # half the time of check; the other half runs beside it
	@$(BIN)/mypy

shape:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --cache-dir .import_linter_cache
	@HUIYIN_DATABASE=:memory: $(BIN)/python -m django makemigrations --check --dry-run
	@for template in src/huiyin/library/*/campaign.toml; do $(BIN)/huiyin template check $$(dirname $$template) || exit; done
	@find src -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/python -m pytest -q tests/shape

bench: $(VENV)/installed ## measure beside a peer in the same run (needs no network; tens of minutes)
	@$(BIN)/python bench/run.py

format: $(VENV)/installed ## put the code into its one shape
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	@find src -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2

words: $(VENV)/installed ## bring the English of the pages up to date with their sentences, and compile it
	@$(BIN)/python -m tests.shape.messages

clean: ## remove what the words above made
	rm -rf $(VENV) demo-out demo-world bench/results .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/installed: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
