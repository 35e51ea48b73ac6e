"""People for other systems: found by search, never listed whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit import reads
from hjemvei.core.api import Key, Line, Listed, Paging, Routes, page_of
from hjemvei.persons.models import Identifier, Person
from hjemvei.persons.names import name_tokens
from hjemvei.sharing.models import Case, Participation, SearchToken
from hjemvei.sharing.queries import view_of
from hjemvei.sharing.tokens import wanted_tokens

persons = Routes("persons")
NAMED_FORMS = {True: 2, False: 1}


class PersonOut(Schema):
    """`number` shows the last five digits only. `cases` are the keys of those open to the caller."""

    key: str
    family_name: str
    given_name: str
    birth_date: dt.date | None
    sex: str
    language: str
    needs_interpreter: bool
    number: str
    cases: list[str]


class PersonQuery(Paging):
    """Whole name parts or their beginnings (three letters and more), a reference, or an identity number."""

    q: Annotated[Line, Field(min_length=2, max_length=100)]


@persons.read("/persons", Listed[PersonOut])
def search_persons(request: ApiRequest, paging: Query[PersonQuery]) -> Listed[PersonOut]:
    actor = request.actor
    found = page_of(_searched(actor, paging.q).values("id"), paging, by=("id",))
    people = _people(actor, [row["id"] for row in found.rows])
    return Listed[PersonOut](items=people, next_cursor=found.next_cursor)


@persons.read("/persons/{key}", PersonOut, single=True)
def read_person(request: ApiRequest, key: Key) -> PersonOut:
    person = Person.objects.visible_to(request.actor).filter(key=key).first()
    people = _people(request.actor, [person.pk]) if person else []
    if not people:
        raise Http404
    return people[0]


def _searched(actor: Actor, text: str) -> Any:
    """Every word must be found among the tokens of a case; longer beginnings are compared with the name."""
    units = [key // 16 for key in actor.keys(InfoClass.IDENTITY)]
    people = Person.objects.visible_to(actor)
    words = text.split()
    asked: set[int] = set()
    for word, tokens in zip(words, wanted_tokens(text, controller_id=actor.controller_id), strict=True):
        asked.update(tokens)
        begins = Q()
        for part in name_tokens(word):
            begins &= Q(name_search__regex=rf"\m{part}")
        exact = Q(pk__in=_with(tokens[: NAMED_FORMS[word.isdigit() and len(word) == 11]], units))
        people = people.filter(Q(pk__in=_with(tokens, units)) & (exact | begins if begins else exact))
    reads.note(tokens=asked)
    return people if words else people.none()


def _with(tokens: Sequence[int], units: Sequence[int]) -> Any:
    cases = SearchToken.objects.filter(unit_id__in=units, token__in=tokens).values("case_id")
    return Participation.objects.filter(unit_id__in=units, case_id__in=cases).values("person_id")


def _people(actor: Actor, ids: Sequence[int]) -> list[PersonOut]:
    """In the order of `ids`; who is shown is noted."""
    units = [key // 16 for key in actor.keys(InfoClass.IDENTITY)]
    people = Person.objects.visible_to(actor).in_bulk(list(ids))
    parts = Participation.objects.visible_to(actor).filter(unit_id__in=units, person_id__in=people)
    seen = Case.objects.visible_to(actor).filter(pk__in=parts.values("case_id"))
    keys = dict(seen.order_by("id").values_list("id", "key"))
    cases: dict[int, list[str]] = defaultdict(list)
    for person_id, case_id in parts.order_by("case_id").values_list("person_id", "case_id").distinct():
        if case_id in keys:
            cases[person_id].append(keys[case_id])
    numbered = set(Identifier.objects.filter(person_id__in=people).values_list("person_id", flat=True))
    shown = [people[number] for number in ids if number in people and cases[number]]
    reads.note(persons=[person.pk for person in shown], cases=keys)
    return [_person(person, cases[person.pk], has_number=person.pk in numbered) for person in shown]


def _person(person: Person, cases: list[str], *, has_number: bool) -> PersonOut:
    view = view_of(person, has_number=has_number, restricted=False)
    return PersonOut(
        key=view.key,
        family_name=view.family_name,
        given_name=view.given_name,
        birth_date=view.birth_date,
        sex=view.sex,
        language=view.language,
        needs_interpreter=view.needs_interpreter,
        number=view.number,
        cases=cases,
    )
