# Everything one does with the portal. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install install-dev demo demo-reset demo-full demo-full-reset run test test-quick prove check format messages lock clean screenshots python

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
MANAGE := $(BIN)/python manage.py
WITH_SERVICES := scripts/services/with_services.sh
WITH_KEPT_SERVICES := $(WITH_SERVICES) --keep var/full postgres elasticsearch
CATALOGS := $(shell find . -name '*.po' -path '*/LC_MESSAGES/*' -not -path './.venv/*' 2>/dev/null)

# The first Python that is new enough; asked, not trusted by its name. Only looked for where there is no .venv yet.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; exit; }; done)

help:  ## This list
	@sed -nE 's/^([a-z-]+):.*##(.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-16s%s\n' "$$name" "$$text"; done

# --- what has to be there ---------------------------------------------------------------------------------------------
python:
	@if [ -z "$(PYTHON)" ]; then echo "The portal needs Python 3.11 or newer (python3.11 or python3); none was found." >&2; exit 1; fi

$(BIN)/python: | python
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Could not make $(VENV): on Debian, install python3-venv." >&2; exit 1; }

$(VENV)/.uv: requirements-uv.lock | $(BIN)/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.runtime: requirements.lock $(VENV)/.uv
	@echo "Installing what the portal runs on"
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what tests and checks need"
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r $<
	@touch $@

$(VENV)/.messages: scripts/compile_messages.py $(CATALOGS) $(VENV)/.runtime
	@$(BIN)/python $<
	@touch $@

install: $(VENV)/.messages  ## Make .venv with the pinned requirements and the compiled messages; no database
install-dev: install $(VENV)/.dev  ## The same and what tests and checks need

# --- the portal itself ------------------------------------------------------------------------------------------------
demo: | python  ## The portal with its demo register on http://127.0.0.1:8000 (make demo PORT=8123)
	@$(PYTHON) scripts/serve_demo.py --port "$(PORT)" --only-check-port
	@$(MAKE) --no-print-directory install
	@exec $(BIN)/python scripts/serve_demo.py --port "$(PORT)"

demo-reset: install  ## Throw the demo's data away and load it anew, dated from today
	@$(BIN)/python scripts/reset_demo.py

demo-full: | python  ## The same on PostgreSQL and Elasticsearch, which it installs, starts and ends
	@$(PYTHON) scripts/serve_demo.py --full --port "$(PORT)" --only-check-port
	@$(MAKE) --no-print-directory install
	@exec $(WITH_KEPT_SERVICES) -- $(BIN)/python scripts/serve_demo.py --full --port "$(PORT)"

demo-full-reset: install  ## The same as demo-reset for demo-full
	@exec $(WITH_KEPT_SERVICES) --anew -- $(BIN)/python scripts/reset_demo.py --full

run: install  ## The development server on PORT, reloading what is edited; starts no index worker
	@$(MANAGE) migrate -v 0
	@$(MANAGE) runserver "127.0.0.1:$(PORT)"

# --- whether it is right ----------------------------------------------------------------------------------------------
test: install-dev  ## Everything, on real PostgreSQL, Elasticsearch, Chromium and LibreOffice, which it installs and starts
	@REQUIRE_SERVICES=1 $(WITH_SERVICES) postgres elasticsearch elasticsearch9 chromium libreoffice wrk -- scripts/run_tests.sh

test-quick: install-dev  ## What needs no service, in under a minute
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not e2e and not slow"

prove: install-dev  ## The figures: real documents and load, each with its limit
	@$(WITH_SERVICES) wrk elasticsearch -- $(BIN)/python scripts/prove.py

screenshots: install-dev  ## Take the pictures of docs/images anew
	@$(WITH_SERVICES) chromium -- $(BIN)/python scripts/screenshots.py

check: install-dev  ## Style, imports, migrations, production settings, layout, personal data, lock files
	@scripts/check.sh

format: install-dev  ## Put the code in the agreed form
	@$(BIN)/ruff check -q --fix . || true
	@$(BIN)/ruff format .

messages: install  ## Collect new messages into locale/en; says which have no English yet
	@$(BIN)/python scripts/collect_messages.py

lock: $(VENV)/.uv  ## Write the lock files from requirements*.txt
	@scripts/lock.sh

clean:  ## Remove what make made; the data in var/ stays
	rm -rf $(VENV) .services .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
