# Everything a newcomer needs: `make run` opens the reader, `make test` runs every check.

PYTHON ?= python3
VENV ?= .venv
CORPUS ?=

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: run test test-core lint format bench screenshots clean

run: $(VENV)/.run
	$(BIN)/jianfan

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

# The core again in an environment that never had PySide6.
test-core: $(VENV)-core/.installed
	$(VENV)-core/bin/python -m pytest --ignore=tests/ui

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

$(BIN)/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or later is needed; try make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.run

$(VENV)-core/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)-core
	$(VENV)-core/bin/python -m pip install --quiet Whoosh==2.7.4 opencc-python-reimplemented==0.1.7 \
		numpy platformdirs markdown-it-py pytest pytest-randomly hypothesis
	touch $@
