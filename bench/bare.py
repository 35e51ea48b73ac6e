"""The floor of a page: the same number of bytes from a WSGI function that does nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

BODY = b"x" * int(os.environ.get("BENCH_BYTES", "20000"))


def application(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]
