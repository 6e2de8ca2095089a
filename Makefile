# What can be done here. Needs git, make and Python 3.11 or newer (or uv); everything else is installed into .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help run test check lint proofs messages lock bench

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
WORKERS ?= 2
# A production-like environment for the deployment check; none of these values is used anywhere else.
PRODUCTION := ENV_FILE=/dev/null DEBUG=0 DEMO=0 TESTING=0 ALLOWED_HOSTS=portal.example SITE_URL=https://portal.example \
	EMAIL_URL=smtp+tls://portal:password@mail.example:587 DATABASE_URL=sqlite:///:memory: \
	SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))")
ON_SQLITE := env -u DATABASE_URL
QUIET_ENV := ENV_FILE=/dev/null DEBUG=1 DATABASE_URL=sqlite:///:memory:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.installed ## open the portal with its sample year at http://localhost:8000 (PORT, DATABASE_URL)
	@exec $(PYTHON) deploy/demo.py

test: .venv/.installed-dev ## everything: lint, proofs, the suite on SQLite and on PostgreSQL, the browser tests
	@deploy/chromium.sh >/dev/null
	@$(MAKE) --no-print-directory lint proofs
	@echo "== The suite on SQLite"
	$(ON_SQLITE) $(PYTEST) -n $(WORKERS) -m "not browser" --cov --cov-report=term:skip-covered
	@echo "== The suite on PostgreSQL"
	$(PYTHON) deploy/with_postgres.py $(PYTEST) -n $(WORKERS) -m "not browser"
	@echo "== The browser tests on SQLite"
	CHROMIUM=$$(deploy/chromium.sh) $(ON_SQLITE) $(PYTEST) -n $(WORKERS) -m browser
	@echo "== All is well"

check: .venv/.installed-dev ## the short way: lint, proofs, and the suite on SQLite without races, browsers, long tests
	@$(MAKE) --no-print-directory lint proofs
	$(ON_SQLITE) $(PYTEST) -n $(WORKERS) -m "not browser and not race and not long"

lint: .venv/.installed-dev ## format, rules, import order of the rooms
	$(PYTHON) -m ruff format --check --quiet
	$(PYTHON) -m ruff check --quiet
	.venv/bin/lint-imports --no-logo --no-cache

proofs: .venv/.installed-dev
	$(QUIET_ENV) $(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) locale/messages.py check

messages: .venv/.installed-dev ## bring the Persian catalogue up to date; prints what lacks a translation
	$(PYTHON) locale/messages.py

lock: ## pin the newest allowed versions with their hashes (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: see https://docs.astral.sh/uv/." >&2; exit 1; }
	uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --custom-compile-command "make lock" --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --custom-compile-command "make lock" --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

bench: .venv/.installed-dev ## measure the promised ratios
	$(PYTHON) -m benchmarks
	$(PYTHON) deploy/with_postgres.py $(PYTHON) -m benchmarks.directory
	$(PYTHON) deploy/with_postgres.py $(PYTHON) -m benchmarks.cases
	$(PYTHON) -m benchmarks.exports
	$(PYTHON) -m benchmarks.open_data
	$(PYTHON) deploy/with_postgres.py $(PYTHON) -m benchmarks.open_data

.venv/.installed: requirements.txt
	@deploy/install.sh requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt
	@deploy/install.sh requirements-dev.txt
	@touch $@ .venv/.installed
