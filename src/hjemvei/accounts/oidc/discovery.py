"""What a provider says of itself and the keys it signs with: asked for once an hour, in each process.

A token signed with a key we have not seen makes us ask again, at most once a minute: so keys can be changed
at any time, and nobody can make us ask without end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hjemvei.accounts.oidc import web
from hjemvei.accounts.oidc.providers import Provider

FRESH = 3600
AGAIN_AFTER = 60
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(slots=True)
class Known:
    document: dict[str, Any]
    read_at: float
    keys: KeySet = field(default_factory=lambda: KeySet([]))
    keys_read_at: float = -FRESH


_known: dict[str, Known] = {}
_lock = Lock()


def forget() -> None:
    """For tests: what was read is asked for again."""
    _known.clear()


def document_of(provider: Provider) -> dict[str, Any]:
    """Raises Unreachable, Refused: also when the document is another issuer's."""
    return _entry(provider).document


def keys_of(provider: Provider, key_id: str) -> KeySet:
    """The provider's keys, with `key_id` among them if the provider has it. Raises Unreachable, Refused."""
    known, now = _entry(provider), time.monotonic()
    age = now - known.keys_read_at
    unknown = key_id not in {key.kid or "" for key in known.keys.keys}
    if age >= FRESH or (unknown and age >= AGAIN_AFTER):
        known.keys = _keys(web.ask(known.document["jwks_uri"]))
        known.keys_read_at = now
    return known.keys


def _entry(provider: Provider) -> Known:
    with _lock:
        known = _known.get(provider.issuer)
    if known is not None and time.monotonic() - known.read_at < FRESH:
        return known
    document = web.ask(provider.discovery_url)
    if document.get("issuer") != provider.issuer:
        raise web.Unreachable("the document is another issuer's")
    if not all(isinstance(document.get(name), str) for name in ENDPOINTS):
        raise web.Unreachable("the document lacks an address")
    fresh = Known(document, time.monotonic())
    if known is not None:
        fresh.keys, fresh.keys_read_at = known.keys, known.keys_read_at
    with _lock:
        _known[provider.issuer] = fresh
    return fresh


def _keys(document: dict[str, Any]) -> KeySet:
    """Keys for signing; one of a kind that we do not know is left out."""
    found = []
    for entry in document.get("keys", [])[:50]:
        if isinstance(entry, dict) and entry.get("kty") in {"RSA", "EC"} and entry.get("use", "sig") == "sig":
            try:
                found += KeySet.import_key_set({"keys": [entry]}).keys
            except (JoseError, ValueError):
                continue
    return KeySet(found)
