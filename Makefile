# Two commands set everything up on a fresh machine: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo test test-all lint validate bench format clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

demo: setup
	@$(BIN)/autograder grade demo/submissions -o demo/graded --fresh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check autograder tests
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -m "not slow"

test-all: lint
	$(BIN)/pytest

validate: setup
	$(BIN)/autograder validate

bench: setup
	$(BIN)/python -m bench

format: setup
	$(BIN)/ruff format autograder tests
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist demo/graded *.egg-info
