"""Authorization code with PKCE, state, nonce and `private_key_jwt`: `begin` and `finish`.

    started = begin(provider, redirect_uri=…, at=…)  # keep .kept in the session, go to .url
    verified = finish(provider, kept, request.GET.dict(), redirect_uri=…, at=…)

`finish` answers with claims that have been proven: signature by one of the provider's keys, issuer, audience,
times, nonce, level, and with `anew` that the sign-in is later than `begin`. Whoever calls takes `kept` out of
the session before: an answer counts once. `oidc.browser` does both for a request.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from hjemvei.accounts.oidc import discovery, web
from hjemvei.accounts.oidc.providers import SIGNED_BY, Provider, private_key, thumbprint
from hjemvei.accounts.oidc.refusals import SignInRefused, Why

ANSWERED_WITHIN = 600
LEEWAY = 30
ASSERTION_SECONDS = 60
LANGUAGES = {"nb": "nb nn no", "nn": "nn nb no", "en": "en nb"}
GAVE_UP = {"access_denied", "login_required", "interaction_required", "consent_required"}

Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Started:
    url: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Verified:
    """Who the provider says it is. `proven_at`: when somebody last showed it there, in seconds since 1970; 0
    where the provider does not say, since an answer's own time is that of a silent round trip. `id_token` is
    needed to sign out there; kept encrypted or not at all.
    """

    provider: Provider
    subject: str
    acr: str
    proven_at: int
    two_factors: bool
    claims: Mapping[str, Any]
    id_token: str

    def text(self, claim: str) -> str:
        value = self.claims.get(claim, "")
        return value if isinstance(value, str) else ""

    @property
    def email(self) -> str:
        """Only an address that the provider has verified."""
        provider = self.provider
        verified = self.claims.get(provider.email_verified_claim) in (True, "true", "1", 1)
        return self.text(provider.email_claim).lower() if verified else ""


def begin(
    provider: Provider,
    *,
    redirect_uri: str,
    at: dt.datetime,
    language: str = "nb",
    anew: bool = False,
) -> Started:
    """`anew`: the provider asks again, however lately it has asked. Raises SignInRefused."""
    document = _document(provider)
    kept: Kept = {
        "provider": provider.slug,
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "at": int(at.timestamp()),
    }
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": create_s256_code_challenge(kept["verifier"]),
        "code_challenge_method": "S256",
        "ui_locales": LANGUAGES.get(language, LANGUAGES["nb"]),
    }
    if provider.acr_values:
        query["acr_values"] = " ".join(provider.acr_values)
    if provider.authorization_details:
        query["authorization_details"] = json.dumps(provider.authorization_details)
    if anew:
        kept["anew"] = True
        query |= {"max_age": "0", "prompt": "login"}
    endpoint = document["authorization_endpoint"]
    return Started(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}", kept)


def finish(
    provider: Provider, kept: Kept, answer: Mapping[str, str], *, redirect_uri: str, at: dt.datetime
) -> Verified:
    """Raises SignInRefused."""
    document = _document(provider)
    _check_answer(provider, kept, answer, document, at)
    try:
        token = web.ask(document["token_endpoint"], _exchange(provider, kept, answer, document, redirect_uri))
    except web.Refused as error:
        raise SignInRefused(Why.PROVIDER, provider, str(error)) from error
    except web.Unreachable as error:
        raise SignInRefused(Why.UNREACHABLE, provider, str(error)) from error
    id_token = str(token.get("id_token", ""))
    claims = _claims(provider, id_token)
    _check_claims(provider, kept, claims, at)
    return _verified(provider, claims, id_token)


def end_session_url(provider: Provider, *, id_token: str, back: str) -> str:
    """Where the provider's own session is ended; empty where it has no such address."""
    try:
        endpoint = _document(provider).get("end_session_endpoint")
    except SignInRefused:
        return ""
    if not provider.logout or not isinstance(endpoint, str):
        return ""
    query = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    if id_token:
        query["id_token_hint"] = id_token
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def _document(provider: Provider) -> dict[str, Any]:
    try:
        return discovery.document_of(provider)
    except (web.Unreachable, web.Refused) as error:
        raise SignInRefused(Why.UNREACHABLE, provider, str(error)) from error


