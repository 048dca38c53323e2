# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates, each a function; `steps()` lists them in the order in which they start."""

from __future__ import annotations

import json
import re
import sys
import tarfile
from collections.abc import Callable
from fnmatch import fnmatch

import envs
from gate_env import CORES, ROOT, WORK, Skip
from gate_run import Job, Step, StepFailed

BIN = envs.VENV / "bin"

#: What the tarball must hold, and what it must not (patterns over the names in it).
SHIPPED = (
    "README.md", "LICENSE", "CHANGELOG.rst", "requirements.txt", "meta/runtime.yml", "meta/execution-environment.yml",
    "plugins/modules/*.py", "plugins/action/*.py", "plugins/module_utils/*.py", "tests/config.yml",
    "tests/simulator/__init__.py", "changelogs/changelog.yaml",
)  # fmt: skip
NOT_SHIPPED = (
    "*__pycache__*", "*.pyc", "*.log", ".*", "*/.*", "build/*", "dist/*", "collections/*", "tests/output*", "*.tar.gz",
    "tests/unit/*", "tests/integration/*", "tools/*", "importer_result.json",
)  # fmt: skip

HOSTING = "tests/integration/test_hosting_as_code.py"


def ruff(job: Job) -> None:
    job.run([BIN / "ruff", "check", "--no-cache", "."])


def mypy(job: Job) -> None:
    package = "ansible_collections.hostops.cpanel.plugins"
    env = job.context.unit_env(MYPYPATH=envs.COLLECTIONS)
    job.note = job.run([sys.executable, "-m", "mypy", "-p", package], env=env).strip()


def function_table(job: Job) -> None:
    if not job.context.contract:
        raise Skip("HOSTOPS_CONTRACT names no description of UAPI to check the table against")
    job.run([sys.executable, ROOT / "tools" / "make_function_table.py", "--check"], env=job.context.unit_env())


def resources(job: Job) -> None:
    job.run([sys.executable, ROOT / "tools" / "make_resources.py", "--check"], env=job.context.unit_env())


def unit(which: str) -> Callable[[Job], None]:
    def step(job: Job) -> None:
        job.pytest(["-n", "2", "--dist", "worksteal", "-m", which, "tests/unit"], job.context.unit_env())

    return step


def clients(job: Job) -> None:
    if not (ROOT / "tests" / "clients").is_dir():
        raise Skip("there is no tests/clients")
    job.pytest(["tests/clients"], job.context.unit_env())


def integration(release: str, *what: str) -> Callable[[Job], None]:
    """Everything on the newest release, most but examples on the oldest, targets in process between them.

    2.17 stands between two releases whose roles and playbooks are tried: only modules and plugins there.
    """
    every = ["tests/integration", f"--ignore={HOSTING}"]
    tests = "tests/integration/"
    targets = [tests + "test_targets.py", tests + "test_secrets.py"]
    left_out = ("resources-module", "role_account_state-module", "(nothing_goes_on and whm)")
    usual = {
        "2.16": [*every, "-k", " and not ".join(("not test_example", *left_out))],
        "2.17": [*targets, "-k", "in_process and not role and not playbooks"],
        "2.19": [*targets, tests + "test_cancel.py", "-k", "in_process and not (nothing_goes_on and whm)"],
    }
    chosen = list(what) or usual.get(release, every)

    def step(job: Job) -> None:
        bin_dir, _python = job.context.core(release)
        extra = {"HOSTOPS_ANSIBLE_BIN": bin_dir, "HOSTOPS_COLLECTIONS_PATH": job.context.installed()}
        job.pytest(chosen, job.context.unit_env(**extra))

    return step


def sanity(release: str, every_python: bool) -> Callable[[Job], None]:
    def step(job: Job) -> None:
        job.telling = r"^(?:ERROR|FATAL)|^WARNING: Required|^[a-z-]+$"
        bin_dir, python = job.context.core(release)
        tree = job.context.tree(f"sanity-{release}")
        if list(tree.glob("tests/sanity/ignore*.txt")):
            raise StepFailed("this project has no sanity ignore files")
        command = [bin_dir / "ansible-test", "sanity", "--color", "no", "--truncate", "0"]
        if not every_python:
            command += ["--python", python]
        output = job.run(command, cwd=tree, env=job.context.env(bin_dir))
        # A missing program is only a warning to ansible-test, and its test passes without having looked.
        missing = set(re.findall(r'Required program "([^"]+)"', output)) - {"pwsh"}
        if missing:
            raise StepFailed(f"not tested for want of {', '.join(sorted(missing))}")
        ran = len(re.findall(r"^Running sanity test", output, re.MULTILINE))
        job.note = f"{ran} sanity tests, {'every Python' if every_python else 'Python ' + python}"
        if not ran:
            raise StepFailed("ansible-test ran no test")

    return step


