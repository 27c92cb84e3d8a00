#!/bin/sh
# Makes this machine a wall screen of the workshop's board, or brings one up to date. Needs root.
#   sudo sh install.sh --server https://board.example:8000 [--fingerprint AA:BB:…] [--rotate 90] [--reboot] …
# `sh install.sh --help` names the rest. Fetched alone from the board, it fetches the rest from there.
set -eu

main() {
    command -v python3 >/dev/null || { apt-get update && apt-get install --yes python3; }
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 is needed: use Debian 12 or later, or Raspberry Pi OS (bookworm) or later." >&2
        exit 1
    }
    case "$0" in
    */install.sh | install.sh)
        here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
        [ ! -f "$here/setting_up.py" ] || {
            PYTHONPATH="$here/.." exec python3 -s -B -m kiosk.setting_up install "$@"
        }
        ;;
    esac
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    fetch "$folder" "$@"
    PYTHONPATH="$folder" python3 -s -B -m kiosk.setting_up install "$@"
}

# Fetches the kiosk's files from the board. With --fingerprint, over a connection that only the board can have made.
fetch() {
    python3 - "$@" <<'PYTHON'
import base64, hashlib, io, re, ssl, sys, tarfile, urllib.request

folder, words = sys.argv[1], [part for word in sys.argv[2:] for part in word.split("=", 1)]
named = dict(zip(words, words[1:]))
server = named.get("--server", "").rstrip("/")
if not re.fullmatch(r"https?://[^\s/]+", server):
    sys.exit("Say where the board is: --server https://board.example:8000")
wanted = re.sub("[^0-9a-f]", "", named.get("--fingerprint", "").lower())
context = ssl.create_default_context()
if server.startswith("https:") and wanted:
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    pem = urllib.request.urlopen(server + "/trust/ca.pem", timeout=20, context=unverified).read().decode()
    if hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() != wanted:
        sys.exit("The board's certificate authority does not have this fingerprint. Nothing was installed.")
    context.load_verify_locations(cadata=pem)
try:
    data = urllib.request.urlopen(server + "/kiosk/board-kiosk.tar.gz", timeout=60, context=context).read()
except OSError as error:
    sys.exit(f"The kiosk's files cannot be fetched from {server}: {error}\n"
             "With the workshop's own certificate, add --fingerprint as `board https` printed it.")
with tarfile.open(fileobj=io.BytesIO(data)) as files:
    files.extractall(folder, filter="data") if hasattr(tarfile, "data_filter") else files.extractall(folder)
PYTHON
}

main "$@"
