# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench simulator resources docs build changelog clean distclean

PYTHON := .venv/bin/python
STAMP := .venv/.made

# The checkout as an installed collection, for pytest, mypy and the simulator.
export PYTHONPATH := $(CURDIR)/.venv/collections
export PYTHONDONTWRITEBYTECODE := 1
export ANSIBLE_HOME := $(CURDIR)/.cache/ansible
unexport ANSIBLE_COLLECTIONS_PATH ANSIBLE_CONFIG

# The machine-readable description of UAPI, where it is at hand: the function table is checked against it.
HOSTOPS_CONTRACT ?= $(abspath $(wildcard ../shared/contract/uapi.json))
export HOSTOPS_CONTRACT

help: ## list these commands
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(STAMP) ## create .venv with everything that development needs

# uv is fast, and does not read pip's configuration: where only that names an index, pip finds it.
$(STAMP): requirements.txt tests/requirements.txt tools/find_python.sh
	@test -x .venv/bin/python || { python=$$(sh tools/find_python.sh) && echo "making .venv with $$python" && \
		"$$python" -m venv --clear .venv; }
	@.venv/bin/pip install --quiet uv || echo "no uv, going on with pip (slower)"
	@VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet -r tests/requirements.txt || \
		.venv/bin/pip install --quiet -r tests/requirements.txt
	@mkdir -p .venv/collections/ansible_collections/hostops
	@ln -sfn "$(CURDIR)" .venv/collections/ansible_collections/hostops/cpanel
	@touch $@

demo: setup ## run playbooks against two simulated servers
	@$(PYTHON) tools/demo.py $(ARGS)

test: setup ## run every gate, as CI does (ARGS="-s NAME", "--list")
	@.venv/bin/nox $(ARGS)

check: setup ## run the quick gates: ruff, mypy, unit tests except slow ones
	@.venv/bin/nox -s ruff mypy unit

bench: setup ## run the benchmarks
	@$(PYTHON) tests/bench/bench.py $(ARGS)

simulator: setup ## run a simulated cPanel server (ARGS="--help")
	@$(PYTHON) -m ansible_collections.hostops.cpanel.tests.simulator $(ARGS)

resources: setup ## generate files from the declarations of resources
	@$(PYTHON) tools/make_resources.py

docs: setup ## build the documentation site into build/docs
	@.venv/bin/nox -s docs

build: setup ## build the tarball into dist
	@mkdir -p dist
	@env -u PYTHONPATH .venv/bin/ansible-galaxy collection build --force --output-path dist

changelog: setup ## generate CHANGELOG.rst from the fragments
	@$(PYTHON) tools/make_changelog.py

clean: ## remove build results, but keep the environments
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .ansible tests/output tests/integration/inventory
	@find plugins tests tools -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove the environments as well
	@rm -rf .venv .venvs .cache
