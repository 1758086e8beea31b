# make demo: everything from nothing, then the main job on the built-in corpus.   make test: the same set-up, all tests.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := build/demo

.PHONY: demo test clean setup coverage

setup: $(VENV)/.ready

$(VENV)/.ready: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "delicti needs Python 3.11 or newer; say for example: make demo PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

demo: setup
	@mkdir -p $(DEMO)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh $(DEMO)

test: setup
	$(BIN)/python -m pytest

# Reads the real files (see docs/ARCHITECTURE.md) and rewrites docs/COVERAGE.md.
coverage: setup
	DELICTI_HOME=build/coverage $(BIN)/delicti ingest $(STATUTES) --jobs 2 || true
	DELICTI_HOME=build/coverage $(BIN)/delicti sources --markdown > docs/COVERAGE.md

clean:
	rm -rf build dist *.egg-info $(VENV)
