"""Long forms cut while somebody types: the session ends, the browser dies, another sits down at the screen.
What was typed comes back to its writer, on the same page, and to nobody else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import Draft, User
from tests.robustness.addresses import Open, Openers, named_patterns
from tests.robustness.pages import PageForm, form_to
from tests.robustness.stage import Stage, build_stage
from tests.world import World

URLENCODED = "application/x-www-form-urlencoded"
STORY = "Han vil bo nær søsteren på Møllenberg.\nNavet sier «nei» – <vi> spør igjen & ringer torsdag. "
LONG = (
    "cases:new_notice",
    "cases:answer_inquiry",
    "cases:messages",
    "cases:answer_message",
    "needs:record",
    "plans:write",
    "allocation:apply",
    "allocation:decide",
    "tenancies:report",
    "sharing:new",
    "cases:new_date",
    "cases:absence",
    "cases:gone",
    "deviations:report",
    "deviations:lesson",
    "cooperation:minutes",
    "cooperation:new_thread",
    "presence:book",
    "routines:new",
)


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    logging.disable(logging.WARNING)
    yield build_stage(world)
    logging.disable(logging.NOTSET)


def opened(stage: Stage) -> list[tuple[Open, PageForm, dict[str, list[str]]]]:
    """Each long form as it is opened, and what somebody types in it."""
    openers, patterns = Openers(stage), dict(named_patterns())
    found = []
    for name in LONG:
        target = openers.open(name, patterns[name])
        assert target is not None, name
        found.append((target, target.form, typed(target.form)))
    return found


def typed(form: PageForm) -> dict[str, list[str]]:
    """Everything a person would fill in: long text, another day, the last of each choice."""
    values = form.values()
    for name, field in form.fields.items():
        if field.kind == "textarea":
            values[name] = [STORY * 3]
        elif field.kind == "date":
            values[name] = ["2026-12-24"]
        elif field.kind == "text" and name not in ("once", "csrfmiddlewaretoken"):
            values[name] = ["Etter samtale på tirsdag"]
        elif field.kind in ("select", "radio", "checkbox") and field.choices:
            values[name] = [field.choices[-1]]
    return values


def browser(stage: Stage, who: str) -> Client:
    """A browser as browsers are: with the CSRF check, and signed in."""
    client = Client(enforce_csrf_checks=True)
    enter(client, stage, who)
    return client


def enter(client: Client, stage: Stage, who: str) -> None:
    client.force_login(User.objects.get(pk=stage.world.actor(who).user_id))
    session = client.session
    session["second_factor"] = True
    session.save()


def ready(client: Client, path: str, values: dict[str, list[str]]) -> str:
    """The values as the page of this browser would send them."""
    form = form_to(client.get(path).content.decode(), path)
    assert form is not None
    fresh = {
        name: form.fields[name].values for name in ("csrfmiddlewaretoken", "once") if name in form.fields
    }
    return urlencode(values | fresh, doseq=True)


def holds(client: Client, path: str, values: dict[str, list[str]]) -> bool:
    """Whether the page shows all that was typed, and says so."""
    page = client.get(path).content.decode()
    form = form_to(page, path)
    assert form is not None
    shown = {name: form.fields[name].values for name in values if name not in ("csrfmiddlewaretoken", "once")}
    hidden = {name for name, field in form.fields.items() if field.kind == "hidden"}
    wanted = {name: many for name, many in values.items() if name in shown and name not in hidden}
    same = all(_lines(shown[name]) == _lines(many) for name, many in wanted.items())
    return same and "Vi har tatt vare på det du skrev" in page


def _lines(values: list[str]) -> list[str]:
    return [value.replace("\r\n", "\n") for value in values]


def end_session(client: Client) -> None:
    session = client.session
    session["seen_at"] = 1
    session.save()


def test_a_session_that_ends_before_sending_loses_nothing(stage: Stage) -> None:
    for target, _form, values in opened(stage):
        client = browser(stage, target.who)
        body = ready(client, target.path, values)
        end_session(client)
        late = client.post(
            target.path, body, content_type=URLENCODED, HTTP_REFERER=f"http://testserver{target.path}"
        )
        assert late.status_code == 302, target
        assert parse_qs(urlsplit(late.headers["Location"]).query)["next"] == [target.path], target
        enter(client, stage, target.who)
        assert holds(client, target.path, values), target
        if target.name == "cases:new_date":
            nobody_else_sees(stage, client, target)


def nobody_else_sees(stage: Stage, client: Client, target: Open) -> None:
    """A colleague who signs in at the same screen, and may open the same page."""
    enter(client, stage, "Siv")
    page = client.get(target.path)
    assert page.status_code == 200
    assert "Vi har tatt vare på" not in page.content.decode()
    assert "Etter samtale på tirsdag" not in page.content.decode()


def test_a_browser_that_dies_while_typing_loses_nothing_that_was_saved(stage: Stage) -> None:
    """The page saves by itself two seconds after the last key; here that save is the last thing it does."""
    for target, form, values in opened(stage):
        client = browser(stage, target.who)
        body = ready(client, target.path, values)
        assert form.draft_url, target
        token = client.cookies["csrftoken"].value
        saved = client.post(form.draft_url, body, content_type=URLENCODED, headers={"X-CSRFToken": token})
        assert saved.status_code == 204, target
        again = browser(stage, target.who)
        assert holds(again, target.path, values), target
        if target.name == "plans:write":
            late_save(stage, target, form, values)
            ended(stage, target, form)


def late_save(stage: Stage, target: Open, form: PageForm, values: dict[str, list[str]]) -> None:
    """The page saves by itself once more, after the session has ended."""
    client = browser(stage, target.who)
    body = ready(client, target.path, values)
    end_session(client)
    assert client.post(form.draft_url, body, content_type=URLENCODED).status_code == 302
    enter(client, stage, target.who)
    assert holds(client, target.path, values)


def ended(stage: Stage, target: Open, form: PageForm) -> None:
    """Sent, or thrown away by its writer."""
    values = form.values() | {"own_words": ["Jeg vil hjem til jul"]}
    client = browser(stage, target.who)
    for where in (target.path, form.draft_url.replace("/kladd/", "/kladd/forkast/")):
        body = ready(client, target.path, values)
        assert client.post(form.draft_url, body, content_type=URLENCODED).status_code == 204
        assert target.path in kept(stage, target.who)
        assert client.post(where, body, content_type=URLENCODED).status_code == 302
        assert target.path not in kept(stage, target.who)


def kept(stage: Stage, who: str) -> list[str]:
    with acting_as(stage.world.actor(who)):
        return list(Draft.objects.order_by("path").values_list("path", flat=True))
