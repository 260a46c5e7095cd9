# The commands of the portal. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# npm comes out of a wheel, and looks for its node in the PATH. It uses the machine's certificate authorities: a bank's
# network may have one of its own.
NPM = NODE_USE_SYSTEM_CA=1 PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix
SPA := examples/spa
POSTMAN := docs/postman
CLIENTS := examples/clients
# What npm leaves behind when it has installed all of a folder.
INSTALLED := node_modules/.package-lock.json
# A setting counts from the command line, then the environment, then .env, then its default.
setting = $(or $($(1)),$(shell sed -n 's/^$(1)=//p' .env 2>/dev/null | tail -n 1),$(2))
export DATA_DIR := $(abspath $(call setting,DATA_DIR,var))
export PORT := $(call setting,PORT,8000)
export WORKERS := $(call setting,WORKERS,1)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Without bytecode each worker of the tests compiles every module anew: 6 seconds of processor time.
unexport PYTHONDONTWRITEBYTECODE

# Every package is checked against the hashes in the requirements; a wheel that has none of them is not installed.
PIP_INSTALL = $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all:
LOCKED := requirements requirements-mysql requirements-dev requirements-clients requirements-build requirements-node requirements-lock requirements-opentelemetry

# Where the database is MariaDB or MySQL, its driver is installed too.
REQUIREMENTS := $(if $(filter mysql%,$(call setting,DATABASE_URL)),requirements-mysql.txt,requirements.txt)
RUN_READY := $(VENV)/.ready-$(REQUIREMENTS)

.PHONY: help run spa client test test-spa test-browsers test-postman test-clients test-mariadb test-cluster test-long mutation-tests lint schema settings messages postman requirements screenshots bench

help: ## Lists the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: export DEBUG := $(call setting,DEBUG,1)
run: export EMAIL_CONFIRMATION := $(call setting,EMAIL_CONFIRMATION,0)
run: $(RUN_READY) ## Serves the portal on http://localhost:8000 (PORT=, WORKERS=, DATA_DIR=, any setting)
	@umask 077; $(BIN)/python manage.py make_secret_key
	@$(BIN)/python manage.py serve --check
	@umask 077; $(BIN)/python manage.py migrate --verbosity 0
	@umask 077; $(BIN)/python manage.py load_demo
	@umask 077; exec $(BIN)/python manage.py serve

spa: $(SPA)/$(INSTALLED) ## Serves the example application on http://localhost:5173, against `make run`
	@$(NPM) $(SPA) run --silent dev

client: $(SPA)/$(INSTALLED) ## Regenerates the example's typed client from docs/openapi.yaml
	@$(NPM) $(SPA) run --silent client

test-spa: $(SPA)/$(INSTALLED) ## The example: that its client matches docs/openapi.yaml, lint, types, unit tests, build
	@$(NPM) $(SPA) run --silent verify

test: $(VENV)/.ready-requirements-dev.txt ## The suite on SQLite, without slow tests (WITH_SLOW=1), concurrency tests (WITH_RACES=1) and all boundary values (EVERY_EDGE=1)
	@$(BIN)/python -m pytest $(ARGS)

test-mariadb: $(VENV)/.ready-requirements-mysql.txt $(VENV)/.ready-requirements-dev.txt ## The same suite, slow and concurrency tests included, on a private MariaDB server
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m pytest $(ARGS)

test-browsers: export IN_CHROMIUM = 1
test-browsers: $(VENV)/.ready-requirements-dev.txt $(SPA)/$(INSTALLED) ## The example in Chromium, Firefox and WebKitGTK (TRANSPORTS=cookie: in one transport); the admin, and the example behind nginx, in Chromium (docs/browsers.md)
	@$(NPM) $(SPA) run --silent browsers
	@$(BIN)/python -m pytest tests/admin/test_in_chromium.py tests/admin/test_factors_in_chromium.py tests/admin/test_confirmations_in_chromium.py \
		tests/admin/test_axe_in_chromium.py tests/deploy/test_application_in_chromium.py $(ARGS)

test-postman: export IN_NEWMAN = 1
test-postman: $(VENV)/.ready-requirements-dev.txt $(POSTMAN)/$(INSTALLED) ## The Postman collection against the demo bank, with newman
	@$(BIN)/python -m pytest tests/contract/test_postman.py $(ARGS)

test-clients: export WITH_CLIENTS = 1
test-clients: $(VENV)/.ready-requirements-clients.txt $(CLIENTS)/$(INSTALLED) ## Validates docs/openapi.yaml with three tools, and generates three clients that call the demo bank
	@$(BIN)/openapi-spec-validator docs/openapi.yaml
	@$(NPM) $(CLIENTS) run --silent lint
	@$(NPM) $(CLIENTS) run --silent generate
	@$(NPM) $(CLIENTS) run --silent types
	@$(BIN)/openapi-python-client generate --path docs/openapi.yaml --config $(CLIENTS)/python/config.yaml --meta none \
		--output-path $(CLIENTS)/build/python/bank_portal_client --overwrite --fail-on-warning
	@touch $(CLIENTS)/build/python/bank_portal_client/py.typed
	@$(BIN)/mypy --config-file $(CLIENTS)/python/mypy.ini $(CLIENTS)/python/walk.py
	@$(BIN)/python -m pytest -n 0 tests/contract/test_generated_clients.py $(ARGS)

