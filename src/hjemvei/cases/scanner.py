"""The virus scanner: clamd, asked over its socket (setting CLAMD: `host:port` or `unix:/path`). The content
is sent as a
stream and never written to a file.
"""

from __future__ import annotations

import io

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

SECONDS = 60


class ScannerSilent(RuntimeError):
    """No scanner, no answer, or one that is neither yes nor no."""


def finding_in(content: bytes) -> str:
    """The name of what was found; empty for a clean content. Raises ScannerSilent."""
    try:
        answers = _client().instream(io.BytesIO(content))
    except (ClamdError, OSError) as error:
        raise ScannerSilent("the virus scanner does not answer") from error
    status, name = answers.get("stream", ("", None))
    if status == "FOUND":
        return name or "?"
    if status == "OK":
        return ""
    raise ScannerSilent("the virus scanner gave no answer about the content")


def _client() -> ClamdNetworkSocket:
    address: str = settings.CLAMD
    if address.startswith("unix:"):
        return ClamdUnixSocket(address.removeprefix("unix:"), timeout=SECONDS)
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ScannerSilent("CLAMD is neither host:port nor unix:/path")
    return ClamdNetworkSocket(host.strip("[]"), int(port), timeout=SECONDS)
