"""A world of many organisations, written straight into a copy of the database: every secured table has rows.

No action and no kernel function writes here but `refresh`, so what the policies let through is judged against
rows that the code under test has not shaped. Columns are filled by their type; references and checks are off.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from tests.guards.rows import case_row_models

BASE = 1_000_000
"""Every number made here is above it: nothing of the suite's own world is met."""
NOW = dt.datetime.now(dt.UTC)
PAST, LATER = NOW - dt.timedelta(days=400), NOW + dt.timedelta(days=400)
ENDED, SOON = NOW - dt.timedelta(minutes=1), NOW + dt.timedelta(days=1)
ROLES = [role for role in Role if role not in {Role.SYSTEM, Role.PERSON, Role.API_CLIENT}]
PROTECTIONS = (0, 0, 0, 0, 1, 2, 3, 4, 5)
CLEARANCES = (0, 0, 0, 1, 2, 3, 7)
BY_TYPE: dict[str, Any] = {
    "integer": 0,
    "smallint": 0,
    "bigint": 0,
    "numeric": 0,
    "double precision": 0.0,
    "boolean": False,
    "bytea": b"x",
    "date": NOW.date(),
    "time without time zone": dt.time(9),
    "timestamp with time zone": NOW,
    "jsonb": Jsonb({}),
    "uuid": "00000000-0000-0000-0000-000000000000",
    "daterange": "[2026-01-01,2027-01-01)",
}
OF_VERSION = tuple(
    f"agreements_{name}"
    for name in (
        *("agreementclause", "signature", "signedclause", "anchoringrecord", "frontlineinput"),
        "summarytranslation",
    )
)
"""Tables that hang on one version of an agreement."""
OWNERSHIP = {"controller_id", "owner_unit_id", "case_id"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Organisation:
    """One controller with two units; somebody works in the first of them, in one role."""

    number: int
    role: Role
    clearance: int

    @property
    def controller(self) -> int:
        return BASE + self.number

    @property
    def units(self) -> tuple[int, int]:
        return BASE + 2 * self.number, BASE + 2 * self.number + 1

    @property
    def user(self) -> int:
        return BASE + self.number

    def colleague(self, place: int) -> int:
        """One of those who sit in the same unit, or did, or shall."""
        return 2 * BASE + 10 * self.number + place

    def actor(self) -> Actor:
        here = self.units[0]
        roles = {here: frozenset({self.role})}
        return Actor(self.user, "", here, "", self.controller, "", unit_roles=roles, clearance=self.clearance)


@dataclass
class Seed:
    """Fills the tables of an empty-handed superuser's connection for `count` organisations."""

    connection: psycopg.Connection[Any]
    count: int
    chance: random.Random = field(default_factory=lambda: random.Random(20261123))
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        roles = [ROLES[number % len(ROLES)] for number in range(self.count)]
        pick = self.chance.choice
        self.organisations = [Organisation(n, role, pick(CLEARANCES)) for n, role in enumerate(roles)]
        self.columns = _columns(self.connection)

    def add(self, table: str, **values: Any) -> Row:
        """Whose it is (controller, unit, case) is left out where the table has no such column."""
        rows, columns = self.rows.setdefault(table, []), self.columns[table]
        values = {name: value for name, value in values.items() if name in columns or name not in OWNERSHIP}
        if "id" in columns:
            values.setdefault("id", BASE + len(rows))
        rows.append(values)
        return values

    def fill(self) -> None:
        for organisation in self.organisations:
            self._staff(organisation)
            self._own(organisation)
        for number in range(self.cases):
            self._case(BASE + number, self.organisations[number % self.count])
        self._write()

    def anybody(self) -> Organisation:
        return self.chance.choice(self.organisations)

    @property
    def cases(self) -> int:
        return max(self.count, 80)

    def unit(self) -> int:
        return self.chance.choice(self.anybody().units)

    def _staff(self, one: Organisation) -> None:
        self.add("parties_controller", id=one.controller, name=f"Virksomhet {one.number}")
        for unit in one.units:
            self.add("parties_unit", id=unit, slug=f"e{unit}", name="Enhet", controller_id=one.controller)
        self.add("accounts_user", id=one.user, email=f"u{one.user}@example.test", kind="person")
        seat = {"user_id": one.user, "unit_id": one.units[0], "starts_on": PAST.date(), "ends_before": None}
        self.add("accounts_membership", role=one.role.value, **seat)

    def _own(self, one: Organisation) -> None:
        """What belongs to a unit, a controller or a user, whatever the cases."""
        ours = {"controller_id": one.controller}
        for unit in one.units:
            owned = {**ours, "owner_unit_id": unit}
            self.add("audit_outbox", **owned)
            self.add("cases_inquiry", to_unit_id=self.unit(), **owned)
            self.add("homes_dwelling", **owned)
            for table in ("rollimport", "rollfile", "rollprogress", "rollrow"):
                protection = {"protection": self.chance.choice(PROTECTIONS)} if table == "rollrow" else {}
                number = {} if table == "rollimport" else {"roll_id": unit}
                self.add(f"exchange_{table}", **owned, **number, **protection)
        for table in ("statistics_fielduse", "statistics_stepday"):
            self.add(table, **ours)
        for table in ("accounts_draft", "audit_oncekey"):
            self.add(table, user_id=one.user)
        for table in ("accounts_accountevent", "accounts_seatoffer"):
            self.add(table, user_id=self.anybody().user, **ours)
        for table in ("audit_readlog", "oversight_accessfinding", "persons_keydestruction"):
            self.add(table, **ours)
        self._agreement(one)
        self._routines(one)
        self._presence(one)
        self._forum(one)

    def _agreement(self, one: Organisation) -> None:
        """With or without another party; agreed on, opened to everybody, or talked about still."""
        number, pick = one.controller, self.chance.choice
        state = pick(("dialogue", "signed", "in_force", "under_revision", "ended"))
        self.add("agreements_agreement", id=number, state=state, is_public=self.chance.random() < 0.3)
        ago, ahead = PAST.date(), LATER.date()
        periods = ((None, None), (ago, None), (ahead, None), (ago, ago), (None, ahead))
        for party in {one.controller, pick((one, self.anybody())).controller}:
            joins, leaves = pick(periods)
            period = {"joins_on": joins, "leaves_before": leaves}
            self.add("agreements_agreementparty", agreement_id=number, controller_id=party, **period)
        self.add("agreements_agreementscope", agreement_id=number)
        for table in ("reviewdate", "anchoringdocument"):
            self.add(f"agreements_{table}", agreement_id=number)
        for version in one.units:
            state = pick(("draft", "signed"))
            self.add("agreements_agreementversion", id=version, agreement_id=number, state=state)
            for table in OF_VERSION:
                self.add(table, version_id=version)
            self.add("agreements_deadlinechange", version_id=version)
            self.add("agreements_roleunit", version_id=version, agreement_id=number)
        self.add("statistics_target", id=number, agreement_id=number)
        self.add("statistics_targetyear", target_id=number)
        self.add("statistics_figure", agreement_id=number)
        point = {"agreement_id": number, "controller_id": one.controller}
        self.add("deviations_agendapoint", id=number, **point)
        self.add("deviations_agendalabel", point_id=number)
        self.add("deviations_agendacount", agreement_id=number)
        self.add("presence_roleaddition", agreement_id=number)

    def _routines(self, one: Organisation) -> None:
        """Some approved; read by whoever works there, worked there, or shall, and by somebody elsewhere."""
        ours, pick = {"controller_id": one.controller}, self.chance.choice
        for unit in one.units:
            owned = {**ours, "owner_unit_id": unit}
            self.add("routines_routine", id=unit, **owned)
            self.add("routines_improvement", **owned)
            for approved_at in {pick((None, PAST)), None}:
                self.add("routines_routineversion", routine_id=unit, approved_at=approved_at, **ours)
        periods = ((PAST, None), (PAST, LATER), (PAST, NOW), (LATER, None))
        for place, (starts, ends) in enumerate(periods):
            user = one.colleague(place)
            self.add("accounts_user", id=user, email=f"u{user}@example.test", kind="person")
            seat = {"starts_on": starts.date(), "ends_before": ends.date() if ends else None}
            self.add("accounts_membership", role="viewer", user_id=user, unit_id=one.units[0], **seat)
            whose = pick((one, one, self.anybody())).controller
            self.add("routines_routinereading", user_id=user, controller_id=whose)
        self.add("routines_routinereading", user_id=one.user, **ours)

    def _presence(self, one: Organisation) -> None:
        ours = {"controller_id": one.controller}
        for table in ("shiftpattern", "shift"):
            for user in (one.user, self.anybody().user):
                self.add(f"presence_{table}", user_id=user, **ours)
        self.add("presence_contactduty", **ours)
        self.add("presence_visitday", id=one.controller, **ours)
        self.add("presence_visitchange", visit_day_id=one.controller)
        self.add("reorganisation_reorganisation", id=one.controller, **ours)
        self.add("reorganisation_moved", reorganisation_id=one.controller)

    def _forum(self, one: Organisation) -> None:
        """Founded by one; some sit there, some did, and one sits for somebody they do not work for."""
        forum = self.add(
            "cooperation_forum",
            controller_id=one.controller,
            founded_by_id=one.user,
            chair_way=self.chance.choice(("fixed", "rotating")),
            closed_at=None,
        )["id"]
        for who in {one, self.anybody(), self.anybody(), self.anybody()}:
            pick = self.chance.choice
            self.add(
                "cooperation_seat",
                forum_id=forum,
                user_id=who.user,
                unit_id=who.units[0],
                controller_id=pick((who, who, who, one)).controller,
                role=pick(("chair", "secretary", "member", "member", "deputy", "observer")),
                deputy_for_id=None,
                starts_on=pick((PAST, PAST, PAST, LATER)).date(),
                ends_before=pick((None, None, LATER.date(), NOW.date())),
            )
        for table in ("meeting", "agendapoint", "attendance", "decision", "improvement", "post"):
            self.add(f"cooperation_{table}", forum_id=forum)
        self.add("cooperation_calendarfeed", user_id=one.user)

    def _case(self, number: int, one: Organisation) -> None:
        """A case of one organisation, in which some others take part, have taken part, or get something."""
        protection = self.chance.choice(PROTECTIONS)
        blocked = [other.user for other in self.chance.sample(self.organisations, 2)]
        blocked = blocked if self.chance.random() < 0.3 else []
        screen = {"protection": protection, "blocked_users": blocked}
        self.add("sharing_case", id=number, person_id=number, closed_at=None, **screen)
        self.add("persons_person", id=number, controller_id=one.controller, **screen)
        for table in ("persons_identifier", "persons_datakey"):
            self.add(table, person_id=number, controller_id=one.controller)
        next_one = BASE + (number - BASE + self.count) % self.cases
        for second in (next_one, number):  # both are seldom seen; whoever sees the one sees the second link
            self.add("persons_duplicatelink", first_id=number, second_id=second)
        guests = self.chance.sample(self.organisations, self.chance.randint(1, min(6, self.count)))
        members = [(one, self.chance.choice(one.units)), *((guest, guest.units[0]) for guest in guests)]
        for who, unit in members:
            self._member(number, one, who, unit)
        self._of_the_case(number, one, members)
        for model in case_row_models():
            classes = [model.row_class] if model.row_class is not None else self._some_classes()
            for info_class in classes:
                self._child(model._meta.db_table, number, info_class, members)

    def _some_classes(self) -> list[InfoClass]:
        return self.chance.sample(list(InfoClass), 4 if self.count > 50 else 8)

    def _member(self, case: int, holder: Organisation, who: Organisation, unit: int) -> None:
        """Takes part; `ended` did so a minute ago, and nobody has computed the arrays anew since."""
        what = self.chance.choice(("now", "now", "now", "ended", "over", "not yet"))
        starts, ends = {
            "now": (PAST, self.chance.choice((LATER, SOON))),
            "ended": (PAST, ENDED),
            "over": (PAST, PAST + dt.timedelta(days=3)),
            "not yet": (SOON, LATER),
        }[what]
        period = {"starts_at": starts, "ends_at": ends, "unit_id": unit}
        person = case if who == holder or self.chance.random() < 0.5 else self._own_record(who)
        taking = {"case_id": case, "person_id": person, "controller_id": who.controller}
        self.add("sharing_participation", basis="consent", can_write=True, **taking, **period)
        if who != holder or self.chance.random() < 0.3:
            keys = [unit * 16 + info_class for info_class in self._some_classes()]
            giver = self.chance.choice((holder, holder, self.anybody())).controller
            self.add("sharing_grant", case_id=case, giver_id=giver, keys=keys, **period)
        for table in ("sharing_searchtoken", "cases_caseload", "sharing_accessend"):
            self.add(table, case_id=case, unit_id=self.chance.choice((unit, self.unit())))

    def _own_record(self, who: Organisation) -> int:
        """What another controller has of the same person, in its own record."""
        made = BASE + len(self.rows["persons_person"]) + self.cases
        screen = {"protection": self.chance.choice(PROTECTIONS), "blocked_users": []}
        self.add("persons_person", id=made, controller_id=who.controller, **screen)
        for table in ("persons_identifier", "persons_datakey"):
            self.add(table, person_id=made, controller_id=who.controller)
        return made

    def _of_the_case(self, case: int, one: Organisation, members: list[tuple[Organisation, int]]) -> None:
        who, other = self.chance.choice(members)[0], self.anybody()
        ours = {"case_id": case, "controller_id": who.controller}
        of_person = {"person_id": case, "controller_id": who.controller}
        self.add("sharing_relation", user_id=other.user, recorded_by_id=self.anybody().user, **ours)
        self.add("sharing_breakglass", user_id=other.user, participation_id=0, person_id=case, **ours)
        self.add("rights_accessrequest", id=case)
        self.add("rights_part", request_id=case, **ours)
        self.add("rights_restriction", lifted_at=self.chance.choice((PAST, PAST, PAST, None)), **ours)
        self.add("rights_withheld", **ours)
        self.add("rights_handover", **ours)
        self.add("rights_advice", controller_id=who.controller)
        for table in ("rights_hold", "rights_disposal"):
            self.add(table, **of_person)
        self.add(
            "sharing_statutemessage",
            owner_unit_id=who.units[0],
            to_unit_id=self.unit(),
            controller_id=who.controller,
            info_classes=[int(found) for found in self.chance.sample(list(InfoClass), 2)],
            protection=self.chance.choice(PROTECTIONS),
            blocked_users=[self.anybody().user],
        )

    def _child(
        self, table: str, case: int, info_class: InfoClass, members: list[tuple[Organisation, int]]
    ) -> None:
        """Of a member, whichever; sent to another member or to anybody."""
        who, unit = self.chance.choice(members)
        to_unit = self.chance.choice((self.chance.choice(members)[1], self.unit()))
        wanted = {
            "case_id": case,
            "controller_id": who.controller,
            "owner_unit_id": unit,
            "info_class": int(info_class),
            "to_unit_id": to_unit,
            "receiver_unit_id": to_unit,
            "consent_id": case,
            "event_id": case,
        }
        values = {name: value for name, value in wanted.items() if name in self.columns[table]}
        if table in {"sharing_consent", "sharing_consentevent"}:
            values["id"] = case
        if table == "cases_assignment":
            state = self.chance.choice(("accepted", "accepted", "offered", "declined", "ended"))
            values |= {"to_user_id": self.anybody().user, "state": state}
        self.add(table, **values)

    def _write(self) -> None:
        """Without triggers, references, checks and uniqueness: only the policies are tried."""
        run = self.connection.execute
        run("SET session_replication_role = replica")
        for (statement,) in run(UNBOUND).fetchall():
            run(statement)
        for table, rows in self.rows.items():
            self._copy(table, rows)
        cases = [row["id"] for row in self.rows["sharing_case"]]
        moved = "UPDATE sharing_participation SET ends_at = %s WHERE ends_at = %s"
        run(moved, [SOON, ENDED])
        run("SELECT kernel.refresh(%s)", [cases])
        run("UPDATE sharing_participation SET ends_at = %s WHERE id = ANY (%s)", [ENDED, self._ended()])
        for table, column in (("sharing_case", "case_id"), ("persons_person", "person_id")):
            run(f"UPDATE {table} t SET visible_until = %s WHERE EXISTS (SELECT 1 FROM sharing_participation p"
                f" WHERE p.{column} = t.id AND p.ends_at = %s)", [ENDED, ENDED])  # fmt: skip
        run("ANALYZE")

    def _ended(self) -> list[int]:
        return [row["id"] for row in self.rows["sharing_participation"] if row["ends_at"] == ENDED]

    def _copy(self, table: str, rows: list[Row]) -> None:
        columns = self.columns[table]
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        with self.connection.cursor().copy(statement) as copy:
            for row in rows:
                unknown = set(row) - set(columns)
                assert not unknown, f"{table} has no {unknown}"
                copy.write_row([row.get(name, default) for name, default in columns.items()])


def _columns(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """Table -> column -> what stands there if nobody says otherwise."""
    found: dict[str, dict[str, Any]] = {}
    for table, name, kind, may_be_null in connection.execute(COLUMNS).fetchall():
        found.setdefault(table, {})[name] = None if may_be_null else _value(kind)
    return found


def _value(kind: str) -> Any:
    return [] if kind.endswith("[]") else BY_TYPE.get(kind, "x")


COLUMNS = """
SELECT c.relname, a.attname, regexp_replace(format_type(a.atttypid, NULL), '^.*range$', 'daterange'),
       NOT a.attnotnull
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' ORDER BY 1, a.attnum
"""
UNBOUND = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
WHERE contype IN ('c', 'u', 'x') AND connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('u', 'x'))
"""


def secured(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Every table with row-level security."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"
        " ORDER BY 1"
    )
    return (name for (name,) in found.fetchall())