def _check_answer(
    provider: Provider, kept: Kept, answer: Mapping[str, str], document: Mapping[str, Any], at: dt.datetime
) -> None:
    """The answer belongs to what this browser began, in time, and comes from the provider it was sent to
    (RFC 9207).
    """
    state = answer.get("state", "")
    if kept.get("provider") != provider.slug or not hmac.compare_digest(
        state.encode(), str(kept.get("state", "")).encode()
    ):
        raise SignInRefused(Why.STATE, provider, "wrong state")
    if at.timestamp() - kept["at"] > ANSWERED_WITHIN:
        raise SignInRefused(Why.STATE, provider, "too late")
    named = answer.get("iss")
    if named is None and document.get("authorization_response_iss_parameter_supported") is True:
        raise SignInRefused(Why.ANSWER, provider, "the answer names no issuer")
    if named is not None and named != provider.issuer:
        raise SignInRefused(Why.ANSWER, provider, "the answer is another issuer's")
    if "error" in answer:
        why = Why.CANCELLED if answer["error"] in GAVE_UP else Why.PROVIDER
        raise SignInRefused(why, provider, answer["error"][:60])
    if not answer.get("code"):
        raise SignInRefused(Why.PROVIDER, provider, "no code")


def _exchange(
    provider: Provider,
    kept: Kept,
    answer: Mapping[str, str],
    document: Mapping[str, Any],
    redirect_uri: str,
) -> dict[str, str]:
    key = private_key(provider.key_file)
    header = {"kid": provider.key_id} if provider.key_id else {}
    if provider.certificate_file:
        header["x5t#S256"] = thumbprint(provider.certificate_file)
    to_issuer = provider.assertion_audience == "issuer"
    assertion = private_key_jwt_sign(
        key,
        provider.client_id,
        provider.issuer if to_issuer else document["token_endpoint"],
        alg=provider.assertion_alg or ("ES256" if isinstance(key, ECKey) else "RS256"),
        header=header,
        expires_in=ASSERTION_SECONDS,
    )
    return {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": redirect_uri,
        "client_id": provider.client_id,
        "code_verifier": kept["verifier"],
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion,
    }


def _claims(provider: Provider, id_token: str) -> dict[str, Any]:
    """The claims of a token that one of the provider's keys has signed."""
    try:
        header = jws.extract_compact(id_token.encode()).headers()
        if header.get("alg") not in SIGNED_BY:
            raise SignInRefused(Why.ANSWER, provider, "signed in a way we do not take")
        keys = discovery.keys_of(provider, str(header.get("kid", "")))
        return jwt.decode(id_token, keys, algorithms=list(SIGNED_BY)).claims
    except web.Unreachable as error:
        raise SignInRefused(Why.UNREACHABLE, provider, str(error)) from error
    except (JoseError, ValueError, web.Refused) as error:
        raise SignInRefused(Why.ANSWER, provider, type(error).__name__) from error


def _check_claims(provider: Provider, kept: Kept, claims: Mapping[str, Any], at: dt.datetime) -> None:
    now = int(at.timestamp())
    rules = jwt.JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        sub={"essential": True, "allow_blank": False},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        rules.validate(dict(claims))
    except JoseError as error:
        raise SignInRefused(Why.ANSWER, provider, f"{type(error).__name__} {error}"[:80]) from error
    if claims.get("nonce") != kept["nonce"]:
        raise SignInRefused(Why.ANSWER, provider, "another nonce")
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise SignInRefused(Why.ANSWER, provider, "issued to somebody else")
    if now - int(claims["iat"]) > ANSWERED_WITHIN:
        raise SignInRefused(Why.ANSWER, provider, "issued too long ago")
    if provider.acr_values and claims.get("acr") not in provider.acr_values:
        raise SignInRefused(Why.LEVEL, provider, "another level than was asked for")
    if kept.get("anew"):
        proven = claims.get("auth_time")
        if not isinstance(proven, int):
            raise SignInRefused(Why.UNSAID, provider, "no auth_time")
        if not kept["at"] - LEEWAY <= proven <= now + LEEWAY:
            raise SignInRefused(Why.STALE, provider, "not signed in anew")


def _verified(provider: Provider, claims: Mapping[str, Any], id_token: str) -> Verified:
    acr, amr, proven = claims.get("acr", ""), claims.get("amr", []), claims.get("auth_time")
    methods = {str(method) for method in amr} if isinstance(amr, list) else set()
    return Verified(
        provider=provider,
        subject=str(claims["sub"]),
        acr=str(acr),
        proven_at=proven if isinstance(proven, int) else 0,
        two_factors=acr in provider.two_factor_acr or bool(methods.intersection(provider.two_factor_amr)),
        claims=claims,
        id_token=id_token,
    )
