#!/bin/sh
# Takes the wall screen's service off this machine again, with all its files. Needs root.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd /
PYTHONPATH="$here/.." exec python3 -s -B -m kiosk.setting_up uninstall "$@"
