# Every target does its own set-up. All a machine needs beforehand is make and Python 3.11 or newer.
# 每个目标都会自行准备环境;机器上只需有 make 和 Python 3.11 以上。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RUN = $(BIN)/python
SIDE_BY_SIDE := -n auto --dist loadfile
PIP_QUIET := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip -qq

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test torture check lint fmt types bench tables nightly coverage gate erase lock clean venv

help: ## 显示本页 · show this page
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# The environment is ready once the lock is installed and the package points at src. A change to either file redoes it.
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bzr needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || { echo "准备环境 · setting up $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@$(PIP_QUIET) install -r requirements-dev.lock
	@$(PIP_QUIET) install --no-deps --no-build-isolation -e .
	@touch $@

venv: $(READY) ## 只准备环境 · set up the environment and nothing else

demo: $(READY) ## 演示一个学期 · a whole school term on an embedded store
	@$(BIN)/bzr demo

# Throw-away stores lie in memory where a gigabyte is free there: they wait for no disk, and a killed process loses nothing.
# What is compiled is kept even where the environment says otherwise: some hundred processes are started.
ROOM := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 { print "/dev/shm" }')
test torture: export TMPDIR := $(or $(ROOM),$(TMPDIR),/tmp)
test torture: export PYTHONDONTWRITEBYTECODE :=

# On every core of the machine. A part of them: make test ARGS='tests/laws -x'; in one process, as a debugger wants: ARGS=-n0.
test: $(READY) ## 全部测试与文档示例 · all tests and documentation examples
	@mkdir -p build
	@$(RUN) -m pytest $(SIDE_BY_SIDE) $(ARGS)

# Twenty times as often: make torture ARGS='--times 20'; one fault or store alone: ARGS='--only PostgreSQL'.
torture: $(READY) ## 存储经受断电、强杀、改动…… · what the stores survive, in one table
	@$(RUN) -m tests.torture $(ARGS)

# Cheapest first. Here the same tests are measured: a gap in the domain's branches is printed and fails, a gap in the
# adapters is written down only (`make coverage` shows it). Where there is none, pytest's closing line is the last line.
check: RUN = $(BIN)/coverage run
check: lint types erase test gate ## 提交前跑这一个 · everything a change has to pass; the domain's branches at 100 %

erase: $(READY)
	@$(BIN)/coverage erase

gate: $(READY)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include='src/bzr_adapters/*' > build/coverage-adapters.txt || true
	@$(BIN)/coverage report --include='src/bzr_domain/*' --fail-under=100 > build/coverage-domain.txt \
	  || { cat build/coverage-domain.txt; echo "bzr_domain 的分支覆盖率须为 100 % · every branch of bzr_domain needs a test"; exit 1; }

lint: $(READY) ## 风格与依赖方向 · style and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports

types: $(READY) ## 类型 · mypy, strict
	@$(BIN)/mypy

fmt: $(READY) ## 自动整理代码 · format, and fix what can be fixed
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/ruff format

bench: $(READY) ## 性能测量 · the benchmarks
	@$(BIN)/python -m tests.benchmarks

nightly: $(READY) ## 长测试 · many more generated examples, the slow tests and the benchmarks
	@HYPOTHESIS_PROFILE=nightly $(BIN)/pytest $(SIDE_BY_SIDE) -m 'not tables'
	@$(MAKE) --no-print-directory torture ARGS='--times 20'
	@$(BIN)/python -m tests.benchmarks

tables: $(READY) ## 核对一个文件夹里的真实检查表 · compare printed totals: make tables DATA=folder
	@BZR_TABLES='$(DATA)' $(BIN)/pytest -q -s -m tables tests/examples

coverage: ## 上次测试的覆盖率 · what the last `make check` did not reach
	@cat build/coverage-domain.txt build/coverage-adapters.txt

# A throw-away environment takes what pyproject.toml allows today; what it got is the lock.
lock: ## 更新依赖锁 · write requirements-dev.lock anew
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip -qq install --upgrade pip
	@.venv-lock/bin/python -m pip -qq install --group dev '.[all]'
	@{ echo '# Written by `make lock` from pyproject.toml; do not edit by hand.'; \
	   .venv-lock/bin/python -m pip -qq freeze --exclude bzr-domain; } > requirements-dev.lock
	@rm -rf .venv-lock

clean: ## 删除生成物 · remove what was made, the environment included
	@rm -rf $(VENV) .venv-lock build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