test-cluster: export IN_CLUSTER = 1
test-cluster: $(VENV)/.ready-requirements-mysql.txt $(VENV)/.ready-requirements-dev.txt ## Three Galera nodes, HAProxy, Redis and four portals, with faults under load; figures in build/cluster
	@$(BIN)/python -m pytest -n 0 -p no:randomly tests/cluster $(ARGS)

# Concurrency tests on SQLite too, twice the browsers' transports of .ci/run, longer forms of tests that it runs, and what it leaves out (tests marked `long`).
LIVES := tests/loans/test_random_lives.py tests/reports/test_bank_lives.py tests/transactions/test_parity.py \
	tests/concurrency/test_bank.py tests/concurrency/test_killed_workers.py tests/concurrency/test_outbox.py
test-long: export LONG = 1
test-long: export EVERY_PAGE = 1
test-long: $(VENV)/.ready-requirements-mysql.txt $(VENV)/.ready-requirements-dev.txt ## What takes too long for each change, within 90 minutes: cluster, drill, restore, long lives, all browsers, screenshots
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m pytest -m long tests
	@BANK_TEST_SECONDS=120 KILLED_WORKERS=50 PARITY_OPERATIONS=5000 LOAN_LIVES=5000 BANK_LIVES=30 \
		$(BIN)/python -m tools.mariadb $(BIN)/python -m pytest $(LIVES)
	@WITH_RACES=1 $(BIN)/python -m pytest tests/concurrency
	@$(MAKE) test-cluster
	@$(MAKE) test-browsers
	@$(MAKE) screenshots

mutation-tests: $(VENV)/.ready-requirements-mysql.txt $(VENV)/.ready-requirements-dev.txt ## Removes each guard against races in a copy, and runs the test that must then fail (ARGS=word); report in build/mutation-tests
	@status=0; \
	$(BIN)/python -m tools.mutation_tests $(ARGS) || status=1; \
	$(BIN)/python -m tools.mariadb $(BIN)/python -m tools.mutation_tests $(ARGS) || status=1; \
	exit $$status

lint: $(VENV)/.ready-requirements-dev.txt ## ruff, mypy, import-linter; django-migration-linter where MariaDB and its driver are installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.lint_migrations

bench: $(VENV)/.ready-requirements-mysql.txt $(VENV)/.ready-requirements-dev.txt ## Measures requests, postings, reports, long accounts, the cleanup, verify_ledger, servers and backups (docs/performance.md)
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.auth_check
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.sessions
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.request_parts
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.list_parts
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.posting
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.transfers
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.reports
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.large_account
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.cleanup
	@$(BIN)/python -m tools.mariadb $(BIN)/python -m bench.verify_ledger
	@$(BIN)/python -m bench.servers
	@$(BIN)/python -m bench.backups

schema: export DEBUG = 1
schema: $(VENV)/.ready-requirements-dev.txt ## Regenerates docs/openapi.yaml
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

messages: export DEBUG = 1
messages: $(VENV)/.ready-requirements-dev.txt ## Updates the catalogues in locale/ from the source, and compiles them; needs gettext
	@$(BIN)/python manage.py makemessages --locale es --locale ar --no-wrap --add-location file --no-obsolete --extension py,txt \
		--ignore 'tests/*' --ignore 'examples/*' --ignore 'tools/*' --ignore 'bench/*' --ignore 'build/*' --ignore 'var/*' --ignore 'node_modules/*'
	@$(BIN)/python manage.py compilemessages --locale es --locale ar --ignore '.venv/*'

settings: $(VENV)/bin/python ## Regenerates the tables of docs/settings.md
	@$(BIN)/python -m tools.settings_reference

postman: $(VENV)/.ready-requirements-dev.txt ## Regenerates the Postman collection of docs/postman
	@$(BIN)/python -m tools.postman

requirements: $(VENV)/.ready-requirements-lock.txt ## Regenerates requirements*.txt from requirements*.in (ARGS=--upgrade: newer versions of what those need)
	@for name in $(LOCKED); do \
		$(BIN)/uv pip compile --quiet --no-config --system-certs --universal --python-version 3.11 --generate-hashes \
			--annotation-style line --custom-compile-command 'make requirements' \
			$(ARGS) --output-file $$name.txt $$name.in || exit 1; \
	done

screenshots: $(VENV)/.ready-requirements-dev.txt ## Retakes the screenshots of docs/admin.md; needs chromium and chromedriver
	@$(BIN)/python -m tools.screenshots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)

%/$(INSTALLED): %/package-lock.json $(VENV)/.ready-requirements-node.txt
	@$(NPM) $* ci --no-audit --no-fund --loglevel error
	@touch $@

# Wheels only, but for the MariaDB driver, which is compiled against the headers of the machine.
$(VENV)/.ready-requirements-mysql.txt: requirements-mysql.txt $(VENV)/.ready-requirements-build.txt
	@$(PIP_INSTALL) --no-binary mysqlclient --no-build-isolation -r $<
	@touch $@

# Named, so that make keeps them: it deletes files that only a pattern rule needs.
$(LOCKED:%=$(VENV)/.ready-%.txt):
$(VENV)/.ready-%: % $(VENV)/bin/python
	@$(PIP_INSTALL) -r $<
	@touch $@
