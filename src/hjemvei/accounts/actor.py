"""The actor: somebody, acting for a unit, in roles, for a purpose, over a channel. Every action and query
takes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from hjemvei.accounts.enums import READABLE, Channel, InfoClass, Purpose, Role
from hjemvei.core.db import CLASS_COUNT, int_array, session


class Seer(Protocol):
    """Who rows are shown to: an actor, or the places in a kept statement where one will stand."""

    @property
    def user_id(self) -> Any: ...
    @property
    def unit_id(self) -> Any: ...
    @property
    def controller_id(self) -> Any: ...
    @property
    def clearance(self) -> Any: ...
    @property
    def units(self) -> Any: ...
    @property
    def own_cases(self) -> Any: ...
    def case_units(self) -> Any: ...
    def doors(self) -> Any: ...
    def may_read(self, info_class: InfoClass) -> bool: ...
    def keys(self, info_class: InfoClass) -> Any: ...
    def readers(self, info_class: InfoClass) -> Any: ...


@dataclass(frozen=True)
class Actor:
    """`units` are those of one controller; `roles` says which roles in which unit; `clearance` is
    the highest grade of address protection this person may see (0 none, 1 confidential, 2 strictly
    confidential, 3 abroad), and 4 more for shielded staff. `emergency` holds the roles in which an emergency
    access stands open (ADR-0017).

    `own_cases` is set for the person a case is about, who acts on their own page: those cases and no other,
    whichever unit the rows belong to. `within` narrows what the roles may read."""

    user_id: int
    name: str
    unit_id: int
    unit_name: str
    controller_id: int
    controller_name: str
    unit_roles: Mapping[int, frozenset[Role]]
    clearance: int = 0
    emergency: frozenset[Role] = frozenset()
    purpose: Purpose = Purpose.CASEWORK
    channel: Channel = Channel.WEB
    language: str = "nb"
    scopes: frozenset[str] = field(default_factory=frozenset)
    own_cases: frozenset[int] | None = None
    within: frozenset[InfoClass] = frozenset(InfoClass)

    @cached_property
    def units(self) -> tuple[int, ...]:
        return tuple(sorted(self.unit_roles))

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held in any of the units acted for."""
        return frozenset().union(*self.unit_roles.values())

    def has(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    @cached_property
    def _keys(self) -> Mapping[InfoClass, tuple[int, ...]]:
        return {
            info_class: tuple(
                unit * CLASS_COUNT + info_class
                for unit in self.units
                if any(info_class in READABLE[role] for role in self.unit_roles[unit])
            )
            if info_class in self.within
            else ()
            for info_class in InfoClass
        }

    def keys(self, info_class: InfoClass) -> tuple[int, ...]:
        """The unit-class keys of `info_class` that the roles may read; in an emergency one's own too."""
        if any(info_class in READABLE[role] for role in self.emergency):
            return (*self._keys[info_class], self.own_door * CLASS_COUNT + info_class)
        return self._keys[info_class]

    @property
    def own_door(self) -> int:
        """Stands among a case's units where it is open to this one user and to no colleague."""
        return -self.user_id

    def readers(self, info_class: InfoClass) -> tuple[int, ...]:
        """The units for which the actor may read `info_class`."""
        return tuple(key // CLASS_COUNT for key in self._keys[info_class])

    def may_read(self, info_class: InfoClass) -> bool:
        return bool(self._keys[info_class])

    @cached_property
    def _readable(self) -> frozenset[InfoClass]:
        return frozenset(info_class for info_class, keys in self._keys.items() if keys)

    def readable(self) -> frozenset[InfoClass]:
        """The classes that one of the roles may read in one of the units."""
        return self._readable

    def session_values(self) -> dict[str, str]:
        """What row-level security reads; see `core.db`."""
        return {
            "hjemvei.user": str(self.user_id),
            "hjemvei.unit": str(self.unit_id),
            "hjemvei.units": int_array(self.doors()),
            "hjemvei.controller": str(self.controller_id),
            "hjemvei.purpose": self.purpose.value,
            "hjemvei.clearance": str(self.clearance),
            "hjemvei.cases": int_array(sorted(self.own_cases or ())),
            "hjemvei.own_classes": "{}" if self.own_cases is None else int_array(sorted(self.readable())),
            **{
                f"hjemvei.keys_{info_class.value}": int_array(self.keys(info_class))
                for info_class in InfoClass
            },
        }

    def case_units(self) -> tuple[int, ...]:
        """Units in which the actor has a role that works with cases; without one no case is seen at all."""
        return self.readers(InfoClass.IDENTITY)

    def doors(self) -> tuple[int, ...]:
        """What a case's units are compared with: the case units, and in an emergency the actor's own door."""
        return (*self.case_units(), self.own_door) if self.emergency else self.case_units()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Open the transaction of `actor`: jobs, commands and tests use it as the middleware does."""
    with session(actor.session_values()):
        yield actor
