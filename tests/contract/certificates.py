"""Certificates for the loopback interface, made for one run by the openssl program."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

OPENSSL = shutil.which("openssl")


@dataclass(frozen=True)
class Authority:
    """A self-signed certificate for 127.0.0.1, which is its own authority."""

    file: Path
    key: Path

    @classmethod
    def make(cls, folder: Path, name: str) -> "Authority":
        made = cls(folder / f"{name}.pem", folder / f"{name}.key")
        subprocess.run(
            [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-out", made.file, "-keyout", made.key],
            check=True,
            capture_output=True,
        )  # fmt: skip
        return made

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context
