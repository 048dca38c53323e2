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

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(STAMP) ## make .venv with everything the development needs

$(STAMP): requirements.txt tests/requirements.txt tools/envs.py tools/find_python.sh
	@python=$$(sh tools/find_python.sh) && echo "making .venv with $$python" && \
		env -u PYTHONPATH "$$python" tools/envs.py setup
	@touch $@

demo: setup ## watch a playbook work against two simulated servers
	@$(PYTHON) tools/demo.py $(ARGS)

test: setup ## run every gate, as CI does (ARGS="--only NAME", "--list")
	@$(PYTHON) tools/gate.py $(ARGS)

check: setup ## the quick gates: ruff, mypy, unit tests but for the slow ones
	@$(PYTHON) tools/gate.py --only ruff --only mypy --only unit

bench: setup ## compare the ways to do one account's job
	@$(PYTHON) tests/bench/bench.py $(ARGS)

simulator: setup ## run a simulated cPanel server (ARGS="--help")
	@$(PYTHON) -m ansible_collections.hostops.cpanel.tests.simulator $(ARGS)

resources: setup ## write what follows from the declarations of resources
	@$(PYTHON) tools/make_resources.py

docs: setup ## build the documentation site into build/docs
	@$(PYTHON) tools/make_docs.py

build: setup ## build the collection's tarball into dist
	@mkdir -p dist
	@env -u PYTHONPATH .venv/bin/ansible-galaxy collection build --force --output-path dist

changelog: setup ## write CHANGELOG.rst from the fragments
	@$(PYTHON) tools/make_changelog.py

clean: ## remove what the targets above produced, except the environments
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .ansible tests/output tests/integration/inventory
	@find plugins tests tools -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove the environments too
	@rm -rf .venv .venvs .cache
