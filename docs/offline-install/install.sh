#!/bin/sh
# Installs tpgraph for the person who runs this, from this folder alone: no network, no administrator rights.
#     sh install.sh [FOLDER]        FOLDER: where it goes, else ~/.local/share/tpgraph
set -eu
place=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/tpgraph}
case $place in /*) ;; *) place=$PWD/$place ;; esac
cd "$(dirname "$0")"

python=""
for version in @pythons_newest_first@; do
    if command -v "python$version" >/dev/null 2>&1; then python="python$version"; break; fi
done
if [ -z "$python" ]; then
    echo "tpgraph needs Python in one of these versions: @pythons_newest_first@. None was found." >&2
    exit 1
fi

"$python" -m venv "$place"
PIP_CONFIG_FILE=/dev/null "$place/bin/python" -m pip install --no-index --find-links wheels --require-hashes \
    --only-binary :all: --disable-pip-version-check --quiet -r requirements.txt
"$place/bin/tpgraph" --version
echo "It is installed: $place/bin/tpgraph"
echo "To take it away again, delete the folder $place."
