#!/bin/sh
# Make .venv hold what a requirements file pins, hash by hash: by uv where there is one, else by python3 and pip.
# usage: deploy/install.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
requirements=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

python=
for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$new_enough" >/dev/null 2>&1; then
        python=$name
        break
    fi
done

if command -v uv >/dev/null 2>&1; then
    .venv/bin/python -c "$new_enough" >/dev/null 2>&1 || uv venv --quiet --clear --python "${python:-3.11}" .venv
    echo "Installing $requirements into .venv with uv ..."
    exec uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
fi
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no python3")
    echo "The portal needs Python 3.11 or newer, and this machine has $found: install Python 3.11, or uv." >&2
    exit 1
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || ! .venv/bin/python -c "$new_enough"; then
    if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
        echo "$python cannot make a virtual environment: install its venv module (on Debian: apt-get install python3-venv)." >&2
        exit 1
    fi
fi
echo "Installing $requirements into .venv with pip ..."
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$requirements"
