"""Read models of the page that shows which records are said to be one human being."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import before_protected
from hjemvei.audit import reads
from hjemvei.persons.models import DuplicateLink, Identifier, Person, Protection, Sex
from hjemvei.persons.sealed import unlock
from hjemvei.ui.formats import date as shown_date

CANDIDATES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record of the actor's controller, with its number masked."""

    key: str
    name: str
    birth_date: dt.date | None
    number: str


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that both records say something about."""

    label: str
    first: str
    second: str

    @property
    def same(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link, what its two records share, and how it ended if it did."""

    key: str
    other: RecordView
    reason: str
    linked_by: str
    linked_at: dt.datetime
    unlinked_at: dt.datetime | None
    unlink_reason: str
    shares: Sequence[Shared]


def find_person(actor: Actor, key: str) -> Person:
    """Raises Http404 for a record the actor may not know of. That it is shown is noted."""
    person = Person.objects.visible_to(actor).filter(key=key).first()
    if person is None:
        raise Http404
    before_protected(person.protection)
    reads.note(persons=[person.pk])
    return person


def find_link(actor: Actor, person: Person, key: str) -> DuplicateLink:
    """Raises Http404 unless both records are visible."""
    seen = Person.objects.visible_to(actor)
    links = DuplicateLink.objects.filter(Q(first=person) | Q(second=person), first__in=seen, second__in=seen)
    link = links.filter(key=key).first()
    if link is None:
        raise Http404
    return link


def links_of(actor: Actor, person: Person) -> list[LinkView]:
    """Links in force first, then those undone; the other records are noted as shown."""
    seen = Person.objects.visible_to(actor)
    found = DuplicateLink.objects.filter(Q(first=person) | Q(second=person), first__in=seen, second__in=seen)
    links = unlock(found.select_related("first", "second", "linked_by").order_by("-linked_at", "-id"))
    links.sort(key=lambda link: link.unlinked_at is not None)
    others = [link.second if link.first_id == person.pk else link.first for link in links]
    numbers = _numbers([person, *others])
    reads.note(persons=[other.pk for other in others])
    return [
        LinkView(
            key=link.key,
            other=_record(other, numbers),
            reason=link.reason,
            linked_by=link.linked_by.name,
            linked_at=link.linked_at,
            unlinked_at=link.unlinked_at,
            unlink_reason=link.unlink_reason,
            shares=_shares(person, other, numbers),
        )
        for link, other in zip(links, others, strict=True)
    ]


def candidates(actor: Actor, person: Person) -> list[RecordView]:
    """Visible records with the same name, or the same birth date and sex, that are not linked already."""
    linked = DuplicateLink.objects.filter(Q(first=person) | Q(second=person), unlinked_at=None)
    taken = {pk for pair in linked.order_by("id").values_list("first_id", "second_id") for pk in pair}
    same = Q(name_search=person.name_search)
    if person.birth_date:
        same |= Q(birth_date=person.birth_date, sex=person.sex)
    found = Person.objects.visible_to(actor).filter(same).exclude(pk__in={*taken, person.pk})
    shown = list(found.order_by("sort_key", "id")[:CANDIDATES_SHOWN])
    numbers = _numbers(shown)
    reads.note(persons=[other.pk for other in shown])
    return [_record(other, numbers) for other in shown]


def record_view(person: Person) -> RecordView:
    return _record(person, _numbers([person]))


def _numbers(persons: Sequence[Person]) -> dict[int, str]:
    """No digit of it: two records of one controller never hold the same number."""
    rows = Identifier.objects.filter(person__in=persons).values_list("person_id", flat=True)
    return dict.fromkeys(rows, _("nummer registrert"))


def _record(person: Person, numbers: dict[int, str]) -> RecordView:
    name = f"{person.given_name} {person.family_name}".strip()
    return RecordView(person.key, name, person.birth_date, numbers.get(person.pk, ""))


def _shares(first: Person, second: Person, numbers: dict[int, str]) -> list[Shared]:
    """What stands in both records, side by side: the reader judges, the program does not."""
    missing = _("ikke oppgitt")
    pairs = (
        (_("Etternavn"), first.family_name, second.family_name),
        (_("Fornavn"), first.given_name, second.given_name),
        (_("Fødselsdato"), *(shown_date(p.birth_date) if p.birth_date else "" for p in (first, second))),
        (_("Identitetsnummer"), numbers.get(first.pk, ""), numbers.get(second.pk, "")),
        (_("Kjønn"), *(str(Sex(p.sex).label) for p in (first, second))),
        (_("Språk"), first.language, second.language),
        (_("Adressesperre"), *(str(Protection(p.protection).label) for p in (first, second))),
        (_("Registrert"), *(shown_date(p.recorded_at) for p in (first, second))),
    )
    return [Shared(label, one or missing, two or missing) for label, one, two in pairs]
