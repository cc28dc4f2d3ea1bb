# Needs Python 3.11 or newer with venv, and make. Everything else it brings itself, into .venv.
PYTHON ?= python3
BIN := .venv/bin
CONSULT := $(BIN)/consult
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE  # each test process would read and rewrite every test anew
CORE := --cov=consult.loop --cov=consult.post --cov=consult.people --cov=consult.common --cov-fail-under=95
PINS := --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --quiet


.DEFAULT_GOAL := help
.PHONY: help setup run test coverage faults check lint bench words addresses both pins clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 18

setup: .venv/runs ## The environment alone, in .venv

.venv/runs: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d." % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tests: .venv/runs requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Links that are printed lead to the port that is served, unless the operator wrote down an address.
run: export CONSULT_PUBLIC_URL := $(or $(CONSULT_PUBLIC_URL),$(if $(wildcard instance/consult.toml),,http://127.0.0.1:$(or $(PORT),5000)))
run: .venv/runs ## Serve a sample consultation on http://127.0.0.1:5000 (PORT=, DEMO=0)
	@if [ "$(DEMO)" = 0 ]; then $(CONSULT) setup; else $(CONSULT) setup --no-administrator && $(CONSULT) demo; fi
	@exec $(CONSULT) run

test: .venv/tests ## The test suite, on every core
	$(BIN)/python -m pytest -n auto --no-loadscope-reorder $(ARGS)

coverage: ## The test suite, failing where less than 95 % of the core is covered
	@$(MAKE) --no-print-directory test ARGS="$(CORE) $(ARGS)"

faults: .venv/tests ## The full fault run, on SQLite and on PostgreSQL: 5,000 texts, 150 kills (ARGS="--small")
	$(BIN)/python -m tests.faults.run $(ARGS)

check: lint coverage ## Format, lint, types, imports, house rules, catalogues, tests

lint: .venv/tests ## Format, lint, templates, types, imports, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint consult/web/templates consult/sms/templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/tests ## How fast, as ratios to the plainest program, a JSON object a line (ONLY=name)
	@$(BIN)/python -m bench $(ONLY)

words: .venv/tests ## Bring the catalogues up to date with the sentences in the code
	$(CONSULT) languages words

addresses: .venv/tests ## Add new addresses to the list of those that must never vanish
	$(BIN)/python -m tests.house.addresses

pins: .venv/tests ## Write requirements with hashes from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra procrastinate --group build $(PINS) --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra procrastinate --group dev --constraint requirements.txt $(PINS) --output-file requirements-dev.txt

both: .venv/tests ## Choose anew which tests run on PostgreSQL as well (tests/both.py)
	CONSULT_DATABASES=both $(BIN)/python -m pytest -p tests.both -k postgres tests --ignore tests/story --ignore tests/faults

clean: ## Remove the environment and what tools left; keeps instance/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
