# AccordingTo: everything a newcomer or a maintainer runs. Needs Python 3.11 or newer and make; the rest is installed into .venv.
# `make` alone lists the targets. Stamp files inside .venv make a second run quick; a change to pyproject.toml re-installs.

VENV   ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$p"; break; fi; done)
BIN    := $(VENV)/bin
PY     := $(BIN)/python

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench bench-ledger bench-linking bench-scale bench-quality golden serve screenshots docs clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or name it: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PY) -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml
	@echo "Installing AccordingTo into $(VENV) (first time: about a minute) ..."
	@$(PY) -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo "Installing AccordingTo and its development tools into $(VENV) (first time: a minute or two) ..."
	@$(PY) -m pip install --quiet --editable . --group dev
	@touch $(VENV)/.run $@

demo: $(VENV)/.run  ## install and read the bundled reports
	@$(PY) examples/tour.py

test: $(VENV)/.dev  ## run all tests, those of the documentation included
	@$(PY) -m pytest

check: $(VENV)/.dev  ## lint, format, types and import contract, under a minute
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet || { echo "Run: $(BIN)/ruff format" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev  ## speed of reading: rates, start-up, memory, long reports, pages, a cluster
	@$(PY) benchmarks/speed.py

bench-ledger: $(VENV)/.dev  ## speed of a ledger of 100,000 claims, SQLite and PostgreSQL
	@$(PY) benchmarks/ledger.py

bench-linking: $(VENV)/.dev  ## linking across reports: from gold claims, end to end, and how it scales
	@$(PY) benchmarks/linking.py
	@$(PY) benchmarks/linking.py --scale

bench-scale: $(VENV)/.dev  ## how adding, linking, following one report and asking grow with the number of claims
	@$(PY) benchmarks/scale.py
	@$(PY) benchmarks/scale.py --tables

bench-quality: $(VENV)/.dev  ## scores on development data against the pinned floors
	@$(PY) benchmarks/quality.py

golden: $(VENV)/.dev  ## rewrite tests/golden from the reader; review the diff
	@$(PY) tests/golden/rewrite.py

LEDGER ?= accordingto.db

serve: $(VENV)/.dev  ## the review page of a ledger (LEDGER=accordingto.db; made of the examples where there is none)
	@case "$(LEDGER)" in postgres*) ;; *) test -e "$(LEDGER)" || \
		$(BIN)/accordingto add examples/idlib-2020 examples/ituri-2021 --ledger "$(LEDGER)" ;; esac
	@$(BIN)/accordingto serve --ledger "$(LEDGER)"

screenshots: $(VENV)/.dev  ## redraw docs/screenshots (needs Chromium)
	@$(PY) docs/make_screenshots.py

docs: $(VENV)/.dev  ## redraw docs/picture.svg and test the documentation
	@$(PY) docs/make_picture.py
	@$(PY) -m pytest --quiet tests/test_docs.py

clean:  ## remove .venv and everything that can be made again
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
