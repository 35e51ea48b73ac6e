"""What the person says about sharing: yes, no, more, less, no longer. A no is an answer, not a gap."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.widen_consent import widen_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.answers import add_scopes
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import ConsentEventKind, ConsentForm, ConsentState, Representation
from hjemvei.sharing.models import Case, Consent, ConsentScope
from hjemvei.sharing.queries import consents_seen
from hjemvei.sharing.terms import Arrow, Terms, arrows, one_year_after
from tests.cases.cooperation_factories import ORAL, consent_to, inside, raw
from tests.world import World


def open_to(world: World, who: str, case: Case, consent: Consent, slug: str) -> None:
    open_to_unit(
        actor=world.actor(who),
        case=case,
        consent=consent,
        unit=world.unit(slug),
        what="prøve",
        today=clock.today(),
        at=clock.now(),
    )


def test_a_question_waits_and_the_answer_is_written_on_it(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        asked = ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        with pytest.raises(RuleBroken):
            ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        given = consent_to(world, tor, case, "tk-koordinering")
    assert given.pk == asked.pk
    assert given.state == ConsentState.GIVEN


def test_a_no_shares_nothing_and_may_be_followed_by_a_yes(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        refused = refuse_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        with pytest.raises(NotAllowed):
            open_to(world, "Tor", case, refused, "tk-koordinering")
        again = consent_to(world, tor, case, "tk-koordinering")
    assert again.pk != refused.pk
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM sharing_case") == [(0,)]
        assert raw("SELECT count(*) FROM sharing_consent") == [(0,)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"arrows": []}, "no_receiver"),
        ({"ends": 0}, "empty_period"),
        (
            {"terms": Terms(form=ConsentForm.PAPER, representation=Representation.GUARDIAN)},
            "representative_unnamed",
        ),
        ({"classes": [InfoClass.CONFIDENTIAL]}, "not_shareable"),
    ],
)
def test_bad_answers_say_what_is_wrong(world: World, change: dict[str, object], code: str) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case, today = world.case("Klok Lyng"), clock.today()
        to = [world.unit("tk-koordinering").pk]
        wanted = arrows(giver_id=tor.controller_id, receivers=to, classes=change.get("classes", []))  # type: ignore[arg-type]
        with pytest.raises(RuleBroken) as refused:
            give_consent(
                actor=tor,
                case=case,
                terms=change.get("terms", ORAL),  # type: ignore[arg-type]
                arrows=change.get("arrows", wanted),  # type: ignore[arg-type]
                starts_on=today,
                ends_before=today + dt.timedelta(days=int(str(change.get("ends", 365)))),
                at=clock.now(),
            )
    assert refused.value.code == code


def test_a_class_without_the_name_is_refused(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        lonely = [Arrow(tor.controller_id, world.unit("tk-nav").pk, InfoClass.HOUSING)]
        with pytest.raises(RuleBroken) as refused:
            give_consent(
                actor=tor,
                case=world.case("Klok Lyng"),
                terms=ORAL,
                arrows=lonely,
                starts_on=clock.today(),
                ends_before=clock.today() + dt.timedelta(days=1),
                at=clock.now(),
            )
    assert refused.value.code == "no_identity"


def test_widening_gives_a_unit_inside_the_new_class_at_once(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", classes=(InfoClass.COORDINATION,))
        open_to(world, "Tor", case, consent, "tk-koordinering")
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
    more = arrows(
        giver_id=world.unit("trondheim").controller_id,
        receivers=[world.unit("tk-koordinering").pk],
        classes=[InfoClass.CUSTODY],
    )
    with acting_as(world.actor("Tor")) as tor:
        assert (
            widen_consent(actor=tor, consent=consent, arrows=more, today=clock.today(), at=clock.now()) == 1
        )
        with pytest.raises(RuleBroken) as refused:
            widen_consent(actor=tor, consent=consent, arrows=more, today=clock.today(), at=clock.now())
        assert refused.value.code == "nothing_new"
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM cases_releasedate") == [(1,)]


def test_narrowing_keeps_the_unit_and_closes_the_class(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", "tk-boligkontor")
        for slug in ("tk-koordinering", "tk-boligkontor"):
            open_to(world, "Tor", case, consent, slug)
        less = arrows(
            giver_id=tor.controller_id,
            receivers=[world.unit("tk-koordinering").pk],
            classes=[InfoClass.COORDINATION],
        )
        wider = arrows(giver_id=tor.controller_id, receivers=[world.unit("tk-nav").pk], classes=[])
        with pytest.raises(RuleBroken):
            narrow_consent(
                actor=tor, consent=consent, terms=ORAL, arrows=wider, today=clock.today(), at=clock.now()
            )
        fresh = narrow_consent(
            actor=tor, consent=consent, terms=ORAL, arrows=less, today=clock.today(), at=clock.now()
        )
    assert fresh.ends_before == consent.ends_before
    with acting_as(world.actor("Ida")) as ida:
        assert Case.objects.visible_to(ida).filter(pk=case.pk).exists()
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
    with acting_as(world.actor("Sara")):
        assert raw("SELECT count(*) FROM cases_homestatus") == [(0,)]
        assert raw("SELECT count(*) FROM cases_event") == [(0,)]


def test_a_receiver_does_not_widen_alone_what_it_receives(world: World) -> None:
    """The coordinator hears a yes to her own unit; both locks ask who else did."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        open_to(world, "Tor", case, consent, "tk-koordinering")
    more = arrows(
        giver_id=world.unit("trondheim").controller_id,
        receivers=[world.unit("tk-koordinering").pk],
        classes=[InfoClass.ECONOMY],
    )
    held = "SELECT count(*) FROM sharing_grant WHERE keys @> ARRAY[%s::int] AND ends_at > now()"
    key = world.unit("tk-koordinering").pk * 16 + InfoClass.ECONOMY
    with acting_as(world.actor("Ida")) as ida:
        seen = consents_seen(ida).get(case=case)
        widening: dict[str, Any] = {"consent": seen, "today": clock.today(), "at": clock.now()}
        before = raw(held, key)
        with pytest.raises(RuleBroken, match="hvem andre"), transaction.atomic():
            widen_consent(actor=ida, arrows=more, terms=ORAL, **widening)
        kind, at = ConsentEventKind.EXTENDED, clock.now()
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            economy = [arrow for arrow in more if arrow.info_class == InfoClass.ECONOMY]
            add_scopes(actor=ida, case=seen.case, consent=seen, arrows=economy, at=at)
            write_event(actor=ida, consent=seen, kind=kind, terms=ORAL, at=at)
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("extend", seen.pk, seen.ends_before + dt.timedelta(days=9))
            write_event(actor=ida, consent=seen, kind=kind, terms=ORAL, at=at)
        assert raw(held, key) == before
        heard = replace(ORAL, witness_name="Nils Prøve")
        assert widen_consent(actor=ida, arrows=more, terms=heard, **widening) == 1
        assert raw(held, key) != before
    with acting_as(world.actor("Tor")) as tor:  # to others he may go on alone: nothing comes to his own
        wider = arrows(
            giver_id=tor.controller_id, receivers=[world.unit("tk-helse").pk], classes=[InfoClass.HEALTH]
        )
        assert widen_consent(actor=tor, arrows=wider, terms=ORAL, **{**widening, "consent": consent}) == 2


