# make demo and make check need Python 3.11 or newer, git and make; all else goes into .venv, pinned with hashes.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(firstword $(foreach name,python3 python3.11 python3.12 python3.13 python3.14 python,\
	$(shell command -v $(name) >/dev/null && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV ?= .venv
BIN := $(VENV)/bin
CODE := src tests tools bench training
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
EDITABLE := install --no-deps --no-build-isolation -e .

.PHONY: help demo check format lint types layers test gate docs golden floors errors accuracy bench screenshots lock clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/run.done ## set up and read the example stories
	$(BIN)/onrecord read examples/border.txt examples/flood-sitrep.txt --format table

check: $(VENV)/dev.done format lint types test gate ## all checks: format, lint, types, layers, tests, score gate, docs
	@echo "make check: all is well"

format: $(VENV)/dev.done ## is the code formatted? (make tidy formats it)
	$(BIN)/ruff format --check $(CODE)

lint: $(VENV)/dev.done ## ruff's rules
	$(BIN)/ruff check $(CODE)

types: $(VENV)/dev.done ## mypy, strict
	$(BIN)/mypy

test: $(VENV)/dev.done ## layers, units, properties, golden passages, docs
	$(BIN)/pytest -q --ignore tests/test_scores.py

layers: $(VENV)/dev.done ## who imports whom
	$(BIN)/pytest -q tests/test_layers.py

docs: $(VENV)/dev.done ## write the generated parts of the documentation
	$(BIN)/python tools/write_reference.py

gate: $(VENV)/dev.done ## scores on the gold against tests/floors.json
	$(BIN)/pytest -q -s tests/test_scores.py

floors: $(VENV)/dev.done ## raise the floors to the scores of today (never lower)
	$(BIN)/python tools/raise_floors.py

golden: $(VENV)/dev.done ## print how the golden passages read today, in their notation
	$(BIN)/python tools/show_golden.py

errors: $(VENV)/dev.done ## what is misread, by class of cause: make errors SET=cv|dev|ours|passages CLASS=words
	$(BIN)/python tools/errors.py --set '$(or $(SET),cv)' --class '$(CLASS)'

accuracy: $(VENV)/dev.done ## measure all scores and write docs/accuracy.md
	$(BIN)/python tools/accuracy.py

bench: $(VENV)/dev.done ## speed: excerpts a second, cold starts
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/documents.py

screenshots: $(VENV)/dev.done ## make the pictures of docs/images anew, by the tests that look at the pages in Chromium
	ONRECORD_SCREENSHOTS=docs/images $(BIN)/pytest -q tests/test_web_looks.py tests/test_web_journey.py tests/test_web_missed.py

tidy: $(VENV)/dev.done ## format the code and mend what ruff can mend
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lock: $(VENV)/dev.done ## pin the requirements anew
	$(PIP) install uv
	$(BIN)/uv pip compile -q pyproject.toml --extra build --universal --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra all --universal --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt
	! grep -n '://' requirements.txt requirements-dev.txt

clean: ## remove what was made here
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'make: no Python 3.11 or newer found; name one: make PYTHON=/path/to/python3' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements.txt pyproject.toml $(wildcard hatch_build.py) | $(BIN)/python
	@test -e $(VENV)/dev.done || { set -x; $(PIP) install --require-hashes -r requirements.txt; $(PIP) $(EDITABLE); }
	@touch $@

$(VENV)/dev.done: requirements-dev.txt pyproject.toml $(wildcard hatch_build.py) | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) $(EDITABLE)
	@touch $@
