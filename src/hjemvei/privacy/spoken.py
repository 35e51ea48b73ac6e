"""The registry in words: one record a table, in the active language. For page, list of fields, papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit.held import OWNERS, Register, classes_of, of_class, readers, registers
from hjemvei.audit.processing import BASES, PURPOSES
from hjemvei.audit.retention import OUTCOMES, RECORDS, Outcome, Rule, rules
from hjemvei.core.privacy import About

Text = str | Promise
PROPOSED: dict[Outcome, Promise] = {
    Outcome.DELETE: gettext_lazy("sletting foreslås %(after)s og avgjøres av et menneske"),
    Outcome.ARCHIVE: gettext_lazy(
        "avlevering til arkivet og sletting her foreslås %(after)s og avgjøres av et menneske"
    ),
}
"""What becomes of whole records: no job ends them."""
LEAD: dict[InfoClass, Promise] = {
    InfoClass.OWN: gettext_lazy("Det en enhet skriver for seg selv. Deles aldri."),
    InfoClass.IDENTITY: gettext_lazy("Hvem det gjelder, og hvilke enheter som deltar."),
    InfoClass.CUSTODY: gettext_lazy(
        "Når personen er i fengsel, og når løslatelsen ventes. Ikke lovbrudd eller dom."
    ),
    InfoClass.HOUSING: gettext_lazy("Hvordan personen har bodd, og boligen som ventes."),
    InfoClass.ECONOMY: gettext_lazy("Penger: depositum, garanti og mål om økonomi."),
    InfoClass.HEALTH: gettext_lazy("Helse og rus. Få roller kan lese det."),
    InfoClass.NETWORK: gettext_lazy("Familie, venner og fritid."),
    InfoClass.WORK: gettext_lazy("Arbeid, skole og kurs."),
    InfoClass.COORDINATION: gettext_lazy("Hvem som gjør hva, og når."),
    InfoClass.CONFIDENTIAL: gettext_lazy("Gitt bare til kommunen. Ingen i fengselet kan lese det."),
    InfoClass.CONSENT: gettext_lazy("Hva personen har sagt ja og nei til, og hva som er utlevert."),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One table as it is told of. `fields` are columns and what they are, `kept` how long and what then."""

    name: str
    title: str
    fields: tuple[tuple[str, str, str], ...]
    purpose: str
    bases: tuple[str, ...]
    owner: str
    seen_by: str
    kept: tuple[str, ...]
    is_exported: bool
    classes: tuple[str, ...]


def spoken(register: Register, *, bases: Collection[str] | None = None) -> Spoken:
    """`bases`: those alone, for one kind of controller."""
    table = register.table
    found = rules()
    codes = [table.retention, *table.retention_of.values()]
    return Spoken(
        name=table.model,
        title=str(table.text),
        fields=tuple((part.names, str(part.text), str(part.withheld)) for part in register.parts),
        purpose=str(PURPOSES[table.purpose]),
        bases=tuple(basis_words(code) for code in table.bases if bases is None or code in bases),
        owner=str(OWNERS[table.owner]),
        seen_by=str(table.seen_by) or seen_by(register),
        kept=tuple(kept_words(found[code]) for code in codes),
        is_exported=register.is_exported,
        classes=tuple(str(info_class.label) for info_class in classes_of(register)),
    )


def basis_words(code: str) -> str:
    """A provision whose text was not read says so wherever it is named."""
    basis = BASES[code]
    unread = "" if basis.is_read else _(" (må kontrolleres mot lovteksten)")
    return f"{basis.name}: {basis.text}{unread}"


def seen_by(register: Register) -> str:
    """Of a row in a case: roles from what each may read, units from the policies of its table."""
    where = _("I enheten som har skrevet det, og i enheter personen har sagt ja til")
    if getattr(register.model, "receiver_field", ""):
        where = _(
            "I enheten som har skrevet det, enheten det er sendt til, og enheter personen har sagt ja til"
        )
    if register.info_class is None:
        return _("%(where)s. Rollene følger av hva slags opplysning hver rad er.") % {"where": where}
    roles = ", ".join(role_names(register.info_class)) or _("ingen")
    return f"{where}: {roles}."


def role_names(info_class: InfoClass, roles: Collection[Role] | None = None) -> list[str]:
    return [str(role.label) for role in readers(info_class) if roles is None or role in roles]


def kept_words(rule: Rule) -> str:
    """«sperres av nattjobben etter 1 år; sletting foreslås etter 6 år …», and why something is kept."""
    parts = []
    if rule.restrict_months:
        parts.append(_("sperres av nattjobben %(after)s") % {"after": _span(rule.restrict_months)})
    if rule.runs == RECORDS and rule.end_months and rule.outcome in PROPOSED:
        parts.append(PROPOSED[rule.outcome] % {"after": _span(rule.end_months)})
    elif rule.end_months or rule.end_days:
        span = _span(rule.end_months) if rule.end_months else _days(rule.end_days or 0)
        parts.append(f"{OUTCOMES[rule.outcome]} {span}")
    else:
        parts.append(str(OUTCOMES[rule.outcome]))
    begins = "" if rule.outcome is Outcome.KEEP else _(", regnet fra %(start)s") % {"start": rule.begins}
    return f"{'; '.join(parts)}{begins}{f' {rule.why}' if rule.why else ''}"


def _span(months: int | None) -> str:
    months = months or 0
    if months % 12:
        return ngettext("etter %(n)s måned", "etter %(n)s måneder", months) % {"n": months}
    return _("etter %(n)s år") % {"n": months // 12}


def _days(days: int) -> str:
    return ngettext("etter %(n)s dag", "etter %(n)s dager", days) % {"n": days}


@dataclass(frozen=True, slots=True)
class SpokenClass:
    title: str
    lead: str
    roles: tuple[str, ...]
    tables: tuple[Spoken, ...]


def by_class(
    *, roles: Collection[Role] | None = None, bases: Collection[str] | None = None
) -> list[SpokenClass]:
    """What about people is held, by class of information; a table of many classes stands under each. `roles`
    and `bases`: those alone, for one kind of controller.
    """
    return [
        SpokenClass(
            str(info_class.label).capitalize(),
            str(LEAD[info_class]),
            tuple(role_names(info_class, roles)),
            tuple(spoken(register, bases=bases) for register in of_class(info_class)),
        )
        for info_class in InfoClass
    ]


def without_class(*, bases: Collection[str] | None = None) -> list[Spoken]:
    """The logs about people, which no role may read."""
    return [
        spoken(found, bases=bases)
        for found in registers()
        if found.table.about is About.PERSON and not classes_of(found)
    ]


def of_staff(*, bases: Collection[str] | None = None) -> list[Spoken]:
    return [spoken(found, bases=bases) for found in registers() if found.table.about is About.STAFF]
