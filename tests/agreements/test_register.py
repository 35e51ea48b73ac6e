"""The register: begun from the template, from another, under a central one or joint; drafted, compared,
moved, kept and opened.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.add_clause import OwnClause, add_clause
from hjemvei.agreements.actions.begin_agreement import NewAgreement, begin_agreement
from hjemvei.agreements.actions.begin_version import begin_version
from hjemvei.agreements.actions.change_draft import ClauseWords, change_clause
from hjemvei.agreements.clause_text import ClauseDiff
from hjemvei.agreements.clauses import ClauseCode
from hjemvei.agreements.comparison import Beside, comparison, possible
from hjemvei.agreements.composed import clauses_of
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.models import (
    Agreement,
    AgreementClause,
    AgreementScope,
    AgreementVersion,
    DeadlineChange,
)
from hjemvei.agreements.page import agreement_page
from hjemvei.agreements.queries import newest_version, open_draft, version_in_force, versions_by_place
from hjemvei.agreements.register import reviews_due
from hjemvei.agreements.signed import freeze
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from tests.cases.factories import agree
from tests.world import World

ONCE = "x" * 20


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def begun(world: World, who: str = "Ida", **values: Any) -> Agreement:
    given: dict[str, Any] = {
        "name": "Ny avtale",
        "purpose": "Et sted å bo",
        "kind": "release",
        "level": "local",
        "starts_on": day(30),
        "prison_units": [world.unit("trondheim")],
        "municipal_units": [world.unit("tk-koordinering")],
    }
    with acting_as(world.actor(who)) as actor:
        return begin_agreement(actor=actor, new=NewAgreement(**{**given, **values}), at=clock.now())


def reword(world: World, version: AgreementVersion, code: str = "purpose", **values: Any) -> AgreementClause:
    words = {"language": "nb", "title": "Formål", "body": "Alle skal ha et hjem.", "change_note": "Kortere"}
    with acting_as(world.actor("Ida")) as ida:
        return change_clause(
            actor=ida,
            version=version,
            words=ClauseWords(code=code, **{**words, **values}),
            position=2,
            forked_from=None,
        )


def moved(diff: ClauseDiff) -> bool:
    """Whether nothing is new in the clause but ten for fourteen."""
    pieces = [(piece.kind, piece.text.strip()) for piece in diff.body if piece.kind != "kept"]
    return pieces == [("removed", "14"), ("added", "10")]


def texts(world: World, version: AgreementVersion) -> dict[str, str]:
    with acting_as(world.actor("Ida")):
        return {clause.code: clause.body for clause in clauses_of(version, "nb")}


def test_from_the_template_and_reworded(world: World) -> None:
    draft = open_draft(begun(world))
    assert draft is not None and len(texts(world, draft)) == 19
    reword(world, draft)
    reword(world, draft, code="networks", title="Nettverk", body="Tas ut", left_out=True)
    with acting_as(world.actor("Ida")):
        found = comparison(draft, Beside.TEMPLATE, "nb")
        states = {diff.code: diff.state for diff in found.diffs if diff.state != "same"}
        assert states == {"purpose": "changed", "networks": "left_out"}
        assert found.notes["purpose"] == "Kortere" and found.changed == 2 and found.numbers == []
        DeadlineChange.objects.create(version=draft, code="first_notice", count=10, unit="days")
        found = comparison(draft, Beside.TEMPLATE, "nb")
        (line,) = found.numbers
        assert (line.before, line.after) == ("14 dager etter samtykke", "10 dager etter samtykke")
        assert [found.labels[diff.code] for diff in found.diffs if moved(diff)] == ["6", "9"]
    with pytest.raises(RuleBroken) as refused:
        reword(world, draft, body="Innen {en_frist}.")
    assert refused.value.code == "placeholder"
    freeze(draft)
    with pytest.raises(RuleBroken) as refused:
        reword(world, draft)
    assert refused.value.code == "signed"


def test_a_local_one_reads_the_central_text_until_it_says_something_else(world: World) -> None:
    central = begun(world, name="Sentral avtale")
    above = open_draft(central)
    assert above is not None
    reword(world, above, body="Sentralt formål")
    reword(world, above, code="moves", title="Flytting", body="Sentral flytting")
    freeze(above)
    local = open_draft(begun(world, name="Bydelens avtale", parent=central))
    assert local is not None and local.parent_version_id == above.pk
    reword(world, local, body="Lokalt formål")
    found = texts(world, local)
    assert (found["purpose"], found["moves"]) == ("Lokalt formål", "Sentral flytting")
    with acting_as(world.actor("Ida")):
        assert possible(local) == [Beside.TEMPLATE, Beside.PARENT]
        changed = [d.code for d in comparison(local, Beside.PARENT, "nb").diffs if d.state != "same"]
    assert changed == ["purpose"]


def test_another_citys_agreement_with_what_was_adapted_and_why(world: World) -> None:
    first = open_draft(begun(world))
    assert first is not None
    reword(world, first, body="Forbildets formål")
    freeze(first)
    Agreement.objects.filter(pk=first.agreement_id).update(state="signed")
    with pytest.raises(RuleBroken, match="hvorfor"):
        begun(world, "Oda", municipal_units=[world.unit("ok-koordinering")], source=first.agreement)
    copied = begun(
        world,
        "Oda",
        municipal_units=[world.unit("ok-koordinering")],
        source=first.agreement,
        adapted_note="Uten bydeler, fordi vi ikke har dem",
    )
    version = open_draft(copied)
    with acting_as(world.actor("Oda")):
        assert version is not None
        row = AgreementClause.objects.get(version=version)
        assert (row.body, row.source, row.forked_from and row.forked_from.version_id) == (
            "Forbildets formål",
            "other",
            first.pk,
        )
        assert Beside.EARLIER not in possible(version)


def test_joint_for_several_municipalities_with_one_coordinator(world: World) -> None:
    joint = begun(
        world,
        municipal_units=[world.unit("tk-koordinering"), world.unit("ok-koordinering")],
        coordinating_unit=world.unit("tk-koordinering"),
        level="regional",
    )
    roles = list(joint.parties.order_by("id").values_list("side", "role"))
    assert roles == [("prison", "main"), ("municipality", "main"), ("municipality", "other")]
    with pytest.raises(NotAllowed):
        begun(world, "Tor")
    with pytest.raises(RuleBroken, match="part i"):
        begun(world, "Oda")


def test_the_shared_coordinators_days_in_the_prisons_are_a_step_away(world: World) -> None:
    desk = world.unit("tk-koordinering")
    joint = begun(
        world, municipal_units=[desk, world.unit("ok-koordinering")], coordinating_unit=desk, level="regional"
    )
    for name in ("Ida", "Oda"):
        page = signed_in(world, name).get(f"/avtaler/{joint.key}/").content.decode()
        assert f'href="{reverse("presence:unit_days", args=[desk.slug])}"' in page


def test_the_probation_office_has_a_role_beside_the_prison_and_is_a_party_without(world: World) -> None:
    office = Unit.objects.create(
        slug="friomsorg",
        name="Friomsorgskontoret",
        kind=UnitKind.PROBATION_OFFICE,
        controller=world.unit("trondheim").controller,
    )
    sent = {
        "name": "Med friomsorgen",
        "purpose": "Et sted å bo",
        "kind": "release",
        "level": "local",
        "starts_on": day(20).isoformat(),
        "main_unit": world.unit("tk-koordinering").pk,
        "probation_unit": office.pk,
    }
    ida, inside = signed_in(world, "Ida"), {"prison_units": [world.unit("trondheim").pk]}
    assert ida.post("/avtaler/ny/", {**sent, **inside, "once": "p" * 20}).status_code == 302
    assert ida.post("/avtaler/ny/", {**sent, "name": "Uten fengsel", "once": "q" * 20}).status_code == 302
    for name, role in (("Med friomsorgen", "main"), ("Uten fengsel", "probation")):
        found = Agreement.objects.get(name=name)
        party = found.parties.get(controller=office.controller)
        named = found.role_units.get()
        assert (party.role, named.unit, named.role) == (role, office, "probation_officer")
        assert "Friomsorgskontoret" in ida.get(f"/avtaler/{found.key}/").content.decode()


def test_the_next_draft_starts_from_what_holds(world: World) -> None:
    first = open_draft(begun(world))
    assert first is not None
    reword(world, first)
    freeze(first)
    Agreement.objects.update(state="in_force")
    with acting_as(world.actor("Ida")) as ida:
        given = {"actor": ida, "agreement": first.agreement, "starts_on": day(60), "at": clock.now()}
        second = begin_version(**given)
        assert begin_version(**given) == second
        assert second.number == 2 and draft_of(second).deadlines == draft_of(first).deadlines
        assert not [d for d in comparison(second, Beside.EARLIER, "nb").diffs if d.state != "same"]
        assert Agreement.objects.get().state == "under_revision"


def test_the_pages_of_a_draft(world: World) -> None:
    agreement = begun(world)
    ida, oda, place = signed_in(world, "Ida"), signed_in(world, "Oda"), f"/avtaler/{agreement.key}/"
    for path in ("", "utkast/", "utkast/tall/", "utkast/nb/purpose/", "sammenlign/", "prosjekt/", "part/"):
        assert ida.get(place + path).status_code == 200, path
        assert oda.get(place + path).status_code == 404, path
    assert ida.get(place + "utkast/nb/finnesikke/").status_code == 404
    assert ida.get(place + "utkast/xx/purpose/").status_code == 404
    words = {"title": "Formål", "body": "Alle skal ha <b>hjem</b>.", "change_note": "Enklere", "once": ONCE}
    for _again in range(2):
        assert ida.post(place + "utkast/nb/purpose/", words).status_code == 302
    compared = ida.get(place + "sammenlign/").content.decode()
    assert "<ins>" in compared and "&lt;b&gt;" in compared and "Enklere" in compared
    blanks = ida.get(place + "utkast/nb/prison_duties/").content.decode()
    assert '<dt class="hv-code">{first_notice}</dt><dd>14 dager</dd>' in blanks
    bad = ida.post(place + "utkast/nb/purpose/", {**words, "body": "{tull}", "once": "y" * 20})
    assert bad.status_code == 422 and "tull" in bad.content.decode()
    draft = open_draft(agreement)
    assert draft is not None
    form = VersionForm(None, now=draft_of(draft), units=[], is_begun=True)
    assert form["starts_on"].value() == draft.starts_on
    sent = {
        name: "on" if form[name].value() is True else str(form[name].value() or "") for name in form.fields
    }
    sent |= {"starts_on": day(40).isoformat(), "note": "Møte 1", "frist_first_notice": "5", "once": "z" * 20}
    assert ida.post(place + "utkast/tall/", sent).status_code == 302
    again = draft_of(AgreementVersion.objects.get(pk=draft.pk))
    assert (again.starts_on, abs(again.deadlines["first_notice"].count)) == (day(40), 5)


def test_units_are_named_on_the_page(world: World) -> None:
    agreement = begun(world)
    ida, page = signed_in(world, "Ida"), f"/avtaler/{agreement.key}/utkast/roller/"
    assert signed_in(world, "Oda").get(page).status_code == 404
    office, desk = world.unit("tk-boligkontor"), world.unit("tk-koordinering")
    sent = {"enhet_housing_office": office.pk, "stedfortreder_housing_office": desk.pk, "once": ONCE}
    for _again in range(2):
        assert ida.post(page, sent).status_code == 302
    draft = open_draft(agreement)
    assert draft is not None
    assert [(row.role, row.unit, row.deputy_unit) for row in draft.role_units.all()] == [
        ("housing_office", office, desk)
    ]
    for wrong in (
        {"enhet_housing_office": office.pk, "stedfortreder_housing_office": office.pk},
        {"enhet_housing_office": office.pk, "stedfortreder_nav_caseworker": desk.pk},
        {"enhet_housing_office": world.unit("ok-koordinering").pk},
        {},
    ):
        assert ida.post(page, {**wrong, "once": "w" * 20}).status_code == 422
    assert draft.role_units.count() == 1


def test_begun_on_the_page(world: World) -> None:
    ida = signed_in(world, "Ida")
    assert ida.get("/avtaler/ny/").status_code == 200
    assert signed_in(world, "Tor").get("/avtaler/ny/").status_code == 403
    sent = {
        "name": "Avtale for to",
        "purpose": "Et sted å bo",
        "kind": "psychiatry",
        "level": "local",
        "starts_on": day(20).isoformat(),
        "prison_units": [world.unit("trondheim").pk],
        "main_unit": world.unit("tk-koordinering").pk,
        "once": ONCE,
    }
    for _again in range(2):
        answer = ida.post("/avtaler/ny/", sent)
        assert answer.status_code == 302, answer.content.decode()
    assert Agreement.objects.filter(name="Avtale for to").count() == 1
    listed = "/avtaler/?kind=psychiatry&state=draft&party=trondheim"
    assert "Avtale for to" in ida.get(listed).content.decode()
    assert "Avtale for to" not in ida.get("/avtaler/?kind=release").content.decode()
    assert "Avtale for to" not in signed_in(world, "Oda").get("/avtaler/").content.decode()
    assert ida.post("/avtaler/ny/", {"once": "q" * 20}).status_code == 422


def test_the_own_unit_stands_chosen_when_an_agreement_begins(world: World) -> None:
    """A coordinator's as the municipality, a prison leader's among the prisons; another is told in words."""
    page = signed_in(world, "Ida").get("/avtaler/ny/").content.decode()
    assert f'<option value="{world.unit("tk-koordinering").pk}" selected' in page
    page = signed_in(world, "Leif").get("/avtaler/ny/").content.decode()
    ticked = [box for box in re.findall(r"<input[^>]*prison_units[^>]*>", page) if "checked" in box]
    assert len(ticked) == 1 and f'value="{world.unit("trondheim").pk}"' in ticked[0]
    sent = {"name": "Uten oss", "purpose": "x", "kind": "release", "level": "local", "once": ONCE}
    sent |= {"starts_on": day(20).isoformat(), "main_unit": str(world.unit("tk-koordinering").pk)}
    answer = signed_in(world, "Leif").post("/avtaler/ny/", sent)
    assert answer.status_code == 422
    assert "Velg en av enhetene dine blant fengslene eller kommunene." in answer.content.decode()


def test_a_deadline_out_of_bounds_is_told_in_plain_words(world: World) -> None:
    """Fields that the form adds for each deadline speak as the others do."""
    ida = signed_in(world, "Ida")
    place = f"/avtaler/{begun(world).key}/utkast/tall/"
    for value, told in (("0", "Kan ikke være mindre enn 1."), ("", "Må fylles ut.")):
        answer = ida.post(place, {"once": "q" * 20, "frist_first_notice": value})
        page = answer.content.decode()
        assert answer.status_code == 422 and f"Send første varsel til kommunen: {told}" in page
        assert "påkrevet" not in page


def test_the_list_asks_the_same_however_long(world: World, django_assert_max_num_queries: Any) -> None:
    agree(world)
    ida = signed_in(world, "Ida")
    ida.get("/avtaler/")
    counts = []
    for _more in range(2):
        with django_assert_max_num_queries(60) as asked:
            ida.get("/avtaler/")
        counts.append(len(asked.captured_queries))
        for number in range(3):
            begun(world, name=f"Avtale {number}")
    assert counts[0] == counts[1]


def test_what_the_parties_keep(world: World) -> None:
    version = agree(world)
    agreement, ida = version.agreement, signed_in(world, "Ida")
    place = f"/avtaler/{agreement.key}/"
    joins = {"unit": world.unit("ok-koordinering").pk, "role": "other"}
    assert ida.post(place + "part/", {**joins, "once": "a" * 20}).status_code == 302
    assert ida.post(place + "part/", {**joins, "once": "b" * 20}).status_code == 422
    look = {"due_on": day(5).isoformat(), "about": "Årlig gjennomgang", "once": "c" * 20}
    assert ida.post(place + "gjennomgang/", look).status_code == 302
    with acting_as(world.actor("Ida")) as actor:
        due = reviews_due(actor, by=day(5))
        assert [row.about for row in due] == ["Årlig gjennomgang"] and not reviews_due(actor, by=day(4))
    held = {"held_on": day(0).isoformat(), "outcome": "Fristen for varsel er for lang", "once": "d" * 20}
    assert ida.post(f"{place}gjennomgang/{due[0].pk}/", held).status_code == 302
    plan = {"title": "Boligplan", "body": "Bystyret", "decided_on": day(-30).isoformat(), "once": "e" * 20}
    assert ida.post(place + "forankring/", plan).status_code == 302
    project = {"project_starts_on": day(0).isoformat(), "once": "f" * 20}
    assert ida.post(place + "prosjekt/", project).status_code == 422
    whole = {
        "project_ends_before": day(700).isoformat(),
        "project_funding": "Husbanken",
        "exit_plan": "Drift i ordinær tjeneste",
        "is_public": "on",
    }
    assert ida.post(place + "prosjekt/", {**project, **whole, "once": "g" * 20}).status_code == 302
    shown = ida.get(place).content.decode()
    for text in ("Boligplan", "Husbanken", "Fristen for varsel er for lang", "Åpen side", "annen part"):
        assert text in shown
    assert signed_in(world, "Tor").post(place + "part/", joins).status_code == 403
    assert ida.post(place + "steg/", {"steg": "write_draft", "once": "h" * 20}).status_code >= 400
    assert ida.post(place + "steg/", {"steg": "end", "once": "i" * 20}).status_code >= 400
    last = {"ends_before": day(0).isoformat(), "once": "j" * 20}
    early = ida.post(place + "avslutt/", last)
    assert early.status_code == 422 and "sies opp tidligst til" in early.content.decode()
    for who in ("Ida", "Leif"):
        version.refresh_from_db()
        assert version.ends_before is None
        sent = {**last, "by_consent": "on", "once": (who * 20)[:20]}
        assert signed_in(world, who).post(place + "avslutt/", sent).status_code == 302
    version.refresh_from_db()
    assert version.ends_before == day(0)


def test_line_ends_of_a_browser_are_no_change(world: World) -> None:
    draft = open_draft(begun(world))
    assert draft is not None
    template = texts(world, draft)["joint_work"]
    sent = template.replace("\n", "\r\n") + " Første møte holdes i fengselet."
    reword(world, draft, code="joint_work", title="Felles arbeid rundt personen", body=sent)
    with acting_as(world.actor("Ida")):
        (diff,) = [one for one in comparison(draft, Beside.TEMPLATE, "nb").diffs if one.state != "same"]
    assert [piece.text.strip() for piece in diff.body if piece.kind != "kept"] == [
        "Første møte holdes i fengselet."
    ]


def test_open_to_everybody_only_when_signed_and_opened(world: World) -> None:
    agreement = begun(world)
    stranger, place = Client(), f"/avtaler/{agreement.key}/apen/"
    paths = ("", "avtale.md", "avtale.json")
    Agreement.objects.update(is_public=True)
    assert [stranger.get(place + path).status_code for path in paths] == [404, 404, 404]
    version = open_draft(agreement)
    assert version is not None
    reword(world, version, body="Alle skal ha et hjem.")
    freeze(version)
    Agreement.objects.update(state="signed", is_public=False)
    assert [stranger.get(place + path).status_code for path in paths] == [404, 404, 404]
    Agreement.objects.update(is_public=True)
    pages = [stranger.get(place + path) for path in paths]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all("Alle skal ha et hjem." in page.content.decode() for page in pages)
    page = pages[0].content.decode()
    assert "| " not in page and re.search(
        r'<td data-label="Frist"><div>14 dager etter samtykke</div></td>', page
    )
    data = json.loads(pages[2].content)
    assert len(data["clauses"]) == 19 and data["numbers"]["committee_interval_months"] == 3
    assert newest_version(agreement) == version


def test_the_register_is_a_spreadsheet_of_what_the_reader_sees(world: World) -> None:
    begun(world, name="=1+1")
    with acting_as(world.actor("Tor")):
        agree(world)

    def listed(who: str, **asked: str) -> list[str]:
        answer = signed_in(world, who).get("/avtaler/regneark/", asked)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        return [str(row[0].value) for row in sheet.iter_rows(min_row=2)]

    assert listed("Ida") == ["=1+1", "Trondheimsavtalen"]
    assert listed("Oda") == ["Trondheimsavtalen"] == listed("Ida", state="in_force")
    assert "/avtaler/regneark/" in signed_in(world, "Ida").get("/avtaler/").content.decode()


def test_everybody_finds_what_is_open_from_the_sign_in_page_in_each_form(world: World) -> None:
    agreement, hidden = begun(world, name="Åpen"), begun(world, name="Lukket")
    for row in (agreement, hidden):
        version = open_draft(row)
        assert version is not None
        with acting_as(world.actor("Ida")) as ida:
            words = OwnClause(after=ClauseCode.MOVES, title="Hund", body="Ta den med.", change_note="R1")
            add_clause(actor=ida, version=version, words=words)
        freeze(version)
    Agreement.objects.update(state="signed")
    Agreement.objects.filter(pk=agreement.pk).update(is_public=True)
    stranger = Client()
    assert 'href="/avtaler/apne/"' in stranger.get(reverse("account_login")).content.decode()
    listed = stranger.get("/avtaler/apne/").content.decode()
    place = f"/avtaler/{agreement.key}/apen/"
    assert place in listed and "Lukket" not in listed
    assert place in stranger.get("/avtaler/apne/", {"q": "trondheim åpen"}).content.decode()
    assert "Ingen åpne avtaler" in stranger.get("/avtaler/apne/", {"q": "Oslo"}).content.decode()
    page = stranger.get(place).content.decode()
    links = set(re.findall(rf'href="({place}[^"]+)"', page))
    papers = {f"{place}{language}.pdf" for language in ("nb", "nn", "en")}
    spoken = ("nb", "nn", "en", "pl", "lt", "ro", "se", "ar", "so")
    assert links == papers | {f"{place}sammendrag/{language}.pdf" for language in spoken} | {
        f"{place}avtale.md",
        f"{place}avtale.json",
    }
    assert {stranger.get(link).status_code for link in links} == {200}
    assert "10a. Hund" in page
    assert stranger.get(f"/avtaler/{hidden.key}/apen/").status_code == 404
    assert stranger.get(f"/avtaler/{hidden.key}/apen/nb.pdf").status_code == 404


def district(world: World, name: str, *, of: str = "tk-koordinering", slug: str = "bydel-prove") -> Unit:
    controller = world.unit(of).controller
    return Unit.objects.create(slug=slug, name=name, kind=UnitKind.CITY_DISTRICT, controller=controller)


def test_an_agreement_of_city_districts_goes_behind_one_of_the_whole_city(world: World) -> None:
    """Which district somebody lived in stands in no case, so the wider one holds where there is one."""
    place = {"prison_unit_id": world.unit("trondheim").pk, "municipality": "5001", "today": day(0)}
    whole = agree(world)
    part = agree(world)
    assert version_in_force(**place) == part
    AgreementScope.objects.create(agreement=part.agreement, unit=district(world, "Østbyen"))
    assert version_in_force(**place) == whole
    assert versions_by_place(today=day(0))[world.unit("trondheim").pk, "5001"] == whole.pk
    shown = agreement_page(part.agreement, today=day(0))
    assert shown is not None
    facts = {str(fact.label): str(fact.value) for fact in shown.scope}
    assert facts["Gjelder bare bydelene"] == "Østbyen" and "Østbyen" not in facts["Gjelder i"]


def test_districts_and_regions_are_chosen_on_the_form(world: World) -> None:
    east = district(world, "Østbyen")
    elsewhere = district(world, "Gamle Oslo", of="ok-koordinering", slug="bydel-oslo")
    values = {
        "name": "Avtale for Østbyen",
        "purpose": "Et sted å bo",
        "kind": "release",
        "level": "local",
        "starts_on": day(30).isoformat(),
        "regions": ["nord"],
        "main_unit": world.unit("tk-koordinering").pk,
        "districts": [east.pk],
        "once": ONCE,
    }
    ida = signed_in(world, "Ida")
    refused = ida.post("/avtaler/ny/", {**values, "districts": [elsewhere.pk], "once": "y" * 20})
    assert refused.status_code == 422 and "ikke er part" in refused.content.decode()
    assert ida.post("/avtaler/ny/", values).status_code == 302
    with acting_as(world.actor("Ida")):
        scope = Agreement.objects.get(name="Avtale for Østbyen").scope
        slugs = set(scope.values_list("unit__slug", flat=True))
    north = set(Unit.objects.in_force(day(0)).prisons().filter(region="nord").values_list("slug", flat=True))
    assert slugs == north | {"bydel-prove"} and {"trondheim", "bodo"} <= slugs and "bergen" not in slugs
