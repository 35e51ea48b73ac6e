"""An agreement from the template to what it changes: Kristiansand and three prisons, one deadline of their
own, signed; 25 days pass, the deadline breaks, and the committee, the target number and the map know it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from hjemvei.agreements.clauses import lengths, read_template
from hjemvei.agreements.defaults import CASE_DEADLINES, Parameters, parameter_changes
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset, configured
from hjemvei.agreements.words import length, said
from hjemvei.core.embedded import Server
from tests.journeys import steps_agreement as steps
from tests.journeys.axe import NARROW, Found, examine, look, look_at_refusal
from tests.journeys.browsing import Desk, SignIn
from tests.journeys.seed import today_in_norway
from tests.journeys.site import Site, running_site
from tests.paper import text_of

pytestmark = pytest.mark.journey

DAYS_BACK, DEADLINE, SHORTER = 25, 10, 7
"""A running year counts what is a fortnight old: by the template's own 14 days nothing would have moved."""


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, database_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site of its own: its clock is set back, and a night in it looks into every case."""
    var, name = tmp_path_factory.mktemp("agreement"), "hjemvei_agreement"
    clock = "tests.journeys.clock:application"
    with running_site(database_server, name=name, var=var, application=clock) as found:
        yield found


class Eyes:
    """axe on the pages that are passed, light, dark and narrow, and on refused forms."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def on(self, desk: Desk, who: str) -> None:
        address = desk.page.url.removeprefix(desk.address)
        for width, schemes in ((1280, ("light", "dark")), (NARROW, ("light",))):
            desk.page.set_viewport_size({"width": width, "height": 900})
            self.found += examine(desk, address, who=who, width=width, schemes=schemes)
        desk.page.set_viewport_size({"width": 1280, "height": 900})

    def at(self, desk: Desk, who: str, *addresses: str) -> None:
        for address in addresses:
            assert desk.go(address) == 200, address
            self.on(desk, who)

    def glance(self, desk: Desk, who: str, *addresses: str) -> None:
        """In the dark on a telephone: pages that are passed on the way to another."""
        desk.page.set_viewport_size({"width": NARROW, "height": 900})
        for address in addresses:
            self.found += look(desk, address, who=who, width=NARROW, schemes=("dark",))
        desk.page.set_viewport_size({"width": 1280, "height": 900})

    def refused(self, desk: Desk, who: str, *addresses: str) -> None:
        for address in addresses:
            self.found += look_at_refusal(desk, address, who=who, width=1280)


def test_the_agreement_drives_the_work(site: Site, sign_in: SignIn) -> None:
    site.set_back(DAYS_BACK)
    today, eyes = today_in_norway(), Eyes()
    day = today - dt.timedelta(days=DAYS_BACK)
    due = day + dt.timedelta(days=DEADLINE)
    kaia = sign_in("Kaia")
    assert steps.tile_of(sign_in(""), "Kristiansand") == "Kristiansand: mangler avtale"
    key = _agree(kaia, sign_in("Frida"), eyes, day=day)
    anybody = sign_in("")
    for desk in (kaia, anybody):
        assert steps.tile_of(desk, "Kristiansand") == "Kristiansand: har avtale"
    eyes.on(anybody, "")
    steps.aim(kaia, key, year=due.year)
    before = steps.number_of(kaia, key, year=due.year)
    forum, meeting = _committee(kaia, eyes, key, day=today + dt.timedelta(days=14))
    late, case = _five_in_prison(kaia, sign_in("Unni"), day=day, due=due)
    _look_ahead(sign_in("Geir"), key, eyes)
    site.set_back(0)
    site.night()
    unni, kaia = sign_in("Unni"), sign_in("Kaia")
    eyes.at(unni, "Unni", f"/sak/{case}/oppgaver/", "/avvik/", f"/avvik/sak/{case}/")
    assert f"{steps.LATE}: {steps.RULE}" in unni.text()
    steps.tell_committee(unni)
    eyes.on(unni, "Unni")
    eyes.refused(unni, "Unni", unni.page.url.removeprefix(unni.address))
    steps.summarise(unni)
    steps.release(sign_in("Geir"))
    steps.gather(kaia, forum, meeting)
    eyes.on(kaia, "Kaia")
    page = kaia.text()
    assert steps.LATE in page and steps.SUMMARY in page and steps.MEASURE in page
    assert not [word for word in late.split() if word in kaia.page.content()]
    after = steps.number_of(kaia, key, year=due.year)
    eyes.on(kaia, "Kaia")
    assert "mellom" not in before and "mellom 0 og 80 prosent" in after and "ikke nådd" in after
    assert steps.tile_of(kaia, "Kristiansand") == "Kristiansand: har avtale"
    eyes.glance(kaia, "Kaia", *_passed(key, forum))
    _on_paper(kaia, anybody, key)
    eyes.on(anybody, "")
    assert not eyes.found, "\n".join(map(str, eyes.found))


