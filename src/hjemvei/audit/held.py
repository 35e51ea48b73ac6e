"""The registry of all personal data: what the apps have declared, joined with what models and roles say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import READABLE, InfoClass, Role
from hjemvei.audit.processing import BASES, PURPOSES
from hjemvei.audit.retention import RULES, Rule, rules
from hjemvei.core.privacy import About, Held, Owner, Table

HOUSE = "hjemvei."
MODULE = "privacy"
OWNERS: dict[Owner, Promise] = {
    Owner.WRITER: _("virksomheten som har skrevet raden"),
    Owner.HOLDER: _("virksomheten som har registrert personen"),
    Owner.EMPLOYER: _("den ansattes arbeidsgiver"),
    Owner.INSTALLATION: _("virksomhetene i fellesskap, etter ordningen om felles ansvar"),
}
NO_STAFF = frozenset({Role.SYSTEM, Role.API_CLIENT, Role.PERSON})


@dataclass(frozen=True, slots=True)
class Register:
    """One model's declaration with its columns. `parts` includes what every row of a case has."""

    table: Table
    model: type[models.Model]
    parts: tuple[Held, ...]
    technical: frozenset[str]

    @property
    def columns(self) -> set[str]:
        return {field.name for field in self.model._meta.concrete_fields}

    @property
    def declared(self) -> list[str]:
        return [name for part in self.parts for name in part.names.split()] + sorted(self.technical)

    @property
    def info_class(self) -> InfoClass | None:
        """None where each row has its own."""
        number = getattr(self.model, "row_class", None)
        number = self.table.info_class if number is None else number
        return None if number is None else InfoClass(number)

    @property
    def is_mixed(self) -> bool:
        """Whether each row says its class by itself."""
        return "info_class" in self.columns and self.info_class is None

    @property
    def is_exported(self) -> bool:
        return self.table.about is About.PERSON and any(not part.withheld for part in self.parts)


@cache
def registers() -> tuple[Register, ...]:
    """All of them, in the order of the ladder. Raises LookupError for a model or a code that is not there."""
    return tuple(_register(table) for table in _declared())


def _declared() -> Iterator[Table]:
    for app in apps.get_app_configs():
        if app.name.startswith(HOUSE) and app.module is not None and module_has_submodule(app.module, MODULE):
            yield from getattr(import_module(f"{app.name}.{MODULE}"), "TABLES", [])


def _register(table: Table) -> Register:
    known = {rule.code for rule in RULES}
    codes = {table.retention, *table.retention_of.values()}
    if wrong := codes - known | set(table.bases) - set(BASES) | {table.purpose} - set(PURPOSES):
        raise LookupError(f"{table.model}: no such purpose, basis or retention rule {sorted(wrong)}")
    model = apps.get_model(table.model)
    parts, technical = table.held, set(table.technical.split())
    if hasattr(model, "row_class"):
        common = import_module(f"{HOUSE}sharing.{MODULE}")  # what a lower rung may not import by name
        parts, technical = (*common.ROW, *parts), technical | set(common.ROW_TECHNICAL.split())
    return Register(table, model, parts, frozenset(technical))


def readers(info_class: InfoClass) -> list[Role]:
    """The roles of people that may read a class at all: in their own unit's rows and in what was shared."""
    return [role for role in Role if role not in NO_STAFF and info_class in READABLE[role]]


def rules_of(register: Register) -> Iterator[tuple[Rule, list[int] | None]]:
    """The table's rule, and that of classes with one of their own; the first then leaves these out. With the
    installation's periods.
    """
    found, other = rules(), register.table.retention_of
    yield (
        found[register.table.retention],
        [c.value for c in InfoClass if c not in other] if other else None,
    )
    for info_class, code in other.items():
        yield found[code], [int(info_class)]


def of_class(info_class: InfoClass) -> list[Register]:
    """What about a person is of this class; tables whose rows differ stand under each class they may have."""
    return [found for found in registers() if info_class in classes_of(found)]


def classes_of(register: Register) -> list[InfoClass]:
    """The classes that a row may have; none for data about employees."""
    if register.table.about is not About.PERSON:
        return []
    if register.info_class is not None:
        return [register.info_class]
    if not register.is_mixed:
        return []
    (field,) = (field for field in register.model._meta.concrete_fields if field.name == "info_class")
    return [InfoClass(number) for number, _label in field.flatchoices]


def exported() -> Iterator[tuple[Register, Held]]:
    """What belongs in everything that is handed out to the person: the rights to access and portability."""
    for register in registers():
        if register.table.about is About.PERSON:
            yield from ((register, part) for part in register.parts if not part.withheld)
