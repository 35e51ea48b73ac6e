"""A provider of sign-in on this machine: real HTTP, real keys, and a knob for every way to lie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = "hjemvei"


@dataclass
class Codes:
    query: dict[str, str]
    claims: dict[str, Any]


@dataclass
class Idp:
    """`claims` go into the token over what is right; `lies` are the knobs: `alg`, `state`, `iss_param`,
    `token_key`, `issuer`, `status`."""

    client_key: RSAKey
    issuer: str = ""
    keys: list[RSAKey] = field(default_factory=list)
    subject: str = "sub-1"
    claims: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    reads: dict[str, int] = field(default_factory=dict)
    jtis: set[str] = field(default_factory=set)

    def rotate(self) -> None:
        """A new key signs; the old one is gone."""
        number = len(self.reads) + int(time.monotonic() * 1000)
        self.keys = [RSAKey.generate_key(2048, {"kid": f"k{number}", "use": "sig"})]

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.lies.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/logout",
            "authorization_response_iss_parameter_supported": True,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Signs the person in without asking, and sends the browser back."""
        self.asked.append(query)
        code = f"code{len(self.asked)}"
        self.codes[code] = Codes(query, dict(self.claims))
        answer = {"code": code, "state": query["state"], "iss": self.issuer, **self.lies.get("answer", {})}
        answer = {name: value for name, value in answer.items() if value is not None}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if "status" in self.lies:
            return self.lies["status"], {"error": "server_error"}
        found = self.codes.pop(form.get("code", ""), None)
        if found is None or found.query["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = _b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if found.query["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if not self._knows(form):
            return 401, {"error": "invalid_client"}
        return 200, {"token_type": "Bearer", "access_token": "x", "id_token": self.id_token(found)}

    def _knows(self, form: dict[str, str]) -> bool:
        """The client has signed for itself: to us, for at most two minutes, and once."""
        claims = jwt.decode(form["client_assertion"], self.client_key, algorithms=["RS256"]).claims
        fresh = claims["jti"] not in self.jtis
        self.jtis.add(claims["jti"])
        short = claims["exp"] - claims["iat"] <= 120 and claims["exp"] > time.time()
        return fresh and short and claims["iss"] == claims["sub"] == CLIENT and claims["aud"] == self.issuer

    def id_token(self, found: Codes) -> str:
        now = int(time.time())
        asked = found.query.get("acr_values", "").split()
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "auth_time": now,
            "nonce": found.query["nonce"],
            **({"acr": asked[0]} if asked else {}),
            **found.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.lies.get("alg") == "none":
            bare = [json.dumps({"alg": "none"}), json.dumps(claims)]
            return ".".join([*(_b64(part.encode()) for part in bare), ""])
        if self.lies.get("alg") == "HS256":
            head = json.dumps({"alg": "HS256", "kid": self.keys[0].kid})
            parts = ".".join(_b64(part.encode()) for part in (head, json.dumps(claims)))
            public = self.keys[0].as_pem(private=False)
            return f"{parts}.{_b64(hmac.digest(public, parts.encode(), 'sha256'))}"
        key: RSAKey = self.lies.get("token_key", self.keys[0])
        return jwt.encode({"alg": "RS256", "kid": key.kid or ""}, claims, key)

    def visit(self, url: str) -> str:
        """A browser goes there; where it is sent back to (path and query at our site)."""
        opener = build_opener(_Stay(), ProxyHandler({}))
        with opener.open(url) as answer:
            back = urlsplit(answer.headers["X-Location"])
        return f"{back.path}?{back.query}"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def _handler(idp: Idp) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            idp.reads[parts.path] = idp.reads.get(parts.path, 0) + 1
            if parts.path == "/authorize":
                self.answer(200, {}, {"X-Location": idp.authorize(_flat(parts.query))})
            elif parts.path == "/jwks":
                self.answer(200, KeySet(idp.keys).as_dict(private=False))  # type: ignore[arg-type]
            elif parts.path == "/.well-known/openid-configuration":
                self.answer(200, idp.document())
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(*idp.token(_flat(body)))

        def answer(self, status: int, content: Mapping[str, Any], headers: Mapping[str, str] = {}) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

    return Handler


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running(client_key: RSAKey) -> Iterator[Idp]:
    idp = Idp(client_key)
    idp.rotate()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(idp))
    server.daemon_threads = True
    idp.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def entry(idp: Idp, key_file: Path, **more: Any) -> dict[str, Any]:
    """One `[[provider]]` of the file."""
    return {
        "slug": "ansattporten",
        "name": "Ansattporten",
        "issuer": idp.issuer,
        "client_id": CLIENT,
        "key_file": str(key_file),
        "key_id": "client-1",
        "acr_values": ["substantial", "high"],
        "two_factor_acr": ["substantial", "high"],
        **more,
    }
