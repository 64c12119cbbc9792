# Two commands do everything: `make course` and `make test`. Both set themselves up in .venv from lock files with hashes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COURSEWRIGHT := $(BIN)/coursewright
CHROMIUM := chromium:chromium,fonts-noto-core

.PHONY: course test check clean bench

course: $(VENV)/.course $(VENV)/.printer
	@$(COURSEWRIGHT) check
	@$(COURSEWRIGHT) exercises release > /dev/null
	@$(COURSEWRIGHT) build > /dev/null
	@$(COURSEWRIGHT) export all > /dev/null || [ $$? -eq 3 ]
	@$(BIN)/python -m builder.cli.summary

test: $(VENV)/.test $(VENV)/.programs node_modules/.package-lock.json
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 3 --dist loadscope

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "coursewright needs Python 3.11 or newer: install Debian 12 or newer's python3." >&2; exit 3; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made: apt-get install python3-venv" >&2; exit 3; }

$(VENV)/.course: requirements/course.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing coursewright and what it needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/course.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.course
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/test.lock
	@touch $@

# The handbook (PDF) is printed by Chromium. Without it everything else is made, and `export` says what was left out.
$(VENV)/.printer: | $(VENV)/bin/python
	@sh requirements/install_debian.sh "The PDF" $(CHROMIUM) && touch $@ || true

$(VENV)/.programs: requirements/install_debian.sh | $(VENV)/bin/python
	@sh requirements/install_debian.sh "make test" $(CHROMIUM) bwrap:bubblewrap java:default-jre-headless \
	  '/usr/lib/postgresql/*/bin/initdb:postgresql' '/usr/lib/*/libatomic.so.1:libatomic1'
	@touch $@

node_modules/.package-lock.json: package-lock.json $(VENV)/.test
	@echo "Installing what the tests need from npm ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --no-audit --no-fund
	@touch $@

check: $(VENV)/.course
	@$(COURSEWRIGHT) check

bench: $(VENV)/.test
	@for script in benchmarks/[a-z]*.py; do $(BIN)/python $$script || exit 1; done

clean:
	rm -rf build