def test_a_yes_is_needed_in_the_other_direction_too(world: World) -> None:
    """What the municipality writes about housing reaches the prison only by its own arrow."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        open_to(world, "Tor", case, consent, "tk-koordinering")
    with acting_as(world.actor("Ida")) as ida:
        ask_consent(actor=ida, case=case, terms=ORAL, at=clock.now())
    with acting_as(world.actor("Tor")) as tor:
        assert Consent.objects.visible_to(tor).filter(case=case).count() == 1
        back = arrows(
            giver_id=world.unit("tk-koordinering").controller_id,
            receivers=[world.unit("trondheim").pk],
            classes=[InfoClass.CONSENT],
        )
        said: dict[str, Any] = {
            "actor": tor,
            "consent": consent,
            "arrows": back,
            "today": clock.today(),
            "at": clock.now(),
        }
        alone = replace(ORAL, witness_name=f" {tor.name.upper()}")
        for terms in (None, ORAL, alone, replace(ORAL, form=ConsentForm.DIGITAL)):
            with pytest.raises(RuleBroken, match="hvem andre") as refused:
                widen_consent(**said, terms=terms)
            assert refused.value.field == "witness_name"
        widen_consent(**said, terms=replace(ORAL, witness_name="Siv Prøve"))
        open_to(world, "Tor", case, consent, "trondheim")
        assert Consent.objects.visible_to(tor).filter(case=case).count() == 2


def test_withdrawn_once_and_never_revived(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        open_to(world, "Tor", case, consent, "tk-koordinering")
        assert withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now()) == 1
        with pytest.raises(RuleBroken):
            withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
        with pytest.raises(NotAllowed):
            open_to(world, "Tor", case, consent, "tk-koordinering")
        assert ConsentScope.objects.visible_to(tor).filter(consent=consent).count() > 0


def test_the_receiver_may_write_down_that_it_is_withdrawn(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        open_to(world, "Tor", case, consent, "tk-koordinering")
    with acting_as(world.actor("Ida")) as ida:
        assert withdraw_consent(actor=ida, consent=consent, how=ConsentForm.ORAL, at=clock.now()) == 1
        assert raw("SELECT count(*) FROM cases_custody") == [(0,)]


def test_a_consent_that_has_ended_opens_nothing(world: World) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        wanted = arrows(giver_id=tor.controller_id, receivers=[world.unit("tk-nav").pk], classes=[])
        old = give_consent(
            actor=tor,
            case=case,
            terms=ORAL,
            arrows=wanted,
            starts_on=yesterday,
            ends_before=clock.today(),
            at=clock.now(),
        )
        with pytest.raises(NotAllowed):
            open_to(world, "Tor", case, old, "tk-nav")


@pytest.mark.parametrize(
    ("day", "year_after"),
    [(dt.date(2028, 2, 29), dt.date(2029, 2, 28)), (dt.date(2026, 11, 16), dt.date(2027, 11, 16))],
)
def test_a_year_is_a_calendar_year(day: dt.date, year_after: dt.date) -> None:
    assert one_year_after(day) == year_after
