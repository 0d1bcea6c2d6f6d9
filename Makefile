# landplan: the two first commands are `make run` and `make test`.
SHELL := /bin/bash
PY ?= python3
PORT ?= 8000
BIN := .venv/bin
TESTS ?=
# Two workers: more processes than cores makes the tests that hold time limits lie.
JOBS ?= 2
# Whoever is done takes half of what the other has before him; long tests begin first (mark `long`), so nobody waits at the end.
SHARED := -n $(JOBS) --dist worksteal
export LANG ?= C.UTF-8
export PYTHONUTF8 := 1
# Images set it: then each of the hundreds of processes that the tests start translates the whole program anew.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NPM_CONFIG_UPDATE_NOTIFIER := false

.PHONY: help setup run test lint static ci test-postgres test-browser bench coverage-matrix screenshots

help:
	@echo 'make run              起服务 (PORT=8000  DEMO_PASSWORD=…)'
	@echo 'make test             全部检查与测试 (SQLite)'
	@echo 'make lint             ruff, import-linter, migrations'
	@echo 'make test-postgres    the same suite on a throw-away PostgreSQL (+ Redis)'
	@echo 'make test-browser     the journeys in headless Chromium'
	@echo 'make bench            speed table on a throw-away PostgreSQL'
	@echo 'make coverage-matrix  one line for each requirement and claim'
	@echo 'make screenshots      the pictures of the README and the user guide'

.venv/.ok: requirements.txt requirements-dev.txt
	@echo '正在安装 Python 依赖（只在第一次和依赖变了时，约一两分钟）……'
	@test -x $(BIN)/python || $(PY) -m venv .venv
	@$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@

node_modules/.ok: package.json package-lock.json
	@echo '正在安装页面用的库……'
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

setup: .venv/.ok node_modules/.ok

static: setup
	@$(BIN)/python manage.py collectstatic --noinput -v0

run: setup
	@PORT='$(PORT)' DEMO_PASSWORD='$(DEMO_PASSWORD)' LANDPLAN_DEMO=$${LANDPLAN_DEMO-1} ./run.sh

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run

test: lint static
	@$(BIN)/python -m pytest $(SHARED) -m 'not browser and not postgres' $(TESTS)

test-postgres: static
	@scripts/with_postgres.sh --redis $(BIN)/python -m pytest $(SHARED) -m 'not browser' $(TESTS)

test-browser: static
	@scripts/with_postgres.sh --redis $(BIN)/python -m pytest -m browser $(TESTS)

bench: static
	@scripts/with_postgres.sh --durable $(if $(KEEP),--keep $(KEEP)) $(BIN)/python -m bench $(if $(KEEP),--keep) $(BENCH)

coverage-matrix: static
	@scripts/with_postgres.sh --redis $(BIN)/python -m pytest -q $(SHARED) -p tests.coverage_matrix $(TESTS)

screenshots: static
	@scripts/with_postgres.sh $(BIN)/python -m pytest -q -m browser --screenshots docs/screenshots tests/browser
