from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Custody
from hjemvei.exchange.roll_scope import importing
from tests.exchange.factories import FIRST, ROLLS
from tests.world import World

FILE = str(ROLLS / "trondheim-2026-11-02.csv")


def load(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_roll", *arguments, "--prison", "trondheim", stdout=out)
    return out.getvalue()


def inside(world: World) -> int:
    with acting_as(importing(world.actor("Siv"))):
        return Custody.objects.filter(ends_before=None).count()


def test_dry_run_then_load_then_again(world: World) -> None:
    said = load(FILE, "--dry-run")
    assert "124 rader: 123 nye, 0 endret, 0 uendret, 0 ikke lenger på listen, 1 må avklares" in said
    assert inside(world) == 0
    assert "tatt i bruk" in load(FILE)
    assert inside(world) == 123
    assert "Ingenting er endret" in load(FILE)


def test_as_a_user_and_refusals(world: World, tmp_path: Path) -> None:
    cut = tmp_path / "liste.csv"
    cut.write_bytes(FIRST[:9000])
    with pytest.raises(CommandError, match="kuttet") as refused:
        load(str(cut))
    assert refused.value.returncode == 1
    assert "123 nye" in load(FILE, "--as", "siv@example.test", "--dry-run")
    with pytest.raises(CommandError) as officer:
        load(FILE, "--as", "tor@example.test")
    assert officer.value.returncode == 1
    for arguments in ((str(tmp_path / "ingen.csv"),), (FILE, "--as", "ingen@example.test")):
        with pytest.raises(CommandError) as usage:
            load(*arguments)
        assert usage.value.returncode == 2
