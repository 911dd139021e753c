# Everything a newcomer needs: `make run` opens the reader, `make test` runs every check.

PYTHON ?= python3
VENV ?= .venv
CORPUS ?=

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

# What one recipe begins and does not finish is made anew, not taken as made.
.DELETE_ON_ERROR:

.PHONY: run test test-core crash lint format bench screenshots clean

run: $(VENV)/.run
	$(BIN)/jianfan

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

# The core again in an environment that never had PySide6.
test-core: $(VENV)-core/.made
	$(subst $(VENV),$(VENV)-core,$(BIN))/python -m pytest --ignore=tests/ui

# Killed 200 times in the midst of its work, five minutes long; SEED=n for other moments.
SEED ?= 20261122
crash: $(VENV)/.dev
	JIANFAN_KILLS=200 JIANFAN_SEED=$(SEED) $(BIN)/python -m pytest tests/test_crash.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# CORPUS=file.jsonl or .jsonl.gz, one article a line; without it, the seeds.
bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(CORPUS)

screenshots: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) $(VENV)-core build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or later is needed; try make PYTHON=python3.11')"
	$(PYTHON) -m venv --clear $(VENV)
	touch $@

$(VENV)/.run: pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.run

# The core's own dependencies: all that pyproject.toml names but the window's.
CORE_DEPENDENCIES = $(shell $(PYTHON) -c "import tomllib; d = tomllib.load(open('pyproject.toml', 'rb')); \
	print(*(repr(n) for n in d['project']['dependencies'] if not n.startswith('PySide6')))")

$(VENV)-core/.made: pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)-core
	$(subst $(VENV),$(VENV)-core,$(BIN))/python -m pip install --quiet $(CORE_DEPENDENCIES) \
		pytest pytest-randomly hypothesis
	touch $@
