# Everything works in a checkout with nothing but Python 3.12 or newer and make.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := $(BIN)/linli
BUNDLE := linli/ui/static/ui/.built
ENGLISH := linli/locale/en/LC_MESSAGES/django
WORKERS ?= auto
# The database on which `make test` also runs, where there is one.
LINLI_TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres
export LINLI_TEST_POSTGRES
# These start processes on an SQLite file of their own, whatever the database: once is enough.
ON_ITS_OWN := --ignore=tests/architecture/test_recipe.py --ignore=tests/config/test_demo.py

.PHONY: setup demo test check test-sqlite test-postgres test-browser lint locks words screenshots lighthouse clean help

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.runtime $(BUNDLE) $(ENGLISH).mo ## the environment and the assets alone

demo: setup ## an invented town with life in it, served at http://127.0.0.1:8000
	$(RUN) demo $(DEMO)

test: $(VENV)/.dev $(BUNDLE) $(ENGLISH).mo test-sqlite test-postgres ## the tests, on SQLite and (where there is one) PostgreSQL

check: $(VENV)/.dev $(BUNDLE) $(ENGLISH).mo lint test test-browser ## everything that CI asks

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	env -u LINLI_DATABASE_URL LINLI_DATA=$$(mktemp -d) $(RUN) makemigrations --check --dry-run

test-sqlite: $(VENV)/.dev $(BUNDLE) $(ENGLISH).mo
	env -u LINLI_DATABASE_URL LINLI_DATA=$$(mktemp -d) $(BIN)/pytest -n $(WORKERS) -m "not journey and not kill" tests
	env -u LINLI_DATABASE_URL LINLI_DATA=$$(mktemp -d) $(BIN)/pytest -n 2 -m "kill" tests

test-postgres: $(VENV)/.dev $(BUNDLE) $(ENGLISH).mo
	@if $(BIN)/python tests/postgres_there.py; then \
		LINLI_DATA=$$(mktemp -d) LINLI_DATABASE_URL=$(LINLI_TEST_POSTGRES) $(BIN)/pytest -n $(WORKERS) -m "not journey and not kill" $(ON_ITS_OWN) tests; \
	elif [ -n "$$CI" ]; then echo "PostgreSQL does not answer at LINLI_TEST_POSTGRES"; exit 1; \
	else echo "PostgreSQL does not answer at LINLI_TEST_POSTGRES: its tests are skipped"; fi

test-browser: $(VENV)/.dev $(BUNDLE) $(ENGLISH).mo ## journeys in a browser, where there is a Chromium
	env -u LINLI_DATABASE_URL LINLI_DATA=$$(mktemp -d) $(BIN)/pytest -m "journey and alone" tests || [ $$? -eq 5 ]
	env -u LINLI_DATABASE_URL LINLI_DATA=$$(mktemp -d) $(BIN)/pytest -n 2 -m "journey and not alone" tests || [ $$? -eq 5 ]

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' \
		|| { echo "Linli needs Python 3.12 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.13 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: locks/linli.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Linli needs …"
	$(PIP) install --require-hashes -r locks/linli.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: locks/dev.txt $(VENV)/.runtime
	@echo "Installing what the tests need …"
	$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

$(VENV)/.node: locks/node.txt | $(BIN)/python
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r locks/node.txt
	@touch $@

$(BUNDLE): frontend/package.json frontend/package-lock.json $(wildcard frontend/*.mjs frontend/styles/* frontend/scripts/*) $(shell find linli -name "*.html") $(VENV)/.node
	@echo "Building styles and scripts …"
	cd frontend && export PATH="$$PATH:$(abspath $(BIN))" && npm ci --no-audit --no-fund --loglevel=error && node build.mjs
	@touch $@

$(ENGLISH).mo: $(ENGLISH).po | $(VENV)/.runtime
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale en

words: $(VENV)/.dev ## bring the English catalogue up to date with the sources
	LINLI_DATA=$$(mktemp -d) $(BIN)/python -m tests.language.catalogue

screenshots: $(VENV)/.dev $(BUNDLE) ## draw the main pages anew into docs/screenshots
	DJANGO_SETTINGS_MODULE=linli.config.settings $(BIN)/python -m tests.journeys.screenshots

lighthouse: $(VENV)/.dev $(BUNDLE) ## what Lighthouse says of residents' pages
	cd frontend/lighthouse && export PATH="$$PATH:$(abspath $(BIN))" && npm ci --no-audit --no-fund --loglevel=error
	LINLI_DATA=$$(mktemp -d) DJANGO_SETTINGS_MODULE=linli.config.settings $(BIN)/python -m tests.journeys.lighthouse

locks: ## pin every dependency anew, with hashes and without addresses
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.12 --group build pyproject.toml -o locks/linli.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.12 --group build --extra dev -c locks/linli.txt pyproject.toml -o locks/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.12 --group pyproject.toml:node -o locks/node.txt

clean:
	rm -rf $(VENV) frontend/node_modules linli/ui/static/ui
