"""Certificate authorities and server certificates for tests, created by openssl."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Certificate:
    """PEM files: the authority's certificate, the server's certificate and its key."""

    ca: Path
    cert: Path
    key: Path


def make_certificate(folder: Path, *, name: str = "127.0.0.1", days: int = 2) -> Certificate:
    """Creates a server certificate for an address, signed by a new authority; both are valid for some days."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    certificate = Certificate(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    authority = folder / "ca.key"
    _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=Bank authority",
             "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", authority, "-out", certificate.ca)  # fmt: skip
    request = folder / "server.csr"
    _openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", certificate.key, "-out", request
    )
    kind = "IP" if name.replace(".", "").isdigit() else "DNS"
    extensions = folder / "extensions"
    extensions.write_text(f"subjectAltName={kind}:{name}\n")
    _openssl("x509", "-req", "-in", request, "-CA", certificate.ca, "-CAkey", authority, "-CAcreateserial",
             "-days", str(days), "-extfile", extensions, "-out", certificate.cert)  # fmt: skip
    return certificate


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
