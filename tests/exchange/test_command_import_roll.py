from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Custody
from hjemvei.core import clock
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
    assert refused.value.returncode == 2
    assert "123 nye" in load(FILE, "--as", "siv@example.test", "--dry-run")
    with pytest.raises(CommandError) as officer:
        load(FILE, "--as", "tor@example.test")
    assert officer.value.returncode == 2
    for arguments in ((str(tmp_path / "ingen.csv"),), (FILE, "--as", "ingen@example.test")):
        with pytest.raises(CommandError) as usage:
            load(*arguments)
        assert usage.value.returncode == 2


def test_a_day_to_come_is_refused_before_it_shuts_out_the_rolls_until_then(world: World) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(CommandError, match="has not come yet") as refused:
        load(FILE, "--date", tomorrow.isoformat())
    assert refused.value.returncode == 2
    assert inside(world) == 0


def test_faulty_rows_are_handed_back_in_a_file_of_their_own(world: World, tmp_path: Path) -> None:
    lines = FIRST.decode().splitlines()
    lines[20] = lines[20].replace(lines[20].split(";")[8], "2026-02-30", 1)
    roll = tmp_path / "liste 2026-11-02.csv"
    roll.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252")
    with pytest.raises(CommandError, match="1 rader med feil") as tried:
        load(str(roll), "--dry-run")
    handed_back = tmp_path / "liste 2026-11-02.csv.feil.csv"
    assert tried.value.returncode == 1
    assert not handed_back.exists()
    with pytest.raises(CommandError, match=r"feil\.csv") as loaded:
        load(str(roll))
    assert loaded.value.returncode == 1
    assert inside(world) == 122
    back = handed_back.read_text(encoding="utf-8-sig").splitlines()
    assert len(back) == 2
    assert back[1].startswith("21;Innsatt dato (admitted_on): Datoen kan ikke leses.")
    assert handed_back.stat().st_mode & 0o777 == 0o600


BAD = {
    "empty.csv": b"",
    "binary.csv": bytes(range(256)),
    "utf16.csv": FIRST.decode().encode("utf-16"),
    "columns.csv": FIRST.replace(b"national_id", b"fnr", 1),
    "header.csv": FIRST.split(b"\n")[0] + b"\n",
    "quotes.csv": FIRST.replace(b";", b';"', 40),
    "cut.csv": FIRST[:9000],
    "2026-02-31.csv": FIRST,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_whole_with_its_reason(world: World, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    with pytest.raises(CommandError) as refused:
        load(str(path))
    assert refused.value.returncode == 2
    assert len(str(refused.value)) > 10
    assert inside(world) == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_what_a_spreadsheet_saves_is_read(
    world: World, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    rows = csv.reader(FIRST.decode().splitlines(), delimiter=";")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path / "2026-11-02.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    assert "124 rader: 123 nye" in load(str(path), "--dry-run")
