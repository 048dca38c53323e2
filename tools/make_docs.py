# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the documentation site: guides and the pages generated from the plugins' own documentation.

The session `docs` of noxfile.py runs it, in an environment that has antsibull-docs and Sphinx. The site refers to
Ansible's own documentation by label. So that it builds without a network, and the same everywhere, those labels are
collected into a local inventory; a label of this collection that nobody defines is still an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = "ansible_collections.hostops.cpanel."
ANSIBLE_DOCS = "https://docs.ansible.com/ansible/devel/"


def run(command: list[str | Path], cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")


def foreign_labels(folder: Path) -> list[str]:
    """The labels that the pages refer to and that belong to Ansible's documentation."""
    used: set[str] = set()
    defined: set[str] = set()
    for page in folder.rglob("*.rst"):
        text = page.read_text()
        used |= {named or plain for named, plain in re.findall(r":ref:`(?:[^`<]*<([^>`]+)>|([^`<]+))`", text)}
        defined |= set(re.findall(r"^\.\. _([^:]+):", text, re.MULTILINE))
    return sorted(label for label in used - defined if not label.startswith(OURS))


def foreign_variables(folder: Path) -> list[str]:
    """The environment variables that the pages refer to and that are Ansible's."""
    used: set[str] = set()
    for page in folder.rglob("*.rst"):
        used |= set(re.findall(r":envvar:`(ANSIBLE_[A-Z_]+)`", page.read_text().replace("\\_", "_")))
    return sorted(used)


def write_inventory(path: Path, labels: list[str], variables: list[str]) -> None:
    """A Sphinx inventory (version 2) with these labels and environment variables."""
    entries = "".join(f"{label} std:label -1 search.html?q={label} {label}\n" for label in labels)
    entries += "".join(f"{name} std:envvar 1 search.html?q={name} -\n" for name in variables)
    header = "# Sphinx inventory version 2\n# Project: Ansible\n# Version: devel\n"
    header += "# The remainder of this file is compressed using zlib.\n"
    path.write_bytes(header.encode() + zlib.compress(entries.encode()))


def main() -> int:
    dest = ROOT / "build" / "docs"
    shutil.rmtree(dest, ignore_errors=True)
    dest.mkdir(parents=True)

    bin_dir = Path(sys.executable).parent
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ANSIBLE_"))}
    env["PATH"] = os.pathsep.join([str(bin_dir), env.get("PATH", os.defpath)])
    env["ANSIBLE_COLLECTIONS_PATH"] = str(ROOT / ".venv" / "collections")
    site = dest / "site"
    site.mkdir(mode=0o700)
    antsibull = bin_dir / "antsibull-docs"
    options = ["--use-current", "--squash-hierarchy", "--fail-on-error"]
    run([antsibull, "sphinx-init", *options, "--dest-dir", site, "hostops.cpanel"], ROOT, env)
    rst = site / "rst"
    command = [antsibull, "--config-file", site / "antsibull-docs.cfg", "collection", *options]
    run([*command, "--dest-dir", rst, "hostops.cpanel"], ROOT, env)

    inventory = site / "ansible.inv"
    write_inventory(inventory, foreign_labels(rst), foreign_variables(rst))
    conf = site / "conf.py"
    mapping = {"ansible_devel": (ANSIBLE_DOCS, str(inventory))}
    conf.write_text(f"{conf.read_text()}\nintersphinx_mapping = {mapping!r}\n")
    sphinx = [bin_dir / "sphinx-build", "-q", "-W", "--keep-going", "-n", "-c", site, rst, dest / "html"]
    run(sphinx, site, env)
    print(f"the site is {dest / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
