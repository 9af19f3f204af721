# Needs Python 3.11 or later and make. What else is needed goes into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
DEMO := instance/demo
WORKBOOK := $(DEMO)/party-year-2023.xlsx
FULL := $(DEMO)/party-year-2023-full.xlsx
CATALOGS := partyhub/translations
TEMPLATE := build/messages.pot
STYLES := partyhub/static/theme.css
BIOME := build/biome-2.6.8/node_modules/.bin/biome

.DEFAULT_GOAL := help
.PHONY: help demo run test test-fast check bench bench-quick format migration translations styles clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/installed ## Fill instance/demo with the example, export its workbooks, serve it
	@$(BIN)/partyhub --instance $(DEMO) demo
	@$(BIN)/partyhub --instance $(DEMO) export --period party-year-2023 --out $(WORKBOOK)
	@$(BIN)/partyhub --instance $(DEMO) export --period party-year-2023 --edition full --out $(FULL)
	@echo "年度报表（报送版） / Yearly workbook to hand in: $(abspath $(WORKBOOK))"
	@echo "年度报表（备查版） / Full edition: $(abspath $(FULL))"
	@$(BIN)/partyhub --instance $(DEMO) serve --port $(PORT)

run: .venv/installed ## Serve your own data, which lie in instance/
	@$(BIN)/partyhub serve --port $(PORT)

# Bytecode is written even where the environment says not to: workers and the processes that tests
# start would else compile everything anew.
test test-fast: export PYTHONDONTWRITEBYTECODE =
# What fails on SQLite keeps nobody from seeing what fails on PostgreSQL.
test: .venv/installed-dev ## Install what the tests need, then run every check and test
	bash tests/install_tools.sh
	$(MAKE) check
	failed=0; \
	$(BIN)/pytest -n 2 --dist worksteal || failed=1; \
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --database=postgresql || failed=1; \
	exit $$failed

test-fast: .venv/installed-dev ## Run the tests that need no browser, LibreOffice or process
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not long"

check: .venv/installed-dev $(BIOME) ## Look over style, types, imports, templates and style sheet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --check templates
	$(BIN)/djlint --lint templates
	$(BIOME) check --error-on-warnings styles

bench: .venv/installed-dev build/bench-venv/installed ## Measure how quick it is beside others; writes benchmarks/RESULTS.md
	@$(BIN)/python -m compileall -q partyhub # some machines keep no bytecode of what they start
	@$(BIN)/python -m benchmarks --write

bench-quick: .venv/installed-dev build/bench-venv/installed ## The same with a tenth of the records, to the terminal, in five minutes
	@$(BIN)/python -m compileall -q partyhub
	@$(BIN)/python -m benchmarks --quick

format: .venv/installed-dev $(BIOME) ## Bring code, templates and style sheet into their form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates
	$(BIOME) check --write styles
	$(MAKE) styles

migration: .venv/installed-dev ## Write the next revision of the database: make migration m="what changes"
	$(BIN)/python -m partyhub.migrations "$(m)"
	$(BIN)/ruff format partyhub/migrations/versions

translations: .venv/installed-dev ## Bring the catalogs up to date with the code, and compile them
	@mkdir -p build
	$(BIN)/pybabel --quiet extract -F babel.cfg -k lazy_gettext -k lazy_pgettext:1c,2 \
		-k pgettext:1c,2 -k ngettext:1,2 --no-location --sort-output --project=PartyHub \
		--ignore-dirs=".* build instance tests" -o $(TEMPLATE) .
	$(BIN)/pybabel --quiet update -i $(TEMPLATE) -d $(CATALOGS) --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --width 100
	$(BIN)/pybabel --quiet compile -d $(CATALOGS)

styles: ## Join styles/ into the style sheet that pages load
	cat styles/*.css > $(STYLES)

clean: ## Remove what the tools made; your data in instance/ stay
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find partyhub tests -name __pycache__ -type d -prune -exec rm -rf {} +

build/bench-venv/installed: benchmarks/requirements.txt
	@mkdir -p build
	$(PYTHON) -m venv build/bench-venv
	build/bench-venv/bin/python -m pip --disable-pip-version-check install --quiet --requirement $<
	@touch $@

# The one tool that comes from npm: it formats and lints the style sheet.
$(BIOME):
	npm install --prefix build/biome-2.6.8 --no-save --no-audit --no-fund --loglevel=error \
		@biomejs/biome@2.6.8
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable ".[dev]"
	@touch .venv/installed $@
