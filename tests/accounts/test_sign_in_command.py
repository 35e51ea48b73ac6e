"""The operator's tools for sign-in at providers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from joserfc.jwk import RSAKey

from hjemvei.accounts.oidc.providers import private_key, providers
from hjemvei.config import env
from tests.accounts.provider import Idp


def test_a_key_is_made_once_and_only_its_public_half_is_shown(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "key.pem"
    call_command("sign_in", "key", "--to", str(path), "--key-id", "2026-11")
    ((public,),) = json.loads(capsys.readouterr().out).values()
    assert public["kid"] == "2026-11"
    assert "d" not in public
    assert path.stat().st_mode & 0o077 == 0
    assert private_key(str(path)).thumbprint() == RSAKey.import_key(public).thumbprint()
    with pytest.raises(CommandError):
        call_command("sign_in", "key", "--to", str(path), "--key-id", "2026-11")


def test_the_check_prints_what_to_register_and_says_what_fails(idp: Idp, settings: Any, capsys: Any) -> None:
    call_command("sign_in", "check")
    told = capsys.readouterr().out
    assert "http://testserver/konto/inn/ansattporten/svar/" in told
    assert "http://testserver/konto/ut/" in told
    settings.OIDC_PROVIDERS = [
        {**settings.OIDC_PROVIDERS[0], "slug": "down", "issuer": "http://127.0.0.1:9"},
        {**settings.OIDC_PROVIDERS[0], "slug": "keyless", "key_file": "/nowhere"},
    ]
    with pytest.raises(CommandError, match="down, keyless"):
        call_command("sign_in", "check")


def test_the_example_of_the_manual_is_a_file_that_works(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = Path(__file__).resolve().parents[2] / "docs" / "operations" / "sign-in.md"
    example = manual.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "sign-in.toml").write_text(example, encoding="utf-8")
    monkeypatch.setenv("HJEMVEI_OIDC_FILE", str(tmp_path / "sign-in.toml"))
    settings.OIDC_PROVIDERS = env.tables("HJEMVEI_OIDC_FILE", "provider")
    first, second = providers()
    assert first.two_factor_acr == ("substantial", "high")
    assert (second.email_verified_claim, second.idle_minutes) == ("xms_edov", 30)
    assert second.discovery_url.endswith("/v2.0/.well-known/openid-configuration")
