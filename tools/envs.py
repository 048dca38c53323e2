# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Pythons of this machine and the virtual environments of this project.

    python tools/envs.py setup                              make .venv from tests/requirements.txt
    python tools/envs.py venv NAME --python 3.12 REQ...     make .venvs/NAME, print its bin directory
    python tools/envs.py pythons                            list the Pythons found

Only the standard library is used: `setup` runs before anything is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENVS = ROOT / ".venvs"
COLLECTIONS = VENV / "collections"
RELEASES = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")


class EnvError(Exception):
    """An environment could not be made; the message says which and what the installer printed."""


def _real_interpreter(candidate: str, release: str) -> Path | None:
    """The interpreter behind a command (a pyenv shim runs another file, or nothing), if it is of the release."""
    code = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.base_prefix); print(sys.executable)"
    try:
        done = subprocess.run([candidate, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.split("\n")
    if done.returncode or lines[0] != release:
        return None
    base = Path(lines[1]) / "bin" / f"python{release}"
    return base if base.exists() else Path(lines[2])


@cache
def find_python(release: str) -> Path | None:
    """The interpreter of a release such as "3.12": from PATH, from pyenv, or from the usual places."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{release}")]
    candidates += sorted((str(path) for path in pyenv.glob(f"{release}.*/bin/python")), reverse=True)
    candidates += [f"/usr/bin/python{release}", f"/usr/local/bin/python{release}", sys.executable]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            found = _real_interpreter(candidate, release)
            if found:
                return found
    return None


def pythons() -> dict[str, Path]:
    return {release: path for release in RELEASES if (path := find_python(release))}


def _run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        env=env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EnvError(f"{' '.join(map(str, command))}\n{done.stdout.strip()}")


def install(venv: Path, requirements: Sequence[str]) -> None:
    """Install into a virtual environment with uv, or with pip where uv is not to be had or fails.

    (uv does not read pip's configuration: where an index is set there, pip finds it.)
    """
    uv = VENV / "bin" / "uv"
    if uv.exists():
        env = dict(os.environ, VIRTUAL_ENV=str(venv), UV_PYTHON_DOWNLOADS="never")
        try:
            _run([uv, "pip", "install", "--quiet", *requirements], env)
            return
        except EnvError as exc:
            print(f"uv could not install, trying pip: {exc}", file=sys.stderr)
    pip = VENV / "bin" / "pip"
    _run([pip, "--python", venv / "bin" / "python", "install", "--quiet", *requirements])


def _fingerprint(python: Path, requirements: Sequence[str]) -> str:
    digest = hashlib.sha256(str(python).encode())
    for requirement in requirements:
        digest.update(b"\0" + requirement.encode())
        if requirement.endswith(".txt"):
            digest.update((ROOT / requirement).read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv(name: str, python: Path, requirements: Sequence[str]) -> Path:
    """Make .venvs/<name> unless it is there with just these requirements; return its bin directory.

    A requirement is what pip accepts on its command line; requirement files are named from the repository root.
    """
    venv = VENVS / name
    with _locked(VENVS / f".{name}.lock"):
        stamp = venv / ".fingerprint"
        wanted = _fingerprint(python, requirements)
        if stamp.exists() and stamp.read_text() == wanted:
            return venv / "bin"
        shutil.rmtree(venv, ignore_errors=True)
        _run([python, "-m", "venv", "--without-pip", venv])
        install(venv, requirements)
        stamp.write_text(wanted)
    return venv / "bin"


def setup() -> None:
    """Make .venv of the running Python, and link the checkout into it as an installed collection."""
    if not (VENV / "bin" / "python").exists():
        _run([sys.executable, "-m", "venv", "--clear", VENV])
    try:
        _run([VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"])
    except EnvError as exc:
        print(f"no uv, going on with pip (slower): {exc}", file=sys.stderr)
    install(VENV, ["-r", "tests/requirements.txt"])
    link = COLLECTIONS / "ansible_collections" / "hostops" / "cpanel"
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink():
        link.unlink()
    link.symlink_to(ROOT)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup")
    commands.add_parser("pythons")
    venv = commands.add_parser("venv")
    venv.add_argument("name")
    venv.add_argument("--python", metavar="RELEASE", help='such as "3.12"; the one of .venv if not given')
    venv.add_argument("requirements", nargs="+")
    args = parser.parse_args()
    try:
        if args.command == "setup":
            setup()
        elif args.command == "pythons":
            for release, path in pythons().items():
                print(release, path)
        else:
            python = find_python(args.python) if args.python else Path(sys.executable)
            if python is None:
                raise EnvError(f"Python {args.python} is not on this machine")
            print(make_venv(args.name, python, args.requirements))
    except EnvError as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
