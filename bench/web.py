"""Start a WSGI application on granian with one worker, and send it requests over one kept connection."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
IDLE_SECONDS = 5.0
"""After this long without a request the server may have closed the connection; a new one is opened."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


class Client:
    """One kept connection with cookies, like one person's browser."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})
        self.answered = time.monotonic()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("GET", path, None, headers or {})

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        body = urlencode({**values, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        more = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.connection.port}",
        }
        return self._send("POST", path, body, more)

    def _send(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self.answered > IDLE_SECONDS:
            self.connection.close()
        self.connection.request(method, path, body, {"Cookie": cookie, **more})
        found = self.connection.getresponse()
        data = found.read()
        self.answered = time.monotonic()
        for header in found.headers.get_all("Set-Cookie") or []:
            name, _sep, rest = header.partition("=")
            self.cookies[name] = rest.split(";", 1)[0]
        return Answer(found.status, data, dict(found.headers))


@dataclass(frozen=True, slots=True)
class Web:
    port: int
    process: int


@contextmanager
def serve(application: str, environment: Mapping[str, str]) -> Iterator[Web]:
    """A server process with one worker; ends with the block. Raises RuntimeError when it does not answer in
    time.
    """
    port = _free_port()
    command = [
        sys.executable,
        "-P",
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "1",
    ]
    command += ["--port", str(port), "--no-ws", "--log-level", "error", application]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment, "PYTHONPATH": path})
    try:
        _wait(port, process)
        yield Web(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")
