"""Every form of the system sent wrong, by somebody who may send it: what is wrong is said in the reader's own
language, what was typed stands in the form again, and nothing breaks.

They are spread over all addresses that take a POST: 300 every day (beside 200 broken rolls in
`tests/exchange`), 500 as evidence, or as many as `HJEMVEI_FUZZED_FORMS` says.
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.evidence import Measured
from tests.robustness.addresses import Open, Openers
from tests.robustness.junk import Sent, languages, posts
from tests.robustness.pages import form_to
from tests.robustness.stage import build_stage
from tests.world import World

OTHER = {
    "accounts:save_draft": {204, 413},
    "accounts:tokens": {200},
    "cooperation:calendar": {200},
    "ui:wording": {200},
}
MORE = int(os.environ.get("HJEMVEI_FUZZED_FORMS", "500"))
ANSWERS = {302, 403, 404, 409, 422}
MALFORMED = {"truncated", "latin", "multipart"}
NO_FORM = {
    "accounts:second_factor": "asks only those who have not proved a second factor",
    "accounts:accept": "leads on to the next",
    "accounts:accept_opened": "needs a fresh invitation; tested by tests/accounts/test_views_provider.py",
    "accounts:offer": "needs an offer by another organisation; see tests/accounts/test_other_employers.py",
    "accounts:demo": "exists only in the demo world",
    "accounts:units": "has no form for somebody with one unit",
    "cases:refuse_move": "is for an invited municipality; tested by tests/cases/test_moves_views.py",
    "cases:ground_dispute": "is for the second municipality; see tests/cases/test_moves_and_disputes.py",
    "agreements:new_version": "is filled in and looked at with GET; tested by tests/agreements",
    "accounts:recovery_codes": "is a package's page, shown after a factor is set up",
    "accounts:activate_totp": "is a package's page",
    "accounts:add_passkey": "is a package's page",
}
OWN_FORM = {"accounts:activate_totp", "accounts:add_passkey"}
DJANGO_SAYS = re.compile(
    "This field is required|Enter a |Select a valid|Ensure this|Null characters|submitted|is not one of|"
    "characters are not allowed|Enter valid"
)
QUIET = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def openers(world: World, settings: Any) -> Iterator[Openers]:
    logging.disable(logging.WARNING)
    yield Openers(build_stage(world))
    logging.disable(logging.NOTSET)


@pytest.mark.slow
@pytest.mark.parametrize("cases", [300, pytest.param(MORE, marks=pytest.mark.evidence)])
def test_no_form_is_answered_by_an_error_and_nothing_typed_is_lost(
    openers: Openers, measured: Measured, cases: int
) -> None:
    forms, buttons = openers.all()
    assert set(openers.closed) <= set(NO_FORM), set(openers.closed) - set(NO_FORM)
    drafts_are_kept_by(found for found in forms if found.name not in OWN_FORM)
    targets = [found for found in [*forms, *buttons] if found.name not in NO_FORM]
    answered: Counter[int] = Counter()
    for turn, target in enumerate(targets):
        left = len(targets) - turn
        _fuzz(openers, target, answered, count=-(-(cases - answered.total()) // left), turn=turn)
    measured(posts=answered.total(), addresses=len(targets))
    print(dict(sorted(answered.items())))
    assert answered[422] > cases * 0.4


def drafts_are_kept_by(forms: Iterable[Open]) -> None:
    """A draft is kept under the address that the form is sent to; a form with nothing to type has none."""
    for found in forms:
        asks = set(found.form.fields) - {"once", "csrfmiddlewaretoken"}
        expected = f"/konto/kladd/?{urlencode({'path': found.path})}" if asks else ""
        assert found.form.draft_url == expected, found.name


def _fuzz(openers: Openers, target: Open, answered: Counter[int], *, count: int, turn: int) -> None:
    @seed(20261116 + turn)
    @settings(max_examples=max(count, 1), **QUIET)
    @given(sent=posts(target.form), language=languages)
    def send(sent: Sent, language: str) -> None:
        client = openers.client(target.who)
        client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
        with transaction.atomic():
            answer = client.generic("POST", target.path, sent.body, content_type=sent.content_type)
            transaction.set_rollback(True)
        answered[answer.status_code] += 1
        _judge(target, sent, answer, language)

    send()


def _judge(target: Open, sent: Sent, answer: Any, language: str) -> None:
    allowed = (
        ANSWERS
        | ({400} if sent.kind in MALFORMED or target.is_button else set())
        | OTHER.get(target.name, set())
    )
    told = (target.name, target.path, sent.kind, {k: [v[:60] for v in vs] for k, vs in sent.values.items()})
    assert answer.status_code in allowed, (answer.status_code, told)
    if answer.status_code != 422 or target.is_button:
        return
    page = answer.content.decode()
    with translation.override(language):
        assert gettext("For å gå videre må du rette dette:") in page, told
    if language != "en":
        assert not DJANGO_SAYS.search(_lines(page)), (_lines(page), told)
    if sent.kind in ("urlencoded", "multipart"):
        assert _lost(target, sent, page) == {}, told


def _lines(page: str) -> str:
    return page.split("data-error-summary", 1)[1].split("</ul>", 1)[0]


def _lost(target: Open, sent: Sent, page: str) -> dict[str, tuple[str, list[str]]]:
    """What was typed or chosen, and what the answered form holds instead."""
    shown = form_to(page, target.path)
    assert shown is not None
    lost = {}
    for name, field in target.form.fields.items():
        given_values = sent.values.get(name, [])
        meant = given_values[-1] if given_values else ""
        kept = shown.fields[name].values if name in shown.fields else []
        known = field.is_typed or (len(given_values) == 1 and meant in field.choices)
        asked = name not in ("once", "csrfmiddlewaretoken") and known and _visible(meant)
        if asked and _plain(meant) not in {_plain(value) for value in kept or [""]}:
            lost[name] = (meant[:80], [value[:80] for value in kept])
    return lost


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()


def _visible(value: str) -> bool:
    """Control characters cannot stand in HTML."""
    return all(char.isprintable() or char in "\r\n\t " for char in value)