def lint(job: Job) -> None:
    tree = job.context.tree("lint")
    env = job.context.env(ANSIBLE_COLLECTIONS_PATH=tree.parents[2])
    job.run([BIN / "ansible-lint", "--profile", "production", "--offline", "--strict"], cwd=tree, env=env)


def docs_lint(job: Job) -> None:
    command = [BIN / "antsibull-docs", "lint-collection-docs", "--plugin-docs", "--skip-rstcheck"]
    job.run([*command, "--validate-collection-refs=self", "."], cwd=job.context.tree("docs-lint"))


def docs(job: Job) -> None:
    job.run([sys.executable, ROOT / "tools" / "make_docs.py", "--dest", WORK / "docs"])


def changelog(job: Job) -> None:
    job.run([BIN / "antsibull-changelog", "lint"], cwd=job.context.tree("changelog"))


def build(job: Job) -> None:
    """The tarball: what is in it, that it installs, and that Ansible can read all its documentation."""
    with tarfile.open(job.context.tarball()) as archive:
        names = [member.name for member in archive if member.isfile()]
    job.write("\n".join(names))
    wrong = [name for name in names if any(fnmatch(name, pattern) for pattern in NOT_SHIPPED)]
    missing = [pattern for pattern in SHIPPED if not any(fnmatch(name, pattern) for name in names)]
    if wrong or missing:
        raise StepFailed(f"in the tarball, but should not be: {wrong}; not in it: {missing}")
    env = job.context.env(ANSIBLE_COLLECTIONS_PATH=job.context.installed(), ANSIBLE_HOME=WORK / "doc-home")
    for kind in ("module", "lookup", "inventory", "filter"):
        listed = job.run([BIN / "ansible-doc", "-t", kind, "--list", "--json", "hostops.cpanel"], env=env)
        plugins = sorted(json.loads(listed[listed.index("{") :])) if "{" in listed else []
        if plugins:
            output = job.run([BIN / "ansible-doc", "-t", kind, *plugins], env=env)
            if "[WARNING]" in output or "[ERROR]" in output:
                raise StepFailed("ansible-doc complains")
        elif kind == "module":
            raise StepFailed("ansible-doc finds no module in the installed collection")
    job.note = f"{len(names)} files"


def importer(job: Job) -> None:
    """What Galaxy says to the tarball. It exits with 0 whatever it found, so its log is read."""
    bin_dir = job.context.tool("galaxy-importer", ["galaxy-importer"])
    cwd = WORK / "importer"
    cwd.mkdir()
    env = job.context.env(bin_dir, GALAXY_IMPORTER_RUN_FLAKE8="false")
    output = job.run([bin_dir / "python", "-m", "galaxy_importer.main", job.context.tarball()], cwd=cwd, env=env)
    complaints = re.findall(r"^(?:WARNING|ERROR|CRITICAL)\b.*", output, re.MULTILINE)
    if complaints:
        raise StepFailed(f"{len(complaints)} complaints, the first: {complaints[0]}")
    if "completed successfully" not in output:
        raise StepFailed("the importer did not say that it completed")


def execution_environment(job: Job) -> None:
    output = job.run([BIN / "ansible-builder", "introspect", job.context.installed()])
    for package in ("requests", "jmespath"):
        if package not in output:
            raise StepFailed(f"an execution environment would lack {package}")


def steps() -> list[Step]:
    """All gates. Quick ones first, so that a slip shows at once; then the long ones, the longest first."""
    return [
        Step("ruff", "ruff check of all Python code", ruff),
        Step("mypy", "strict types in plugins/", mypy),
        Step("function-table", "the generated table of API functions is current", function_table),
        Step("resources", "what is written from the declarations of resources is current", resources),
        Step("unit", "pytest tests/unit, but for what is slow", unit("not slow")),
        Step("unit-slow", "the slow ones of tests/unit", unit("slow")),
        Step("sanity-2.21", "ansible-test sanity, ansible-core 2.21, every Python", sanity("2.21", every_python=True)),
        *(
            Step(f"integration-{core}", f"all targets on the simulator, ansible-core {core}", integration(core))
            for core in reversed(CORES)
        ),
        Step("hosting", "the guide on hosting as code, ansible-core 2.21", integration("2.21", HOSTING)),
        Step("sanity-2.19", "ansible-test sanity, ansible-core 2.19", sanity("2.19", every_python=False)),
        Step("sanity-2.16", "ansible-test sanity, ansible-core 2.16.13", sanity("2.16", every_python=False)),
        Step("importer", "galaxy-importer on the tarball", importer),
        Step("ansible-lint", "ansible-lint, profile production, strict", lint),
        Step("docs", "the documentation site builds without a warning", docs),
        Step("clients", "third-party clients talk to the simulator", clients),
        Step("docs-lint", "antsibull-docs lint-collection-docs", docs_lint),
        Step("build", "the tarball: contents, installation, ansible-doc", build),
        Step("changelog", "antsibull-changelog lint", changelog),
        Step("ee", "ansible-builder reads the Python requirements", execution_environment),
    ]
