#!/bin/sh
# Makes the virtual environment $1 with the first Python 3.11 to 3.13 that is found.
set -eu
target=$1

python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "The board needs Python 3.11, 3.12 or 3.13 (on Debian 12: apt-get install python3 python3-venv)." >&2
    exit 1
fi

# Debian keeps ensurepip in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get -qq update && apt-get -qq install --yes python3-venv >/dev/null
    else
        echo "Python's venv module is missing: run 'sudo apt-get install python3-venv', then the same command again." >&2
        exit 1
    fi
fi

rm -rf "$target"
"$python" -m venv "$target"
