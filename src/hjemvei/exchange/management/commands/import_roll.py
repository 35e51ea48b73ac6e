"""`hjemvei import-roll FILE --prison SLUG [--dry-run] [--as EMAIL]`: exit 0 done, 1 refused, 2 wrong
usage.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.accounts.models import User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.cases.system_actor import system_actor
from hjemvei.core import clock
from hjemvei.core.errors import HjemveiError
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.models import RollImport, RollRow
from hjemvei.exchange.row_texts import problem_texts
from hjemvei.parties.models import Unit

DAY_IN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")
FAULTS_SHOWN = 20


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

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        prison = Unit.objects.prisons().filter(slug=options["prison"]).first()
        if prison is None:
            raise CommandError(f"There is no prison {options['prison']!r}.", returncode=2)
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        actor = _actor(prison, options["email"])
        day = options["date"] or _day_of(path)
        try:
            with acting_as(actor):
                self._load(actor, prison, path, day, dry_run=options["dry_run"])
        except HjemveiError as error:
            raise CommandError(error.message) from error

    def _load(self, actor: Actor, prison: Unit, path: Path, day: dt.date, *, dry_run: bool) -> None:
        at = clock.now()
        roll = stage_roll(
            actor=actor, prison=prison, data=path.read_bytes(), file_name=path.name, roll_date=day, at=at
        )
        if roll.state == RollState.REFUSED:
            raise CommandError(roll.refusal)
        if roll.state == RollState.APPLIED:
            self.stdout.write("Listen er allerede tatt i bruk. Ingenting er endret.")
            return
        self._figures(roll)
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Prøvekjøring: ingenting er endret.")
            return
        apply_roll(actor=actor, roll=roll, at=at)
        self.stdout.write("Listen er tatt i bruk.")

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
            self.stdout.write(f"  … og {roll.faulty_count - FAULTS_SHOWN} til; se siden for listen.")


def _day_of(path: Path) -> dt.date:
    found = DAY_IN_NAME.search(path.name)
    return dt.date.fromisoformat(found.group()) if found else clock.today()


def _actor(prison: Unit, email: str | None) -> Actor:
    """Somebody with a seat in the prison, or the system with one in each of its units."""
    if email is None:
        return _system(prison)
    user = User.objects.filter(email=email.lower()).first()
    found, seats = user_with_seats(user.pk, today=clock.today()) if user else (None, [])
    actor = actor_of(found, seats, unit_id=prison.pk) if found else None
    if actor is None:
        raise CommandError(f"{email} has no seat in any unit.", returncode=2)
    return replace(actor, channel=Channel.COMMAND)


def _system(prison: Unit) -> Actor:
    base = system_actor(prison.pk)
    family = [prison, *Unit.objects.prisons().filter(parent=prison).order_by("pk")]
    seats = {unit.pk: frozenset({Role.SYSTEM}) for unit in family}
    return replace(base, unit_roles=seats, purpose=Purpose.IMPORT, channel=Channel.COMMAND)
