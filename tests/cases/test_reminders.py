"""Consents that run out: asked about once, by whoever has the person, and only where something would stop."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.signed import freeze
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.actions.remind_consents import remind_consents
from hjemvei.cases.actions.remind_notices import remind_notices
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import AppliedAgreement, Caseload, Notice, Task
from hjemvei.core import clock
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent, owned_by
from hjemvei.sharing.terms import DEFAULT_CLASSES, arrows
from tests.cases.cooperation_factories import ORAL, consent_to, inside, notify, raw
from tests.cases.factories import agree
from tests.world import World, system_actor


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def yes(
    world: World, actor: Actor, case: Case, *, ends: int, to: tuple[str, ...] = ("tk-koordinering",)
) -> Consent:
    return give_consent(
        actor=actor,
        case=case,
        terms=ORAL,
        arrows=arrows(
            giver_id=actor.controller_id,
            receivers=[world.unit(slug).pk for slug in to],
            classes=DEFAULT_CLASSES,
        ),
        starts_on=clock.today(),
        ends_before=day(ends),
        at=clock.now(),
    )


def remind(world: World, slug: str = "trondheim", *, today: dt.date | None = None) -> int:
    with acting_as(system_actor(world, slug)) as system:
        return remind_consents(actor=system, today=today or clock.today(), at=clock.now())


def asked(world: World, case: Case, name: str = "Tor") -> list[Task]:
    with acting_as(world.actor(name)) as actor:
        return list(Task.objects.visible_to(actor).filter(case=case, code="consent_renewal").order_by("id"))


def test_fourteen_days_before_and_once(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = yes(world, tor, case, ends=30)
    assert remind(world, today=day(15)) == 0
    assert remind(world, today=day(16)) == 1
    assert remind(world, today=day(17)) == 0
    [task] = asked(world, case)
    assert (task.opens_on, task.due_on, task.to_unit_id) == (day(16), day(29), world.unit("trondheim").pk)
    assert task.info_class == InfoClass.CONSENT and consent.ends_before == day(30)
    assert (
        remind(world, "bergen", today=day(16)) == 0 and remind(world, "trondheim-leira", today=day(16)) == 0
    )


def follow_with(
    world: World, case: Case, before: AgreementVersion, *, starts_on: dt.date, days: int
) -> AgreementVersion:
    """The next version, with this number, binds the case."""
    version = AgreementVersion.objects.create(
        agreement=before.agreement,
        number=before.number + 1,
        starts_on=starts_on,
        consent_renewal_days=days,
    )
    with acting_as(world.actor("Tor")) as tor:
        fields = owned_by(tor, case, at=clock.now())
        AppliedAgreement.objects.create(**fields, version=version, municipality_id="5001", rule="ny versjon")
    return freeze(version)


def test_the_agreement_says_how_long_before_and_a_new_number_asks_no_second_time(world: World) -> None:
    version = agree(world)
    with acting_as(world.actor("Tor")) as tor:
        case, other = inside(world), inside(world, "Rask Bekk")
        for each in (case, other):
            yes(world, tor, each, ends=60)
        apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
    for days, today, fresh in ((30, 29, 0), (30, 30, 1), (45, 31, 0), (14, 46, 1)):
        if days != version.consent_renewal_days:
            version = follow_with(world, case, version, starts_on=day(today), days=days)
        assert remind(world, today=day(today)) == fresh, (days, today)
    assert [(task.opens_on, task.due_on) for task in asked(world, case)] == [(day(30), day(59))]
    assert [task.opens_on for task in asked(world, other)] == [day(46)]


def test_the_municipality_and_another_prison_see_no_such_task(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        Consent.objects.filter(case=case).update(ends_before=day(10))
    assert remind(world) == 1
    assert remind(world, "tk-koordinering") == 0
    with acting_as(world.actor("Berit")):
        assert raw("SELECT count(*) FROM cases_task WHERE code = 'consent_renewal'") == [(0,)]


def test_it_goes_to_the_contact_officer_and_counts_on_the_list(world: World) -> None:
    from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer  # noqa: PLC0415

    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        me = world.actor("Tor").user_id
        from hjemvei.accounts.models import User  # noqa: PLC0415

        assign_contact_officer(
            actor=tor, case=case, to_user=User.objects.get(pk=me), today=clock.today(), at=clock.now()
        )
        yes(world, tor, case, ends=5)
        before = Caseload.objects.visible_to(tor).get(case=case).open_tasks
    assert remind(world) == 1
    assert [task.to_user_id for task in asked(world, case)] == [me]
    with acting_as(world.actor("Tor")) as tor:
        assert Caseload.objects.visible_to(tor).get(case=case).open_tasks == before + 1
        sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
        assert Task.objects.get(case=case, code="consent_renewal").lapsed_at is None


@pytest.mark.parametrize(
    ("longer", "to", "asks"),
    [(100, ("tk-koordinering",), 0), (100, ("tk-nav",), 1), (8, ("tk-koordinering",), 1)],
)
def test_a_consent_that_another_outlives_needs_no_asking(
    world: World, longer: int, to: tuple[str, ...], asks: int
) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        yes(world, tor, case, ends=5)
        yes(world, tor, case, ends=longer, to=to)
    assert remind(world) == asks


@pytest.mark.parametrize("answer", ["yes", "no", "withdrawn"])
def test_any_answer_closes_it_and_a_later_end_is_asked_about_anew(world: World, answer: str) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = yes(world, tor, case, ends=5)
    assert remind(world) == 1
    with acting_as(world.actor("Tor")) as tor:
        if answer == "yes":
            yes(world, tor, case, ends=40)
        elif answer == "no":
            refuse_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        else:
            withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
    assert [task.done_at is not None for task in asked(world, case)] == [True]
    assert remind(world) == 0
    assert remind(world, today=day(30)) == (1 if answer == "yes" else 0)


def test_not_asking_in_time_is_no_deviation(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        yes(world, tor, case, ends=5)
    assert remind(world) == 1
    with acting_as(system_actor(world, "trondheim")) as system:
        find_deviations(by=system.user_id, today=day(20), at=clock.now())
        kinds = Deviation.objects.filter(case=case, happened_on=day(4))
        assert not kinds.exists()


@pytest.mark.parametrize("gone", ["ended", "closed"])
def test_nobody_is_reminded_of_a_notice_that_is_no_longer_seen(world: World, gone: str) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case)
        late = notice.acknowledge_by + dt.timedelta(days=1)
        if gone == "ended":
            Consent.objects.filter(pk=consent.pk).update(ends_before=late)
        else:
            from hjemvei.core.db import call  # noqa: PLC0415

            call("close_case", case.pk, "mistake")
    with acting_as(system_actor(world, "trondheim")) as system:
        assert remind_notices(actor=system, today=late, at=clock.now()) == 0
        assert Notice.objects.get(pk=notice.pk).reminded_at is None
