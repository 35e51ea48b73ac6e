"""The protocol against a provider of our own on this machine: what is taken, and every lie that is not."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from joserfc.jwk import ECKey, RSAKey

from hjemvei.accounts.oidc import discovery
from hjemvei.accounts.oidc.flow import Started, Verified, begin, end_session_url, finish
from hjemvei.accounts.oidc.providers import Provider, private_key, provider_of, providers
from hjemvei.accounts.oidc.refusals import SignInRefused, Why
from tests.accounts.provider import Idp, entry, running

BACK = "http://testserver/konto/inn/ansattporten/svar/"


def ours() -> Provider:
    found = provider_of("ansattporten")
    assert found is not None
    return found


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def back_from(idp: Idp, started: Started) -> dict[str, str]:
    query = parse_qs(urlsplit(idp.visit(started.url)).query)
    return {name: values[0] for name, values in query.items()}


def signed_in(idp: Idp, **more: Any) -> Verified:
    started = begin(ours(), redirect_uri=BACK, at=now(), **more)
    return finish(ours(), started.kept, back_from(idp, started), redirect_uri=BACK, at=now())


def refused(act: Callable[[], object]) -> Why:
    with pytest.raises(SignInRefused) as refusal:
        act()
    assert "%" not in refusal.value.message
    return refusal.value.why


def test_the_good_way_proves_who_it_is(idp: Idp) -> None:
    idp.claims = {"name": "Anne Prøve", "email": "Anne@Example.test", "email_verified": True}
    verified = signed_in(idp, language="nn")
    assert (verified.subject, verified.acr, verified.two_factors) == ("sub-1", "substantial", True)
    assert (verified.text("name"), verified.email) == ("Anne Prøve", "anne@example.test")
    (asked,) = idp.asked
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "substantial high"
    assert asked["ui_locales"].startswith("nn")
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32


def test_an_address_that_the_provider_has_not_verified_is_none(idp: Idp) -> None:
    idp.claims = {"email": "anne@example.test", "email_verified": False}
    assert signed_in(idp).email == ""


def test_every_sign_in_has_its_own_state_nonce_and_verifier(idp: Idp) -> None:
    first, second = (begin(ours(), redirect_uri=BACK, at=now()).kept for _ in range(2))
    assert all(first[name] != second[name] for name in ("state", "nonce", "verifier"))


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, Why.ANSWER),
        ({"nonce": None}, Why.ANSWER),
        ({"iss": "https://evil.test"}, Why.ANSWER),
        ({"aud": "somebody-else"}, Why.ANSWER),
        ({"aud": ["hjemvei", "other"]}, Why.ANSWER),
        ({"aud": ["hjemvei", "other"], "azp": "other"}, Why.ANSWER),
        ({"exp": -3600}, Why.ANSWER),
        ({"exp": None}, Why.ANSWER),
        ({"iat": 3600}, Why.ANSWER),
        ({"iat": -7200, "exp": 7200}, Why.ANSWER),
        ({"iat": None}, Why.ANSWER),
        ({"sub": ""}, Why.ANSWER),
        ({"sub": None}, Why.ANSWER),
        ({"acr": "low"}, Why.LEVEL),
        ({"acr": None}, Why.LEVEL),
        ({"acr": ["substantial"]}, Why.LEVEL),
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_is_refused(idp: Idp, claims: dict[str, Any], why: Why) -> None:
    """Moments are seconds from now."""
    clock = int(time.time())
    moments = {name: clock + claims[name] for name in ("exp", "iat") if claims.get(name)}
    idp.claims = claims | moments
    assert refused(lambda: signed_in(idp)) == why


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_that_nobody_or_anybody_signed_is_refused(idp: Idp, alg: str) -> None:
    idp.lies = {"alg": alg}
    assert refused(lambda: signed_in(idp)) == Why.ANSWER


def test_a_token_signed_by_a_key_that_is_not_the_providers_is_refused(idp: Idp) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": idp.keys[0].kid or ""})
    idp.lies = {"token_key": stranger}
    assert refused(lambda: signed_in(idp)) == Why.ANSWER


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"state": "another"}, Why.STATE),
        ({"state": None}, Why.STATE),
        ({"iss": "https://evil.test"}, Why.ANSWER),
        ({"iss": None}, Why.ANSWER),
        ({"code": None}, Why.PROVIDER),
        ({"code": "guessed"}, Why.PROVIDER),
        ({"code": None, "error": "access_denied"}, Why.CANCELLED),
        ({"code": None, "error": "server_error"}, Why.PROVIDER),
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_is_refused(idp: Idp, answer: dict[str, Any], why: Why) -> None:
    idp.lies = {"answer": answer}
    assert refused(lambda: signed_in(idp)) == why


def test_a_code_counts_once(idp: Idp) -> None:
    started = begin(ours(), redirect_uri=BACK, at=now())
    answer = back_from(idp, started)
    finish(ours(), started.kept, answer, redirect_uri=BACK, at=now())
    assert refused(lambda: finish(ours(), started.kept, answer, redirect_uri=BACK, at=now())) == Why.PROVIDER


def test_a_code_is_worthless_without_the_verifier_of_who_began(idp: Idp) -> None:
    started = begin(ours(), redirect_uri=BACK, at=now())
    answer = back_from(idp, started)
    stolen = {**started.kept, "verifier": "x" * 64}
    assert refused(lambda: finish(ours(), stolen, answer, redirect_uri=BACK, at=now())) == Why.PROVIDER


def test_an_answer_after_ten_minutes_is_too_late(idp: Idp) -> None:
    started = begin(ours(), redirect_uri=BACK, at=now())
    answer = back_from(idp, started)
    late = now() + dt.timedelta(seconds=601)
    assert refused(lambda: finish(ours(), started.kept, answer, redirect_uri=BACK, at=late)) == Why.STATE


def test_two_providers_are_not_mixed_up(idp: Idp, client_key: tuple[RSAKey, Path], settings: Any) -> None:
    """What was begun at one is not finished at another, whatever the other says."""
    with running(client_key[0]) as evil:
        settings.OIDC_PROVIDERS = [
            entry(idp, client_key[1]),
            entry(evil, client_key[1], slug="entra", name="Entra"),
        ]
        other = provider_of("entra")
        assert other is not None
        started = begin(ours(), redirect_uri=BACK, at=now())
        answer = back_from(idp, started)
        assert refused(lambda: finish(other, started.kept, answer, redirect_uri=BACK, at=now())) == Why.STATE
        mixed = {**answer, "iss": evil.issuer}
        assert refused(lambda: finish(ours(), started.kept, mixed, redirect_uri=BACK, at=now())) == Why.ANSWER
        assert evil.codes == {}


def test_keys_are_kept_and_a_new_one_is_found(idp: Idp) -> None:
    signed_in(idp)
    signed_in(idp)
    assert (idp.reads["/jwks"], idp.reads["/.well-known/openid-configuration"]) == (1, 1)
    idp.rotate()
    assert refused(lambda: signed_in(idp)) == Why.ANSWER, "asked again at most once a minute"
    discovery._known[idp.issuer].keys_read_at -= 61
    assert signed_in(idp).subject == "sub-1"
    assert idp.reads["/jwks"] == 2


def test_asked_anew_the_sign_in_must_be_new(idp: Idp) -> None:
    assert signed_in(idp, anew=True).proven_at >= time.time() - 5
    assert (idp.asked[-1]["max_age"], idp.asked[-1]["prompt"]) == ("0", "login")
    for told in (int(time.time()) - 400, int(time.time()) + 400):
        idp.claims = {"auth_time": told}
        assert refused(lambda: signed_in(idp, anew=True)) == Why.STALE


@pytest.mark.parametrize("told", [None, "now"])
def test_a_provider_that_does_not_say_when_proves_nothing_fresh(idp: Idp, told: object) -> None:
    """The answer is of this second, whoever sat at the keyboard when the provider last asked."""
    idp.claims = {"auth_time": told}
    assert signed_in(idp).proven_at == 0
    assert refused(lambda: signed_in(idp, anew=True)) == Why.UNSAID


def test_a_document_of_another_issuer_is_not_believed(idp: Idp) -> None:
    idp.lies = {"issuer": "https://evil.test"}
    assert refused(lambda: begin(ours(), redirect_uri=BACK, at=now())) == Why.UNREACHABLE


def test_a_provider_that_is_down_or_broken_is_said_so(idp: Idp, settings: Any) -> None:
    idp.lies = {"status": 500}
    assert refused(lambda: signed_in(idp)) == Why.PROVIDER
    for issuer in ("http://127.0.0.1:9", "http://example.test"):
        settings.OIDC_PROVIDERS = [{**settings.OIDC_PROVIDERS[0], "issuer": issuer}]
        assert refused(lambda: begin(ours(), redirect_uri=BACK, at=now())) == Why.UNREACHABLE


def test_authorisation_details_are_asked_for_where_the_file_has_them(idp: Idp, settings: Any) -> None:
    details = [{"type": "ansattporten:orgno"}]
    settings.OIDC_PROVIDERS = [{**settings.OIDC_PROVIDERS[0], "authorization_details": details}]
    begun = begin(ours(), redirect_uri=BACK, at=now())
    assert json.loads(parse_qs(urlsplit(begun.url).query)["authorization_details"][0]) == details


def test_signing_out_there_needs_the_token_and_our_address(idp: Idp, settings: Any) -> None:
    url = end_session_url(ours(), id_token="x.y.z", back="http://testserver/konto/ut/")
    assert url.startswith(f"{idp.issuer}/logout?")
    assert parse_qs(urlsplit(url).query)["id_token_hint"] == ["x.y.z"]
    settings.OIDC_PROVIDERS = [{**settings.OIDC_PROVIDERS[0], "logout": False}]
    assert end_session_url(ours(), id_token="x.y.z", back="http://testserver/") == ""


def test_the_challenge_is_the_verifiers_hash(idp: Idp) -> None:
    started = begin(ours(), redirect_uri=BACK, at=now())
    digest = hashlib.sha256(started.kept["verifier"].encode()).digest()
    told = parse_qs(urlsplit(started.url).query)["code_challenge"][0]
    assert told == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert started.kept["verifier"] not in started.url


@pytest.mark.parametrize("wrong", [{"secret": "x"}, {"slug": None}], ids=str)
def test_a_file_with_mistakes_is_said_at_once(idp: Idp, settings: Any, wrong: dict[str, Any]) -> None:
    values = {**settings.OIDC_PROVIDERS[0], **wrong}
    settings.OIDC_PROVIDERS = [{name: value for name, value in values.items() if value is not None}]
    with pytest.raises(ImproperlyConfigured):
        providers()


def test_keys_are_read_as_pem_or_jwk(tmp_path: Path) -> None:
    made: list[RSAKey | ECKey] = [RSAKey.generate_key(2048), ECKey.generate_key("P-256")]
    for number, key in enumerate(made):
        pem, jwk = tmp_path / f"{number}.pem", tmp_path / f"{number}.json"
        pem.write_bytes(key.as_pem(private=True))
        jwk.write_text(json.dumps(key.as_dict(private=True)))
        assert private_key(str(pem)).thumbprint() == private_key(str(jwk)).thumbprint() == key.thumbprint()