def _agree(kaia: Desk, frida: Desk, eyes: Eyes, *, day: dt.date) -> str:
    """From the template to what is in force, with the pages' refusals on the way."""
    eyes.refused(kaia, "Kaia", "/avtaler/ny/")
    key = steps.begin(kaia, day=day)
    steps.change_deadline(kaia, key, days=DEADLINE)
    steps.reword(kaia, key)
    steps.name_units(kaia, key)
    draft = f"/avtaler/{key}/utkast/"
    pages = (draft, f"{draft}roller/", f"{draft}tall/", f"{draft}nb/consent/")
    eyes.at(kaia, "Kaia", "/avtaler/", "/avtaler/ny/", *pages, f"/avtaler/{key}/")
    eyes.refused(kaia, "Kaia", f"{draft}tall/", f"{draft}nb/consent/")
    kaia.go(draft)
    kaia.link("Se hva som er endret")
    eyes.on(kaia, "Kaia")
    _compared(kaia)
    steps.anchor(kaia, key, day=day)
    signing = f"/avtaler/{key}/versjon/1/underskrift/"
    eyes.refused(kaia, "Kaia", signing)
    steps.sign_paper(kaia, key, day=day)
    eyes.on(kaia, "Kaia")
    steps.sign_own(frida, key, day=day)
    frida.go(f"/avtaler/{key}/")
    assert "gjelder nå" in frida.text()
    eyes.on(frida, "Frida")
    steps.open_for_all(kaia, key)
    return key


def _passed(key: str, forum: str) -> list[str]:
    signed = ("forankring/", "forstelinje/", "sammendrag/", "sammendrag/ar/")
    own = ("prosjekt/", "part/", "gjennomgang/", "forankring/", "utkast/punkt/", "utkast/nb/prison_duties/")
    return [
        "/avvik/utvalg/",
        f"/samarbeid/{forum}/vedtak/",
        f"/tall/avtale/{key}/tell/",
        *(f"/avtaler/{key}/versjon/2/{page}" for page in signed),
        *(f"/avtaler/{key}/{page}" for page in own),
    ]


def _compared(kaia: Desk) -> None:
    """Number by number and clause by clause, beside the template."""
    numbers = kaia.main().get_by_role("table", name="Tall og frister")
    rows = [row.inner_text() for row in numbers.get_by_role("row").all()[1:]]
    assert [" ".join(row.split()) for row in rows] == [
        f"{steps.RULE} 14 dager etter samtykke 10 dager etter samtykke"
    ]
    text = kaia.text()
    assert "Endrede punkter: 3 av 19" in text
    assert [title for title in steps.CHANGED if title not in text] == [] and "{" not in text
    told = {tag: kaia.main().locator(tag).all_inner_texts() for tag in ("del", "ins")}
    assert [words.strip() for words in told["del"]] == ["14", "14"]
    assert sorted(words.strip() for words in told["ins"]) == ["10", "10", steps.OWN_WORDS]


def _committee(kaia: Desk, eyes: Eyes, key: str, *, day: dt.date) -> tuple[str, str]:
    eyes.refused(kaia, "Kaia", f"/tall/avtale/{key}/nytt/", f"/samarbeid/ny/?avtale={key}")
    forum, meeting = steps.found_committee(kaia, key, day=day)
    place = f"/samarbeid/{forum}/"
    eyes.at(kaia, "Kaia", "/samarbeid/", place, f"{place}medlemmer/", f"{place}medlemmer/ny/")
    eyes.refused(kaia, "Kaia", f"{place}moter/ny/")
    return forum, meeting


def _five_in_prison(kaia: Desk, unni: Desk, *, day: dt.date, due: dt.date) -> tuple[str, str]:
    """Five say yes; the notice of the first is left lying. Return whose it was, and the case."""
    steps.load_roll(unni, day=day)
    keys = steps.keys_of(unni)
    ours = [f"{given} {family}" for _ref, family, given, _born, stay in steps.PEOPLE if stay == "4204"]
    for name in ours:
        steps.consent(unni, keys[name])
    for name in ours[1:]:
        steps.notify(unni, keys[name])
    steps.acknowledge_all(kaia, ours[1:])
    unni.go(f"/sak/{keys[ours[0]]}/oppgaver/")
    line = unni.main().get_by_role("listitem").filter(has_text=steps.RULE).first
    assert f"{due:%d.%m.%Y}" in line.inner_text()
    return ours[0], keys[ours[0]]


def _look_ahead(geir: Desk, key: str, eyes: Eyes) -> None:
    """What a shorter deadline still would do to the case that waits; it stays a draft and moves nothing."""
    steps.begin_next(geir, key, days=SHORTER)
    eyes.on(geir, "Geir")
    text = geir.text()
    assert "1 av 5 åpne saker får nye frister" in text and "Det gjelder 1 oppgave." in text


def _on_paper(kaia: Desk, anybody: Desk, key: str) -> None:
    """Every clause and every number, also for whoever is not signed in."""
    kaia.go(f"/avtaler/{key}/versjon/1/underskrift/")
    with kaia.page.expect_download() as own:
        kaia.link("Hele teksten som PDF")
    anybody.go(f"/avtaler/{key}/apen/")
    with anybody.page.expect_download() as opened:
        anybody.link("Last ned hele avtalen (PDF)")
    titles = [f"{number}. {one.title}" for number, one in enumerate(read_template("nb"), 1)]
    assert len(titles) == 19
    wanted = [*titles, *_agreed(), steps.OWN_WORDS]
    assert len(wanted) > 60
    for file in (own.value.path(), opened.value.path()):
        text = text_of(file.read_bytes())
        assert [words for words in wanted if words not in text] == []


def _agreed() -> list[str]:
    """Every number of the version in words: the template's own, but the one that was changed."""
    changed = {"first_notice": Offset(DEADLINE, OffsetUnit.DAYS)}
    numbers = Parameters()
    rules = configured(CASE_DEADLINES, changes={**parameter_changes(numbers), **changed})
    found = [length(one.count, one.unit) for one in lengths(numbers, rules).values() if one.count]
    return found + [said(rule.due, each_prison=rule.each_prison) for rule in rules]
