"""Signing: each party for itself, the text it was put to, what nobody changes afterwards, and the day it
begins.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.record_anchoring import (
    Approval,
    Participation,
    record_approval,
    record_front_line,
)
from hjemvei.agreements.actions.sign_version import Signatory, sign_version
from hjemvei.agreements.actions.withdraw_signature import withdraw_signature
from hjemvei.agreements.clauses import ClauseCode
from hjemvei.agreements.models import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementVersion,
    AnchoringRecord,
    Signature,
    SignedClause,
)
from hjemvei.agreements.signed_text import canonical, hash_of, kept_clauses
from hjemvei.agreements.signing import anchoring_of, missing_parties, signing_state
from hjemvei.agreements.signing_kinds import SigningWay
from hjemvei.agreements.states import AgreementState, VersionState
from hjemvei.core.errors import NotAllowed, RuleBroken
from tests.cases.factories import agree
from tests.world import World

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 10, tzinfo=dt.UTC)
START = dt.date(2027, 1, 1)
HASH = "0" * 64


@pytest.fixture
def draft(world: World) -> AgreementVersion:
    """The next version of a running agreement between Trondheim prison and Trondheim municipality."""
    first = agree(world)
    return AgreementVersion.objects.create(
        agreement=first.agreement, number=2, starts_on=START, minimum_stay_months=3
    )


def party_of(version: AgreementVersion, side: str) -> AgreementParty:
    return version.agreement.parties.select_related("agreement", "controller").get(side=side)


OF_SIDE = {"prison": "Leif", "municipality": "Ida"}
"""Each records what its own organisation has signed."""


def put(world: World, version: AgreementVersion, side: str, *, who: str = "", **changes: Any) -> Signature:
    party = changes.pop("party", None)
    today = changes.pop("today", TODAY)
    words: dict[str, Any] = {
        "name": "Kari Nordmann",
        "title": "Direktør",
        "signed_on": TODAY,
        "way": SigningWay.PAPER,
        "language": "nb",
        "paper_reference": "2026/114-3",
    }
    with acting_as(world.actor(who or OF_SIDE[side])) as actor:
        return sign_version(
            actor=actor,
            version=version,
            party=party or party_of(version, side),
            signatory=Signatory(**{**words, **changes}),
            at=AT,
            today=today,
        )


def signed(world: World, version: AgreementVersion) -> AgreementVersion:
    put(world, version, "prison")
    put(world, version, "municipality")
    version.refresh_from_db()
    return version


def test_signed_when_every_main_party_has(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")):
        first = put(world, draft, "prison")
        draft.refresh_from_db()
        assert draft.state == VersionState.DRAFT
        assert [row.side for row in missing_parties(draft)] == ["municipality"]
        put(world, draft, "municipality", signed_on=TODAY - dt.timedelta(days=2))
    draft.refresh_from_db()
    with acting_as(world.actor("Ida")):
        assert draft.state == VersionState.SIGNED and missing_parties(draft) == []
    agreement = Agreement.objects.get(pk=draft.agreement_id)
    assert (agreement.state, agreement.signed_on) == (AgreementState.IN_FORCE, TODAY)
    with acting_as(world.actor("Ida")):
        state = signing_state(draft)
    assert state.is_same and state.text_hash == first.text_hash and len(state.signatures) == 2


def test_the_hash_is_that_of_every_clause_filled_in(world: World, draft: AgreementVersion) -> None:
    signed(world, draft)
    with acting_as(world.actor("Ida")):
        for language in ("nb", "nn", "en"):
            kept = kept_clauses(draft, language)
            assert [row.code for row in kept] == list(ClauseCode)
            assert not any("{" in row.body for row in kept)
        text = canonical(draft, kept_clauses(draft, "nb"))
        assert "3 måneder" in text and "| Oppgave | Hvem | Frist" in text
        assert {row.text_hash for row in draft.signatures.all()} == {hash_of(text)}
        assert AgreementClause.objects.filter(version=draft).count() == 57


def test_a_unit_that_changes_its_name_changes_no_signed_text(world: World, draft: AgreementVersion) -> None:
    signed(world, draft)
    unit = world.unit("trondheim")
    type(unit).objects.filter(pk=unit.pk).update(name="Nye Trondheim fengsel")
    with acting_as(world.actor("Ida")):
        state, kept = signing_state(draft), kept_clauses(draft, "nb")
        assert state.signatures and state.is_same
        assert kept and "Nye Trondheim" not in canonical(draft, kept)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_signature SET withdrawn_at = now(), withdrawn_by_id = {user}"
        " WHERE version_id = {id}",
        "UPDATE agreements_signature SET name = 'En annen' WHERE version_id = {id}",
        "UPDATE agreements_signature SET text_hash = '{hash}' WHERE version_id = {id}",
        "DELETE FROM agreements_signature WHERE version_id = {id}",
        "UPDATE agreements_signedclause SET body = 'noe annet' WHERE version_id = {id}",
        "DELETE FROM agreements_signedclause WHERE version_id = {id}",
        "INSERT INTO agreements_signedclause (version_id, language, text_language, position, code, title,"
        " body) VALUES ({id}, 'nb', 'nb', 99, 'x', 'x', 'x')",
        "UPDATE agreements_agreementclause SET body = 'noe annet' WHERE version_id = {id}",
        "UPDATE agreements_agreementversion SET minimum_stay_months = 9 WHERE id = {id}",
    ],
)
def test_nobody_changes_what_is_signed(world: World, draft: AgreementVersion, statement: str) -> None:
    signed(world, draft)
    with acting_as(world.actor("Ida")) as ida:
        kept = list(SignedClause.objects.order_by("pk").values())
        assert kept
        text = statement.format(id=draft.pk, user=ida.user_id, hash=HASH)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(text)
                assert cursor.rowcount == 0
        except (IntegrityError, ProgrammingError) as error:
            assert "never changed" in str(error) or "permission denied" in str(error)
        assert list(SignedClause.objects.order_by("pk").values()) == kept
        assert signing_state(draft).is_same


def test_taken_back_before_the_last_signs_and_not_after(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Leif")) as leif:
        first = put(world, draft, "prison")
        assert withdraw_signature(actor=leif, signature=first, at=AT).withdrawn_at == AT
        assert (
            withdraw_signature(actor=leif, signature=first, at=AT + dt.timedelta(days=1)).withdrawn_at == AT
        )
        last = put(world, draft, "prison")
        put(world, draft, "municipality")
        with pytest.raises(RuleBroken) as refused:
            withdraw_signature(actor=leif, signature=last, at=AT)
    assert refused.value.code == "signed"


def test_a_text_that_changed_must_be_signed_anew(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")) as ida:
        first = put(world, draft, "prison")
        draft.minimum_stay_months = 6
        draft.save(update_fields=["minimum_stay_months"])
        assert not signing_state(draft).is_same
        with pytest.raises(RuleBroken) as refused:
            put(world, draft, "municipality")
        assert refused.value.code == "text_changed"
        with pytest.raises(NotAllowed):
            withdraw_signature(actor=ida, signature=first, at=AT)
        with acting_as(world.actor("Leif")) as leif:
            withdraw_signature(actor=leif, signature=first, at=AT)
        assert put(world, draft, "municipality").text_hash != first.text_hash


def test_who_may_sign(world: World, draft: AgreementVersion) -> None:
    """Ida is coordinator in the municipality that is party, Leif leads the prison, Oda is of another one."""
    for who, side, way in (
        ("Oda", "municipality", SigningWay.PAPER),
        ("Ida", "prison", SigningWay.PAPER),
        ("Ida", "prison", SigningWay.OWN),
        ("Ida", "municipality", SigningWay.OWN),
        ("Leif", "municipality", SigningWay.PAPER),
    ):
        with pytest.raises(NotAllowed):
            put(world, draft, side, who=who, way=way)
    assert put(world, draft, "prison", way=SigningWay.OWN).way == SigningWay.OWN


def test_whoever_signs_while_signed_in_does_so_today(world: World, draft: AgreementVersion) -> None:
    """Paper keeps the day that stands on it; what is signed here was not signed before the text was."""
    with pytest.raises(RuleBroken) as refused:
        put(world, draft, "prison", way=SigningWay.OWN, signed_on=dt.date(1999, 1, 1))
    assert (refused.value.code, refused.value.field) == ("not_today", "signed_on")
    earlier = TODAY - dt.timedelta(days=2)
    assert put(world, draft, "prison", signed_on=earlier).signed_on == earlier


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"signed_on": TODAY + dt.timedelta(days=1)}, "future"), ({"language": "nn"}, "other_language")],
)
def test_what_is_refused(world: World, draft: AgreementVersion, changes: dict[str, Any], code: str) -> None:
    put(world, draft, "prison")
    with pytest.raises(RuleBroken) as refused:
        put(world, draft, "municipality", **changes)
    assert refused.value.code == code


def test_twice_is_refused_and_a_hole_too(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")):
        put(world, draft, "prison")
        with pytest.raises(RuleBroken, match="alt undertegnet"):
            put(world, draft, "prison")
        AgreementClause.objects.create(
            version=draft,
            language="nb",
            code="purpose",
            position=2,
            title="Formål",
            body="{hva}",
            source="own",
        )
        with pytest.raises(RuleBroken) as refused:
            put(world, draft, "municipality")
    assert refused.value.code == "hole"


def test_the_database_knows_whose_signature_it_is(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")) as ida:
        row = {
            "version": draft,
            "name": "Kari Nordmann",
            "title": "Direktør",
            "signed_on": TODAY,
            "language": "nb",
            "text_hash": HASH,
            "recorded_at": AT,
        }
        prison = party_of(draft, "prison")
        others = [
            {"party": prison, "way": "own", "recorded_by_id": ida.user_id},
            {"party": prison, "way": "paper", "paper_reference": "1", "recorded_by_id": ida.user_id},
            {"party": party_of(draft, "municipality"), "way": "own", "recorded_by_id": ida.user_id + 1},
        ]
        for changes in others:
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                Signature.objects.create(**row, **changes)
        with pytest.raises(IntegrityError, match="paper_kept"), transaction.atomic():
            own = party_of(draft, "municipality")
            Signature.objects.create(**row, party=own, way="paper", recorded_by_id=ida.user_id)
    put(world, draft, "prison")
    with acting_as(world.actor("Oda")):
        assert not Signature.objects.exists()


def test_anchoring_says_what_is_missing_and_stops_nothing(world: World, draft: AgreementVersion) -> None:
    approval = Approval(
        level="leadership", body="Rådmannens ledergruppe", decided_on=TODAY, reference="sak 41/26"
    )
    with acting_as(world.actor("Ida")) as ida:
        assert len(anchoring_of(draft).gaps) == 6
        own = party_of(draft, "municipality")
        args: dict[str, Any] = {"actor": ida, "version": draft, "at": AT, "today": TODAY}
        for _time in range(2):
            record_approval(**args, party=own, approval=approval)
            record_front_line(
                **args,
                party=own,
                participation=Participation(how="To arbeidsmøter", held_on=TODAY, staff_count=9),
            )
        with pytest.raises(NotAllowed):
            record_approval(**args, party=party_of(draft, "prison"), approval=approval)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            AnchoringRecord.objects.create(
                version=draft,
                party=party_of(draft, "prison"),
                level="unit",
                body="Ledelsen",
                decided_on=TODAY,
                reference="x",
                recorded_by_id=ida.user_id,
                recorded_at=AT,
            )
        found = anchoring_of(draft)
    assert len(found.gaps) == 4 and len(found.approvals) == len(found.front_line) == 1
    signed(world, draft)
    assert draft.state == VersionState.SIGNED


def test_the_day_of_review_is_one_that_the_parties_are_reminded_of(
    world: World, draft: AgreementVersion
) -> None:
    with acting_as(world.actor("Ida")):
        draft.review_on = dt.date(2027, 11, 1)
        draft.save()
    signed(world, draft)
    with acting_as(world.actor("Ida")):
        rows = list(draft.agreement.reviews.values_list("due_on", "about", "held_on"))
    assert rows == [(dt.date(2027, 11, 1), "Gjennomgang som er avtalt i versjon 2", None)]
