"""Who is in the world: the people of the two rolls, and those who were inside in the three years before."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.take_in import Intake
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.demo.world.made_up import new_names, synthetic_number
from hjemvei.demo.world.tables import EARLIER_ROLL, LATER_ROLL, ROLLS, Calendar
from hjemvei.sharing.actions.admit_people import Newcomer

SHIFTED = ("admitted_on", "expected_release_on")
PROTECTION = {"": 0, "confidential": 1, "strictly_confidential": 2}
TRONDHEIM = "5001"
FIRST_GUESSES = (-42, -28, -14, 14, 21, 35, 60)
GUESSED = 5
ADDRESSES = ("none", "none", "rented_private", "rented_municipal", "family", "owned")
YEARS_BACK = 3 * 365
LAST_BEFORE = 16


@dataclass(slots=True, kw_only=True)
class Resident:
    """One person as a line of a roll says it. `first_guess` is the release date that was known at first."""

    reference: str
    family_name: str
    given_name: str
    born: dt.date
    sex: str
    number: str
    unit: str
    status: CustodyStatus
    admitted_on: dt.date
    release_on: dt.date | None
    kind: ReleaseKind
    certainty: ReleaseCertainty
    stay: str
    wished: str
    language: str
    protection: int
    address: str
    first_guess: dt.date | None = field(default=None)
    first_unit: str = field(default="")
    is_inside: bool = field(default=True)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def is_of_trondheim(self) -> bool:
        return TRONDHEIM in (self.stay, self.wished)

    @property
    def is_on_remand(self) -> bool:
        return self.status is CustodyStatus.REMAND

    def intake(self) -> Intake:
        """What the roll of the first week said; on remand nobody knows the day."""
        known = None if self.is_on_remand else self.first_guess or self.release_on
        return Intake(
            newcomer=Newcomer(
                family_name=self.family_name,
                given_name=self.given_name,
                birth_date=self.born,
                sex=self.sex,
                language=self.language,
                protection=self.protection,
                number=self.number,
                reference=self.reference,
            ),
            reference=self.reference,
            status=self.status,
            admitted_on=self.admitted_on,
            expected_on=known,
            release_kind=self.kind,
            certainty=self.certainty,
            municipality_of_stay=self.stay,
            wished_municipality=self.wished,
        )


def roll_file(day: dt.date, calendar: Calendar) -> tuple[str, bytes]:
    """Name and content of a roll with its dates moved to this world's weeks; the file stays as it is."""
    name = f"trondheim-{day}.csv"
    with (ROLLS / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        lines = [{**line, **_shifted(line, calendar.shift)} for line in reader]
        columns = list(reader.fieldnames or [])
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return f"trondheim-{day + calendar.shift}.csv", out.getvalue().encode("utf-8")


def _shifted(line: dict[str, str], by: dt.timedelta) -> dict[str, str]:
    found = {column: line[column] for column in SHIFTED if line[column]}
    return {column: (dt.date.fromisoformat(text) + by).isoformat() for column, text in found.items()}


def people_on(day: dt.date, calendar: Calendar) -> list[Resident]:
    _name, content = roll_file(day, calendar)
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=";")
    return [_resident(line) for line in reader]


def people_now(calendar: Calendar, dice: random.Random) -> tuple[list[Resident], list[Resident]]:
    """Everybody on the first roll, some with an earlier guess of the date; who is new on the second."""
    earlier, later = people_on(EARLIER_ROLL, calendar), people_on(LATER_ROLL, calendar)
    monday = EARLIER_ROLL + calendar.shift
    for place, person in enumerate(earlier):
        if place % GUESSED == 0 and person.release_on and person.admitted_on < monday - dt.timedelta(days=60):
            guess = person.release_on + dt.timedelta(days=dice.choice(FIRST_GUESSES))
            person.first_guess = max(guess, person.admitted_on + dt.timedelta(days=30))
    known = {person.reference for person in earlier}
    return earlier, [person for person in later if person.reference not in known]


def people_before(
    count: int, *, like: Sequence[Resident], calendar: Calendar, dice: random.Random
) -> Iterator[Resident]:
    """People of the three years behind: released, not on any roll now."""
    names = new_names(
        [person.given_name for person in like],
        [person.family_name for person in like],
        taken={(person.given_name, person.family_name) for person in like},
        dice=dice,
    )
    for place in range(count):
        given, family = next(names)
        yield _earlier_person(place, count, given, family, calendar, dice)


def _earlier_person(
    place: int, count: int, given: str, family: str, calendar: Calendar, dice: random.Random
) -> Resident:
    """Releases are spread evenly over the years, so that every month has some."""
    days_ago = LAST_BEFORE + (YEARS_BACK - LAST_BEFORE) * (count - place) // count
    released = calendar.day(days_ago)
    born = released - dt.timedelta(days=dice.randint(19 * 366, 58 * 365))
    return Resident(
        reference=f"T009{place:04}",
        family_name=family,
        given_name=given,
        born=born,
        sex="f" if dice.random() < 0.07 else "m",
        number=synthetic_number(born, dice),
        unit=dice.choice(("trondheim", "trondheim", "trondheim-leira", "trondheim-frigang")),
        status=CustodyStatus.SENTENCED,
        admitted_on=released - dt.timedelta(days=dice.randint(200, 420)),
        release_on=released,
        kind=dice.choice((ReleaseKind.PROBATION, ReleaseKind.FULL_TERM)),
        certainty=ReleaseCertainty.LIKELY,
        stay=TRONDHEIM,
        wished="",
        language=dice.choice(("nb", "nb", "nb", "en", "pl")),
        protection=0,
        address=dice.choice(ADDRESSES),
        is_inside=False,
    )


def _resident(line: dict[str, str]) -> Resident:
    release = line["expected_release_on"]
    return Resident(
        reference=line["person_ref"],
        family_name=line["family_name"],
        given_name=line["given_name"],
        born=dt.date.fromisoformat(line["birth_date"]),
        sex=line["sex"],
        number=line["national_id"],
        unit=line["unit"],
        status=CustodyStatus(line["status"]),
        admitted_on=dt.date.fromisoformat(line["admitted_on"]),
        release_on=dt.date.fromisoformat(release) if release else None,
        kind=ReleaseKind(line["release_kind"]),
        certainty=ReleaseCertainty(line["release_certainty"]),
        stay=line["municipality_of_stay"],
        wished=line["wished_municipality"],
        language=line["language"],
        protection=PROTECTION[line["address_protection"]],
        address=line["address_before"],
    )
