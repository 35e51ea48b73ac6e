"""The command's exit codes: 0 done, 1 refused with reasons, 2 wrong usage."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError

from hjemvei import __version__
from hjemvei.cli import browser, children, doctor, place, run
from hjemvei.cli.main import PASSED_ON, main
from hjemvei.cli.refusal import Refused
from hjemvei.core import bootstrap_sql

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["demo", "--port", "http"],
        ["demo", "--port", "70000"],
        ["serve", "--workers", "0"],
        ["import-roll", "roll.csv"],
        ["bench-data"],
        ["doctor", "--nonsense"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    assert "usage: hjemvei" in capsys.readouterr().err


def test_version_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["--version"])
    assert leaving.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_doctor_prints_the_same_statements_as_the_embedded_server_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--sql"]) == 0
    printed = capsys.readouterr().out
    create, *others = bootstrap_sql.create_database_sql("hjemvei").split("'")
    assert create in printed
    assert all(statement + ";" in printed for statement in bootstrap_sql.cluster_sql())
    assert all(statement + ";" in printed for statement in bootstrap_sql.database_sql("hjemvei"))
    assert others


def test_doctor_refuses_a_database_name_that_needs_quoting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--sql", "--database", "a b"]) == 1
    assert "a-z" in capsys.readouterr().err


def test_a_missing_roll_is_refused_before_anything_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-roll", "no-such-roll.csv", "--prison", "x"]) == 2
    assert "no-such-roll.csv" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_keys_of_another_user_are_a_refusal_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o000)
    environ = dict(os.environ, HJEMVEI_VAR=str(tmp_path), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    ended = subprocess.run(
        [sys.executable, "-m", "hjemvei", "doctor"], env=environ, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "chown" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("cause", "is_told"), [(psycopg.errors.UndefinedTable, True), (psycopg.errors.SyntaxError, False)]
)
def test_an_empty_database_is_a_refusal_and_a_faulty_statement_is_a_fault(
    cause: type[Exception], is_told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def look(options: object) -> int:
        raise ProgrammingError('relation "audit_seal" does not exist') from cause("…")

    monkeypatch.setitem(PASSED_ON, "audit-verify", look)
    if is_told:
        assert main(["audit-verify"]) == 1
        assert "hjemvei migrate" in capsys.readouterr().err
    else:
        with pytest.raises(ProgrammingError):
            main(["audit-verify"])


def test_a_taken_port_is_named_with_another_to_choose(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"127.0.0.1:{port} is taken by another program" in capsys.readouterr().err


def test_the_demo_never_writes_into_a_database_of_the_users_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hjemvei_app@127.0.0.1:1/hjemvei")
    assert main(["demo"]) == 1
    assert "unset DATABASE_URL" in capsys.readouterr().err


def test_migrations_need_the_owners_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hjemvei_app@127.0.0.1:1/hjemvei")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert main(["migrate"]) == 1
    assert "DATABASE_OWNER_URL" in capsys.readouterr().err


def test_the_demo_world_has_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HJEMVEI_DEMO", "1")
    demo = place.database_name()
    monkeypatch.delenv("HJEMVEI_DEMO")
    assert demo != place.database_name()


def test_a_child_that_ends_by_itself_is_a_refusal() -> None:
    ended = children.spawn([sys.executable, "-c", "raise SystemExit(3)"])
    ended.wait()
    with pytest.raises(Refused, match="worker ended by itself with 3"):
        children.watch({"worker": ended})


def test_stopping_takes_a_childs_own_children_along() -> None:
    script = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    made = children.spawn([sys.executable, "-c", script])
    children.stop_all({"web": made})
    assert made.poll() is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(made.pid, 0)


def test_without_a_browser_the_advice_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HJEMVEI_CHROMIUM", "/nowhere/chromium")
    assert browser.find_chromium() is None
    assert "apt-get install chromium" in browser.ADVICE


def test_an_unreachable_database_is_a_finding_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hjemvei_app@127.0.0.1:1/hjemvei")
    found = {finding.what: finding for finding in doctor.examine()}
    assert not found["database"].is_well
    assert found["database"].mend


def test_a_worker_that_cannot_sign_in_as_its_role_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> doctor.Finding:
        return doctor.Finding("jobs sign in", False, "password authentication failed", doctor.WORKER_URL)

    monkeypatch.setattr(doctor, "jobs_sign_in", refused)
    with pytest.raises(Refused, match="DATABASE_WORKER_URL"):
        run.require_worker_role()


def test_without_a_mail_server_the_doctor_says_that_nothing_is_sent(settings: Any) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not doctor.mail_server().is_well
    assert "HJEMVEI_SMTP_HOST" in doctor.mail_server().mend
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "smtp.example.no"
    assert doctor.mail_server().seen.startswith("smtp.example.no:")


def test_a_check_that_the_database_refuses_is_a_finding() -> None:
    def roles(connection: doctor.Connection) -> doctor.Iterator[doctor.Finding]:
        yield doctor.Finding("first", True, "seen")
        raise psycopg.ProgrammingError("no such table")

    assert [finding.is_well for finding in doctor.guarded(roles, object())] == [True, False]  # type: ignore[arg-type]


def test_the_checkout_runs_without_anything_installed() -> None:
    """The shim hands over to the environment that is there, and does not find itself again."""
    done = subprocess.run(
        [sys.executable, "-m", "hjemvei", "--version"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, f"hjemvei {__version__}")
