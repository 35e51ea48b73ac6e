"""Clauses beyond the template's nineteen: placed, compared, translated, left out, signed and opened."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.add_clause import OwnClause, add_clause
from hjemvei.agreements.actions.begin_version import begin_version
from hjemvei.agreements.actions.change_draft import ClauseWords, change_clause
from hjemvei.agreements.clauses import ClauseCode, labels
from hjemvei.agreements.comparison import Beside, comparison
from hjemvei.agreements.composed import clauses_of
from hjemvei.agreements.models import AgreementClause, AgreementVersion
from hjemvei.agreements.opened import as_document, as_markdown
from hjemvei.agreements.queries import open_draft
from hjemvei.agreements.signed_text import canonical, hash_of, kept_clauses, signed_hash
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.exchange.letter_agreement import agreement_letter
from tests.agreements.test_register import ONCE, begun, reword, signed_in
from tests.agreements.test_signing import TODAY, draft, put
from tests.world import World

__all__ = ["draft"]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def added(
    world: World, version: AgreementVersion, title: str = "Hund", *, after: str = "moves", who: str = "Ida"
) -> AgreementClause:
    with acting_as(world.actor(who)) as actor:
        words = OwnClause(
            after=ClauseCode(after), title=title, body="Den som har hund, får ta den med.", change_note="R1"
        )
        return add_clause(actor=actor, version=version, words=words)


def told(world: World, version: AgreementVersion, language: str = "nb", **more: str) -> list[str]:
    """Labels and titles of what is not the template's, with the title before each."""
    with acting_as(world.actor("Ida")):
        clauses = clauses_of(version, language, **more)
    numbers = labels(clause.code for clause in clauses)
    return [
        f"{number} {clause.title}"
        for number, clause in zip(numbers, clauses, strict=True)
        if not number.isdigit()
    ]


def test_it_stands_where_it_was_put_and_the_others_keep_their_numbers(world: World) -> None:
    version = open_draft(begun(world))
    assert version is not None
    added(world, version)
    added(world, version, "Katt")
    added(world, version, "Språk for barn", after="languages")
    added(world, version, "Fisk", after="parties")
    reword(world, version, code="networks", title="Nettverk", body="Tas ut", left_out=True)
    assert told(world, version) == ["1a Fisk", "10a Hund", "10b Katt", "19a Språk for barn"]
    with acting_as(world.actor("Ida")):
        codes = [clause.code for clause in clauses_of(version, "nb")]
        assert len(codes) == 22 and labels(codes)[-2] == "19"
        found = comparison(version, Beside.TEMPLATE, "nb")
        states = [diff.state.value for diff in found.diffs]
        assert states.count("added") == 4 and states.count("left_out") == 1
        assert "R1" in found.notes.values()


def test_it_is_read_in_bokmal_until_it_is_translated_and_left_out_in_every_language(world: World) -> None:
    version = open_draft(begun(world))
    assert version is not None
    row = added(world, version)
    assert told(world, version, "en") == ["10a Hund"] == told(world, version, "nn", prevailing="nn")
    with acting_as(world.actor("Ida")) as ida:
        words = {"code": row.code, "body": "Bring it.", "change_note": "R1"}
        for language, gone in (("en", False), ("nb", True)):
            said = ClauseWords(language=language, title="Dog", left_out=gone, **words)
            if gone:
                assert told(world, version, "en") == ["10a Dog"]
            change_clause(actor=ida, version=version, words=said, position=3, forked_from=None)
    assert told(world, version) == [] == told(world, version, "en")


def test_what_is_refused(world: World) -> None:
    version = open_draft(begun(world))
    assert version is not None
    added(world, version)
    with pytest.raises(RuleBroken, match="denne overskriften"):
        added(world, version, " hund ")
    with pytest.raises(NotAllowed):
        added(world, version, "Katt", who="Oda")
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken, match="starts_on"):
        words = OwnClause(after=ClauseCode.MOVES, title="x", body="{starts_on}", change_note="x")
        add_clause(actor=ida, version=version, words=words)


def test_it_is_signed_hashed_printed_opened_and_goes_on_in_the_next(
    world: World, draft: AgreementVersion
) -> None:
    added(world, draft)
    put(world, draft, "prison")
    added(world, draft, "Katt")
    with pytest.raises(RuleBroken) as refused:
        put(world, draft, "municipality")
    assert refused.value.code == "text_changed"
    with acting_as(world.actor("Ida")):
        AgreementClause.objects.filter(title="Katt").update(is_left_out=True)
        put(world, draft, "municipality")
        draft.refresh_from_db()
        for language in ("nb", "nn", "en"):
            kept = kept_clauses(draft, language)
            assert [row.title for row in kept if row.code.startswith("own-")] == ["Hund"]
        assert signed_hash(draft, "nb") == hash_of(canonical(draft, kept_clauses(draft, "nb")))
        with translation.override("nb"):
            letter = agreement_letter(draft, "nb", today=TODAY)
        assert "10a. Hund" in str(letter)
    with pytest.raises(RuleBroken):
        added(world, draft, "Fisk")
    with acting_as(world.actor("Ida")):
        assert "## 10a. Hund\n\nDen som har hund" in as_markdown(draft, "nb", today=TODAY)
        texts = {row["title"]: row["text"] for row in as_document(draft, "nn", today=TODAY)["clauses"]}
    assert texts["Hund"] == "Den som har hund, får ta den med."
    with acting_as(world.actor("Ida")) as ida:
        following = begin_version(
            actor=ida, agreement=draft.agreement, starts_on=clock.today(), at=clock.now()
        )
    assert told(world, following) == ["10a Hund"]


def test_a_local_agreement_inherits_the_central_ones(world: World) -> None:
    central = begun(world, name="Sentral avtale")
    above = open_draft(central)
    assert above is not None
    added(world, above)
    AgreementVersion.objects.filter(pk=above.pk).update(state="signed")
    local = open_draft(begun(world, name="Bydelens avtale", parent=central))
    assert local is not None
    added(world, local, "Katt")
    assert told(world, local) == ["10a Hund", "10b Katt"]


def test_the_page_adds_shows_and_changes_it(world: World) -> None:
    agreement = begun(world)
    ida, place = signed_in(world, "Ida"), f"/avtaler/{agreement.key}/utkast/"
    assert f"{place}punkt/" in ida.get(place).content.decode()
    form = ida.get(f"{place}punkt/").content.decode()
    assert "10. " in form and 'value="languages" selected' in form
    sent = {"after": "moves", "title": "Hund", "body": "Ta med.", "change_note": "R1", "once": ONCE}
    assert ida.post(f"{place}punkt/", {**sent, "after": "x", "once": "y" * 20}).status_code == 422
    for _twice in range(2):
        assert ida.post(f"{place}punkt/", sent).status_code == 302
    shown = ida.get(place, {"sprak": "nn"}).content.decode()
    assert shown.count("10a. Hund") == 1 and "eget punkt" in shown and "ikke oversatt" in shown
    with acting_as(world.actor("Ida")):
        code = AgreementClause.objects.get(title="Hund").code
    nn = {"title": "Hund", "body": "Ta han med.", "change_note": "R1", "once": "z" * 20}
    assert ida.post(f"{place}nn/{code}/", nn).status_code == 302
    assert "ikke oversatt" not in ida.get(place, {"sprak": "nn"}).content.decode()
    assert "Hund" in ida.get(f"/avtaler/{agreement.key}/sammenlign/").content.decode()
    assert signed_in(world, "Oda").get(f"{place}punkt/").status_code == 404
