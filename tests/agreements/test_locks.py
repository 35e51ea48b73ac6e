"""What is signed stays as it is, whoever asks; a draft is the parties' own. The database says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.models import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementVersion,
    DeadlineChange,
    ReviewDate,
    RoleUnit,
)
from hjemvei.agreements.queries import version_in_force, versions_by_place
from hjemvei.agreements.signed import freeze
from hjemvei.agreements.states import AGREEMENT, AgreementState
from hjemvei.core.errors import RuleBroken
from tests.cases.factories import agree
from tests.world import World

START = dt.date(2027, 1, 1)
TODAY = dt.date(2026, 11, 16)


def draft_after(
    version: AgreementVersion, *, number: int = 2, starts_on: dt.date = START
) -> AgreementVersion:
    return AgreementVersion.objects.create(agreement=version.agreement, number=number, starts_on=starts_on)


def clause(version: AgreementVersion, **values: Any) -> AgreementClause:
    words = {"language": "nb", "code": "purpose", "position": 2, "title": "Formål", "body": "Et sted å bo."}
    return AgreementClause.objects.create(version=version, source="own", **{**words, **values})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_agreementversion SET minimum_stay_months = 9 WHERE id = {id}",
        "UPDATE agreements_agreementversion SET state = 'draft' WHERE id = {id}",
        "UPDATE agreements_agreementversion SET note = 'ny' WHERE id = {id}",
        "INSERT INTO agreements_deadlinechange (version_id, code, count, unit) VALUES ({id}, 'x', 1, 'days')",
        "UPDATE agreements_deadlinechange SET count = 9 WHERE version_id = {id}",
        "DELETE FROM agreements_deadlinechange WHERE version_id = {id}",
        "UPDATE agreements_deadlinechange SET version_id = {other} WHERE version_id = {id}",
        "UPDATE agreements_deadlinechange SET version_id = {id} WHERE version_id = {other}",
        "UPDATE agreements_roleunit SET must_be_told = true WHERE version_id = {id}",
    ],
)
def test_what_is_signed_never_changes(world: World, statement: str) -> None:
    first = agree(world)
    second, third = draft_after(first), None
    DeadlineChange.objects.create(version=second, code="renotify", count=3, unit=OffsetUnit.DAYS)
    RoleUnit.objects.create(
        agreement=first.agreement, version=second, role=RoleCode.NAV_CASEWORKER, unit=world.unit("tk-nav")
    )
    freeze(second)
    third = draft_after(first, number=3, starts_on=START + dt.timedelta(days=90))
    DeadlineChange.objects.create(version=third, code="renotify", count=4, unit=OffsetUnit.DAYS)
    with (
        pytest.raises((IntegrityError, ProgrammingError)) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(id=second.pk, other=third.pk))
    assert "never changed" in str(refused.value) or "permission denied" in str(refused.value)


def test_a_signed_version_may_end_and_end_earlier_but_never_later(world: World) -> None:
    version = agree(world)
    for day in (dt.date(2028, 1, 1), dt.date(2027, 1, 1)):
        version.ends_before = day
        version.save(update_fields=["ends_before"])
    for later in (dt.date(2028, 1, 1), None):
        version.ends_before = later
        with pytest.raises(IntegrityError), transaction.atomic():
            version.save(update_fields=["ends_before"])


def test_a_draft_changes_nothing_until_it_is_signed(world: World) -> None:
    first = agree(world)
    place = {"prison_unit_id": world.unit("trondheim").pk, "municipality": "5001"}
    draft = draft_after(first, starts_on=dt.date(2026, 11, 1))
    draft.minimum_stay_months = 5
    draft.save(update_fields=["minimum_stay_months"])
    assert version_in_force(**place, today=TODAY) == first
    with pytest.raises(IntegrityError, match="one_draft"), transaction.atomic():
        draft_after(first, number=3)
    freeze(draft)
    first.refresh_from_db()
    assert first.ends_before == dt.date(2026, 11, 1)
    assert version_in_force(**place, today=TODAY) == draft
    with pytest.raises(RuleBroken):
        freeze(draft)


def test_a_local_version_stands_on_signed_ground(world: World) -> None:
    first = agree(world)
    local = Agreement.objects.create(name="Bydelens avtale", parent=first.agreement)
    central = draft_after(first)
    version = AgreementVersion.objects.create(
        agreement=local, number=1, starts_on=START, parent_version=central
    )
    with pytest.raises(RuleBroken) as refused:
        freeze(version)
    assert refused.value.code == "parent_not_signed"


def test_a_party_joins_and_leaves_a_running_agreement(world: World) -> None:
    version = agree(world)
    AgreementParty.objects.create(
        agreement=version.agreement,
        controller=world.unit("ok-koordinering").controller,
        side="municipality",
        contact_unit=world.unit("ok-koordinering"),
        role="other",
        joins_on=dt.date(2026, 12, 1),
        leaves_before=dt.date(2027, 12, 1),
    )
    place = (world.unit("trondheim").pk, "0301")
    days = [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2027, 11, 30), dt.date(2027, 12, 1)]
    assert [place in versions_by_place(today=day) for day in days] == [False, True, True, False]
    found = [version_in_force(prison_unit_id=place[0], municipality="0301", today=day) for day in days]
    assert [row is not None for row in found] == [False, True, True, False]


@pytest.mark.parametrize("level", ["intention", "template", "national_framework"])
def test_what_obliges_nobody_sets_no_deadline(world: World, level: str) -> None:
    version = agree(world)
    Agreement.objects.filter(pk=version.agreement_id).update(level=level)
    assert versions_by_place(today=TODAY) == {}
    Agreement.objects.filter(pk=version.agreement_id).update(level="local", kind="refugees")
    assert versions_by_place(today=TODAY) == {}


def test_the_text_of_a_draft_is_the_parties_own(world: World) -> None:
    """Ida is of the municipality that is party, Oda of another one, and nobody at all reads public pages."""
    draft = draft_after(agree(world))
    with acting_as(world.actor("Ida")):
        clause(draft)
        ReviewDate.objects.create(agreement=draft.agreement, due_on=START, about="Årlig gjennomgang")
        assert AgreementClause.objects.count() == 1
    with acting_as(world.actor("Oda")):
        assert not AgreementClause.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            clause(draft, code="consent")
    freeze(draft)
    with acting_as(world.actor("Oda")) as oda:
        assert AgreementClause.objects.count() == 1
        assert ReviewDate.objects.count() == 1
        assert Agreement.objects.visible_to(oda).count() == 1
    Agreement.objects.update(state=AgreementState.DIALOGUE)
    with acting_as(world.actor("Oda")) as oda:
        assert not Agreement.objects.exists() and not AgreementVersion.objects.exists()
        assert not Agreement.objects.visible_to(oda).exists()
        assert not ReviewDate.objects.exists()
    with acting_as(world.actor("Ida")), pytest.raises(IntegrityError, match="never changed"):
        clause(draft, code="consent")


def test_from_dialogue_to_the_end() -> None:
    road = ["write_draft", "sign", "take_effect", "revise", "drop_revision", "end"]
    state = AGREEMENT.initial
    for verb in road:
        assert AGREEMENT.can(state, verb)
        state = AGREEMENT.moves[verb].target
    assert state == AgreementState.ENDED
    assert not any(AGREEMENT.can(state, verb) for verb in AGREEMENT.moves)
    assert AGREEMENT.states() == set(AgreementState.values)
