# Two commands set everything up on a fresh machine: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Debian splits venv off its Python; everything else comes with pip.
define SYSTEM_PACKAGES
{ if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv; \
  else echo "Missing: run  sudo apt-get install python3-venv  and try again."; exit 1; fi; }
endef

# What WeasyPrint draws report.pdf with. Everything else works without it.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
define PDF_PACKAGES
if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq $(PANGO) || true; \
  else echo "No PDF reports yet: run  sudo apt-get install $(PANGO)"; fi
endef

.PHONY: setup demo test test-all lint validate bench format clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(SYSTEM_PACKAGES)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@$(BIN)/python -c 'import weasyprint' 2>/dev/null || { $(PDF_PACKAGES); }
	@touch $@

demo: setup
	@$(BIN)/autograder grade demo/submissions -o demo/graded --fresh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check autograder tests
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

test-all: lint
	$(BIN)/pytest -n 2 --dist loadfile

validate: setup
	$(BIN)/autograder validate

bench: setup
	$(BIN)/python -m bench

format: setup
	$(BIN)/ruff format autograder tests
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist demo/graded *.egg-info
