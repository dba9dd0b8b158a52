# Every target is explained by `make help`. Nothing here needs more than make, a shell and Python 3.11.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# The first Python that is new enough; `make PYTHON=/path/to/python ...` chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
AIDROUTE := $(PY) -m aidroute
JOBS ?= 2
PYTEST := $(PY) -m pytest -q -n $(JOBS) --dist loadfile

# A stamp carries its lock's checksum in its name: a changed lock installs anew, an unchanged one costs nothing.
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
MADE := $(VENV)/made
RUN_STAMP := $(VENV)/installed-run-$(shell cksum < requirements.lock | tr ' ' '-')
DEV_STAMP := $(VENV)/installed-dev-$(shell cksum < requirements-dev.lock | tr ' ' '-')

LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links pyproject.toml

.PHONY: help run install test unit browser check lint types arrows coverage bench-check bench-match bench-tls bench-web faults battery battery-peers format lock wheel messages pages

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## Serve the directory on http://127.0.0.1:8000, installing what is missing first
	@exec $(AIDROUTE) run

install: $(RUN_STAMP) ## Make the environment in .venv from the locked requirements

test: $(DEV_STAMP) ## Run every test; finds Chromium and PostgreSQL, or installs them as root on Debian
	@sh tests/support/equipment.sh
	@$(PYTEST)

unit: $(DEV_STAMP) ## Run the tests of the rules alone: matching, verdicts, states, review (under a minute)
	@$(PYTEST) -m "not slow and not gate" tests/domain

browser: $(DEV_STAMP) ## Run the tests in a real browser only
	@sh tests/support/equipment.sh
	@$(PYTEST) -m browser

check: lint types arrows ## Lint, types, arrows, then every test
	@sh tests/support/equipment.sh
	@$(PYTEST) -m "not gate"

lint: $(DEV_STAMP) ## Look for mistakes with ruff
	@$(PY) -m ruff check .

types: $(DEV_STAMP) ## Check the types with mypy
	@$(PY) -m mypy

arrows: $(DEV_STAMP) ## Check who imports whom with import-linter
	@$(VENV)/bin/lint-imports --no-logo

coverage: $(DEV_STAMP) ## Show which lines the quick tests do not reach
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -q -n 0 -m "not slow and not browser and not postgres and not packaging and not gate"
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report

bench-match: $(DEV_STAMP) ## Measure how long matching takes in a large directory
	@$(PY) -m tests.bench.match

bench-tls: $(DEV_STAMP) ## Measure what one HTTPS check costs in CPU, fully verified
	@$(PY) -m tests.bench.tls

bench-web: $(DEV_STAMP) ## Measure pages from the cache and rendered, beside bare servers (needs wrk and nginx)
	@$(PY) -m tests.bench.web

bench-check: $(DEV_STAMP) ## Our checker beside lychee and LinkChecker on one slow web (root on Linux; minutes)
	@$(PY) -m tests.bench.checking

faults: $(DEV_STAMP) ## Kill workers with -9 twenty times in the middle of 2,000 checks, and list what became of the links
	@$(PY) -m tests.bench.faults

battery: $(DEV_STAMP) ## Play every behaviour of a server that is known to mislead checkers, and print the score
	@$(PY) -m tests.battery

battery-peers: $(DEV_STAMP) ## The same cases for a status-code checker, lychee and LinkChecker (root on Linux; minutes)
	@$(PY) -m tests.battery.peers

pages: $(DEV_STAMP) ## Look at every kind of page in Chromium: axe, Lighthouse, bytes, console (some 20 minutes; needs npm)
	@$(PY) -m tests.pages --languages en,hy,ru,fr

format: $(DEV_STAMP) ## Put imports and code in the house's format
	@$(PY) -m ruff check --quiet --fix-only --select I .
	@$(PY) -m ruff format .

MESSAGES := $(VENV)/messages.pot

messages: $(DEV_STAMP) ## Bring the catalogues of all languages up to date with the texts in the code
	@$(PY) -m babel.messages.frontend -q extract -F babel.cfg -k N_ -k lazy_gettext --no-location --sort-output \
		--project=aidroute --copyright-holder='the aidroute maintainers' -o $(MESSAGES) .
	@$(VENV)/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap -i $(MESSAGES) -d aidroute/translations
	@$(VENV)/bin/pybabel -q compile -d aidroute/translations

lock: $(DEV_STAMP) ## Write both locks anew from pyproject.toml
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra pg --extra scale --extra dev --constraint requirements.lock --output-file requirements-dev.lock

wheel: $(DEV_STAMP) ## Build the wheel into dist/
	@$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

$(MADE):
	@test -n "$(PYTHON)" || { echo "aidroute needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make an environment: its venv or ensurepip module is missing." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv. Then run make again." >&2; exit 1; }
	@echo "Making the environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_STAMP): | $(MADE)
	@echo "Installing the locked requirements (once; the next start skips this)"
	@$(PIP_INSTALL) --requirement requirements.lock
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(PY)" -m aidroute "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(VENV)/bin/aidroute
	@chmod +x $(VENV)/bin/aidroute
	@rm -f $(VENV)/installed-run-* && touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing what the tests need (once; the next run skips this)"
	@$(PIP_INSTALL) --requirement requirements-dev.lock
	@rm -f $(VENV)/installed-dev-* && touch $@
