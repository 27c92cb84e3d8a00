"""A certificate authority as `board https` makes one, and a server certificate from it."""

import ssl
import subprocess
from pathlib import Path

from tests.infra.requirements import program

_EXTENSIONS = "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n"


def make_authority(folder: Path) -> Path:
    """Make `ca.pem`, and `server.pem` and `server.key` from it. Returns the authority's certificate."""
    _openssl(folder, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=Workshop"
             " -keyout ca.key -out ca.pem")  # fmt: skip
    _openssl(folder, "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=board"
             " -keyout server.key -out server.csr")  # fmt: skip
    (folder / "extensions").write_text(_EXTENSIONS)
    _openssl(folder, "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 300"
             " -extfile extensions -out server.pem")  # fmt: skip
    return folder / "ca.pem"


def serving_context(folder: Path) -> ssl.SSLContext:
    """What a server needs to serve with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


def _openssl(folder: Path, words: str) -> None:
    subprocess.run([program("openssl"), *words.split()], cwd=folder, check=True, capture_output=True)
