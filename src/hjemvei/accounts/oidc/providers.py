"""The providers of this installation, as `HJEMVEI_OIDC_FILE` lists them; `docs/operations/sign-in.md`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.util import urlsafe_b64encode

STAFF, PERSON = "staff", "person"
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What a provider may sign its tokens with: never `none`, never a shared secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`acr_values` is asked for, and nothing else is taken. `two_factor_acr` and `two_factor_amr` say which
    answers count as two factors here; without them the user proves a second one in Hjemvei. Minutes are of
    the session that the sign-in opens.
    """

    slug: str
    name: str
    issuer: str
    client_id: str
    key_file: str
    key_id: str = ""
    certificate_file: str = ""
    audience: str = STAFF
    scopes: tuple[str, ...] = ("openid", "profile")
    acr_values: tuple[str, ...] = ()
    two_factor_acr: tuple[str, ...] = ()
    two_factor_amr: tuple[str, ...] = ()
    name_claim: str = "name"
    email_claim: str = "email"
    email_verified_claim: str = "email_verified"
    assertion_audience: str = "issuer"
    assertion_alg: str = ""
    authorization_details: tuple[Mapping[str, Any], ...] = ()
    idle_minutes: int = 30
    absolute_minutes: int = 120
    logout: bool = True

    @property
    def discovery_url(self) -> str:
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


KNOWN = {field.name for field in fields(Provider)}
LISTS = {"scopes", "acr_values", "two_factor_acr", "two_factor_amr", "authorization_details"}


def providers(audience: str = STAFF) -> list[Provider]:
    """Those for staff, or for the person. Raises ImproperlyConfigured."""
    found = [_provider(values) for values in settings.OIDC_PROVIDERS]
    if len({provider.slug for provider in found}) < len(found):
        raise ImproperlyConfigured("HJEMVEI_OIDC_FILE: two providers have the same slug.")
    return [provider for provider in found if provider.audience == audience]


def provider_of(slug: str, audience: str = STAFF) -> Provider | None:
    return next((provider for provider in providers(audience) if provider.slug == slug), None)


def _provider(values: Mapping[str, Any]) -> Provider:
    wrong = sorted(set(values) - KNOWN)
    if wrong:
        raise ImproperlyConfigured(f"HJEMVEI_OIDC_FILE: nobody knows {', '.join(wrong)}.")
    try:
        given: dict[str, Any] = {
            name: tuple(value) if name in LISTS else value for name, value in values.items()
        }
        return Provider(**given)
    except TypeError as error:
        raise ImproperlyConfigured(f"HJEMVEI_OIDC_FILE: {error}") from error


@lru_cache(maxsize=8)
def private_key(path: str) -> RSAKey | ECKey:
    """A PEM, or a JWK as JSON. Read once: a new key is taken into use by starting anew."""
    text = Path(path).read_text(encoding="utf-8").strip()
    if text.startswith("{"):
        key = JWKRegistry.import_key(json.loads(text))
        if not isinstance(key, RSAKey | ECKey):
            raise ImproperlyConfigured(f"{path} holds no RSA or EC key.")
        return key
    pem = load_pem_private_key(text.encode(), password=None)
    kind = ECKey if isinstance(pem, EllipticCurvePrivateKey) else RSAKey
    return kind.import_key(text)


@lru_cache(maxsize=8)
def thumbprint(path: str) -> str:
    """`x5t#S256` of a certificate: how Entra finds the key."""
    certificate = load_pem_x509_certificate(Path(path).read_bytes())
    return urlsafe_b64encode(certificate.fingerprint(SHA256())).decode()
