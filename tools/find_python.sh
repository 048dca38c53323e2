#!/bin/sh
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the Python to develop with: the first of the releases below that can make a virtual environment,
# looked for in $PYTHON, on PATH and among pyenv's installations.

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if usable "$PYTHON"; then
        echo "$PYTHON"
        exit 0
    fi
    echo "PYTHON=$PYTHON is older than 3.11, or has no venv module (Debian, Ubuntu: apt install python3-venv)." >&2
    exit 1
fi

for release in 3.12 3.13 3.14 3.11; do
    for candidate in "python$release" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$release"[.-]*/bin/python \
        "/usr/local/bin/python$release" "/opt/python/$release/bin/python"; do
        if usable "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            exit 0
        fi
    done
done
if usable python3; then
    python3 -c 'import sys; print(sys.executable)'
    exit 0
fi
echo "Python 3.11 or newer with the venv module is needed (Debian, Ubuntu: apt install python3-venv)." >&2
exit 1
