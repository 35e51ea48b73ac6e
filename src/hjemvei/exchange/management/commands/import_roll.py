"""`hjemvei import-roll FILE --prison SLUG`: exit 0 all is in, 1 some rows are faulty, 2 nothing is
loaded.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.accounts.models import User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.audit import reads
from hjemvei.cases.system_actor import system_actor
from hjemvei.core import clock
from hjemvei.core.errors import HjemveiError
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.exchange.applying import Progress
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.error_file import error_file
from hjemvei.exchange.models import RollImport, RollRow
from hjemvei.exchange.row_texts import problem_texts
from hjemvei.parties.models import Unit

DAY_IN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")
FAULTS_SHOWN = 20
EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = "Load a prison's roll: show what it changes, and take it into use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--prison", required=True, metavar="SLUG")
        parser.add_argument(
            "--date",
            type=dt.date.fromisoformat,
            help="the day the roll is for; else from its name, else today",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, and change nothing"
        )
        parser.add_argument("--as", dest="email", help="load as this user; else as the system")
        parser.add_argument(
            "--faulty",
            type=Path,
            metavar="FILE",
            help="where faulty rows go; else beside FILE, as FILE.feil.csv",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        prison = Unit.objects.prisons().filter(slug=options["prison"]).first()
        if prison is None:
            raise nothing(_unknown_prison(options["prison"]))
        data, day = _read(path), options["date"] or _day_of(path)
        if day > clock.today():
            raise nothing(_in_future(day))
        actor = _actor(prison, options["email"])
        target = options["faulty"] or path.with_name(f"{path.name}.feil.csv")
        try:
            with acting_as(actor), reads.recording(actor, page="import_roll"):
                roll = stage_roll(
                    actor=actor, prison=prison, data=data, file_name=path.name, roll_date=day, at=clock.now()
                )
                left = self._load(actor, roll, target, dry_run=options["dry_run"])
        except HjemveiError as error:
            raise nothing(error.message) from error
        if roll.state == RollState.REFUSED:
            raise nothing(roll.refusal)
        if left:
            raise CommandError(left, returncode=1)

    def _load(self, actor: Actor, roll: RollImport, target: Path, *, dry_run: bool) -> str:
        """What is left to do, empty when all is in; a refused file is kept with its reason."""
        if roll.state == RollState.REFUSED:
            return ""
        if roll.state == RollState.APPLIED:
            self.stdout.write("Listen er allerede tatt i bruk. Ingenting er endret.")
            return ""
        self._figures(roll)
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Prøvekjøring: ingenting er endret.")
            return _left(roll, None)
        faulty = error_file(actor, roll) if roll.faulty_count else b""
        total = roll.new_count + roll.changed_count + roll.gone_count
        apply_roll(actor=actor, roll=roll, at=clock.now(), progress=self._told(total))
        self.stdout.write("Listen er tatt i bruk.")
        return _left(roll, target if faulty and _wrote(target, faulty) else None)

    def _told(self, total: int) -> Progress:
        """Say how far it has come, at most every other second."""
        done, told_at = 0, time.monotonic()

        def progress(more: int) -> None:
            nonlocal done, told_at
            done += more
            if time.monotonic() - told_at >= EVERY_SECONDS:
                told_at = time.monotonic()
                self.stderr.write(f"  {done} av {total} rader")

        return progress

    def _figures(self, roll: RollImport) -> None:
        parts = (
            f"{roll.row_count} rader: {roll.new_count} nye",
            f"{roll.changed_count} endret",
            f"{roll.same_count} uendret",
            f"{roll.gone_count} ikke lenger på listen",
            f"{roll.undecided_count} må avklares",
            f"{roll.faulty_count} med feil",
        )
        self.stdout.write(", ".join(parts))
        faulty = RollRow.objects.filter(roll=roll, fate="faulty").order_by("line")
        for row in faulty[:FAULTS_SHOWN]:
            self.stdout.write(f"  linje {row.line}: {' '.join(problem_texts(row.problems))}")
        if roll.faulty_count > FAULTS_SHOWN:
            self.stdout.write(f"  … og {roll.faulty_count - FAULTS_SHOWN} til.")
        if roll.undecided_count:
            self.stdout.write("  Det som må avklares, venter på siden for listen.")


def nothing(text: str) -> CommandError:
    """The whole was refused: the file, the arguments, or who asks."""
    return CommandError(text, returncode=2)


def _unknown_prison(slug: str) -> str:
    known = ", ".join(Unit.objects.prisons().order_by("slug").values_list("slug", flat=True))
    return f"There is no prison {slug!r}. These are known: {known}"


def _in_future(day: dt.date) -> str:
    """Applied, it would make every roll until that day an older one, which is refused."""
    return f"{day} has not come yet. Say the day the roll is for with --date."


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise nothing(f"{path} can't be read: {error.strerror}.") from error


def _day_of(path: Path) -> dt.date:
    found = DAY_IN_NAME.search(path.name)
    try:
        return dt.date.fromisoformat(found.group()) if found else clock.today()
    except ValueError as error:
        raise nothing(f"{path.name} names no day that exists. Say it with --date.") from error


def _wrote(target: Path, data: bytes) -> bool:
    """Personal data: for the one who runs the command alone. False where the file can't be written."""
    try:
        target.unlink(missing_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return True


def _left(roll: RollImport, target: Path | None) -> str:
    if not roll.faulty_count:
        return ""
    where = f"De står i {target}." if target else "Siden for listen viser dem når den er lest inn."
    return f"{roll.faulty_count} rader med feil tas ikke inn. {where}"


def _actor(prison: Unit, email: str | None) -> Actor:
    """Somebody with a seat in the prison, or the system with one in each of its units."""
    if email is None:
        return _system(prison)
    user = User.objects.filter(email=email.lower()).first()
    found, seats = user_with_seats(user.pk, today=clock.today()) if user else (None, [])
    actor = actor_of(found, seats, unit_id=prison.pk) if found else None
    if actor is None:
        raise nothing(f"{email} has no seat in any unit.")
    return replace(actor, channel=Channel.COMMAND)


def _system(prison: Unit) -> Actor:
    base = system_actor(prison.pk)
    family = [prison, *Unit.objects.prisons().filter(parent=prison).order_by("pk")]
    seats = {unit.pk: frozenset({Role.SYSTEM}) for unit in family}
    return replace(base, unit_roles=seats, purpose=Purpose.IMPORT, channel=Channel.COMMAND)
