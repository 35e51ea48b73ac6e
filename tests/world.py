"""The cast of the tests: units, staff and people with synthetic identity numbers (month + 80)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.accounts.models import Membership, User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.parties.actions.load_reference import municipality_controller
from hjemvei.parties.enums import ControllerKind, UnitKind
from hjemvei.parties.models import Controller, Unit
from hjemvei.sharing.actions.admit_people import Admitted, Newcomer, admit_people
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case

DAY = dt.date(2020, 1, 1)
CLOCK = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)


@dataclass
class World:
    """Units by slug, actors by first name, people by their name."""

    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    admitted: dict[str, Admitted] = field(default_factory=dict)
    shared: ClassVar[World]

    def unit(self, slug: str) -> Unit:
        return self.units[slug]

    def actor(self, name: str) -> Actor:
        return self.actors[name]

    def case(self, name: str, actor: str = "Tor") -> Case:
        """The case of a person, read as somebody who may see it (call within `acting_as`)."""
        return Case.objects.get(pk=self.admitted[name].case_id)


UNITS = [
    # slug, name, kind, municipality number
    ("tk-koordinering", "Trondheim kommune, koordinering", UnitKind.COORDINATION, "5001"),
    ("tk-boligkontor", "Trondheim kommune, boligkontoret", UnitKind.HOUSING_OFFICE, "5001"),
    ("tk-nav", "NAV Trondheim, sosialtjenesten", UnitKind.SOCIAL_SERVICE, "5001"),
    ("tk-oppfolging", "Trondheim kommune, oppfølgingstjenesten", UnitKind.FOLLOW_UP, "5001"),
    ("tk-helse", "Trondheim kommune, helsetjenesten", UnitKind.HEALTH, "5001"),
    ("ok-koordinering", "Oslo kommune, koordinering", UnitKind.COORDINATION, "0301"),
]
STAFF = [
    # name, role, units
    ("Tor", Role.CONTACT_OFFICER, ["trondheim"]),
    ("Liv", Role.CONTACT_OFFICER, ["trondheim-leira"]),
    ("Siv", Role.PRISON_SOCIAL_WORKER, ["trondheim", "trondheim-leira", "trondheim-frigang"]),
    ("Leif", Role.PRISON_LEADER, ["trondheim"]),
    ("Berit", Role.CONTACT_OFFICER, ["bergen"]),
    ("Ida", Role.MUNICIPAL_COORDINATOR, ["tk-koordinering"]),
    ("Sara", Role.HOUSING_OFFICER, ["tk-boligkontor"]),
    ("Nils", Role.SOCIAL_CASEWORKER, ["tk-nav"]),
    ("Odd", Role.FOLLOW_UP_WORKER, ["tk-oppfolging"]),
    ("Hege", Role.HEALTH_WORKER, ["tk-helse"]),
    ("Vera", Role.VOLUNTARY_PROVIDER, ["frivillig"]),
    ("Oda", Role.MUNICIPAL_COORDINATOR, ["ok-koordinering"]),
    ("Kari", Role.COMMITTEE_MEMBER, ["tk-koordinering"]),
    ("Per", Role.PRIVACY_OFFICER, ["tk-koordinering"]),
    ("Rut", Role.RIGHTS_OFFICER, ["tk-koordinering"]),
    ("Anne", Role.ADMINISTRATOR, ["tk-koordinering"]),
]
PEOPLE = [
    # unit, actor, family name, given name, born, synthetic number, reference
    ("trondheim", "Tor", "Lyng", "Klok", dt.date(1996, 10, 27), "27909642545", "T1"),
    ("trondheim", "Tor", "Måke", "Stø", dt.date(2000, 8, 6), "06880099831", "T2"),
    ("trondheim", "Tor", "Foss", "Tapper", dt.date(1986, 3, 5), "", "T3"),
    ("trondheim-leira", "Liv", "Mose", "Frisk", dt.date(1982, 11, 3), "03918228895", "T4"),
    ("bergen", "Berit", "Ås", "Blid", dt.date(1990, 1, 1), "", "B1"),
    ("ok-koordinering", "Oda", "Øy", "Rask", dt.date(1979, 5, 17), "", "O1"),
]


def build_world() -> World:
    world = World(units={unit.slug: unit for unit in Unit.objects.all()})
    _add_units(world)
    for name, role, slugs in STAFF:
        _add_staff(world, name, role, slugs)
    for slug, actor_name, family, given, born, number, reference in PEOPLE:
        actor = world.actor(actor_name)
        basis = Basis.CUSTODY if world.unit(slug).kind == UnitKind.PRISON else Basis.REQUEST
        newcomer = Newcomer(
            family_name=family, given_name=given, birth_date=born, sex="m", number=number, reference=reference
        )
        with acting_as(actor):
            world.admitted[f"{given} {family}"] = admit_people(
                actor=actor, unit_id=world.unit(slug).pk, basis=basis, people=[newcomer]
            )[0]
    return world


def _add_units(world: World) -> None:
    for slug, name, kind, number in UNITS:
        controller = municipality_controller(number)
        world.units[slug] = Unit.objects.create(
            slug=slug, name=name, kind=kind, controller=controller, municipality_id=number
        )
    voluntary = Controller.objects.create(name="Veikirken", kind=ControllerKind.VOLUNTARY)
    world.units["frivillig"] = Unit.objects.create(
        slug="frivillig", name="Veikirken, oppfølging", kind=UnitKind.PROVIDER, controller=voluntary
    )


def _add_staff(world: World, name: str, role: Role, slugs: list[str]) -> None:
    user = User.objects.create_user(f"{name.lower()}@example.test", name=f"{name} Prøve")
    for slug in slugs:
        Membership.objects.create(user=user, unit=world.unit(slug), role=role, starts_on=DAY)
    found, seats = user_with_seats(user.pk, today=CLOCK.date())
    assert found is not None
    actor = actor_of(found, seats)
    assert actor is not None
    world.actors[name] = actor


def system_actor(world: World, slug: str) -> Actor:
    """The system, acting for one unit, as a job does."""
    unit = world.unit(slug)
    user, _made = User.objects.get_or_create(
        email="system@example.test", defaults={"name": "Systemet", "kind": "system", "password": "!"}
    )
    return Actor(
        user_id=user.pk,
        name=user.name,
        unit_id=unit.pk,
        unit_name=unit.name,
        controller_id=unit.controller_id,
        controller_name="",
        unit_roles={unit.pk: frozenset({Role.SYSTEM})},
        clearance=2,
        purpose=Purpose.REMINDER,
        channel=Channel.JOB,
    )
