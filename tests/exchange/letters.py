"""Letters of every kind with made-up facts, and what can be read out of a PDF without other programs."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from collections.abc import Callable

from django.utils import translation

from hjemvei.exchange.letter_consent import Shared, Yes, consent_receipt, withdrawal_receipt
from hjemvei.exchange.letter_cooperation import Aim, Step, Told, notice, plan
from hjemvei.exchange.letter_form import Paper, consent_paper
from hjemvei.exchange.letter_frame import Frame
from hjemvei.exchange.letter_housing import (
    Home,
    Ruling,
    decision,
    offer,
    provisional_reply,
)
from hjemvei.exchange.letter_pdf import Letter, as_json
from hjemvei.exchange.letter_tenancy import Tenancy, guarantee, lease_confirmation
from hjemvei.sharing.enums import ConsentForm

DAY = dt.date(2026, 11, 16)
LATER = dt.date(2026, 12, 7)
HOSTILE = (
    '#panic("ut") #read("/etc/passwd") $x^2$ *fet* _skrå_ <a> @b `kode` \\ \x00\x07\x1b[31m '
    "\u202eavsnu\u202c محمد עברית 中文 🏠 " + "x" * 5000 + "\nNy linje\n\n= Ikke overskrift\n- ikke liste"
)


def frame(text: str = "", language: str = "nb", sender: str = "Trondheim kommune, boligkontoret") -> Frame:
    return Frame(
        sender=text or sender,
        sender_lines=(text or "Trondheim kommune",),
        receiver=text or "Klok Lyng",
        receiver_lines=(text or "Prøveveien 1",),
        dated_on=DAY,
        language=language,
        reference="abc234def567",
        signed_by=text or "Sara Prøve",
    )


def _yes(text: str) -> Yes:
    shared = Shared(receiver=text or "NAV", giver=text or "Fengselet", classes=(text or "bolig", "økonomi"))
    return Yes(
        shared=(shared, shared), starts_on=DAY, last_day=LATER, how=ConsentForm.ORAL, representative=text
    )


def _ruling(text: str, granted: bool) -> Ruling:
    return Ruling(
        is_granted=granted,
        received_on=DAY,
        decided_on=DAY,
        appeal_by=LATER,
        help_given=text or "Kommunal bolig",
        reasons=text or "Mangler bolig",
    )


def _home(text: str) -> Home:
    return Home(
        address=text or "Prøvegata 9",
        kind=text or "ordinær bolig",
        rooms=2,
        area=41,
        rent=8250,
        is_step_free=True,
        house_rules=text,
    )


def _tenancy(text: str) -> Tenancy:
    return Tenancy(
        tenant=text or "Klok Lyng",
        address=text or "Prøvegata 9",
        rent=8250,
        signed_on=DAY,
        starts_on=LATER,
        ends_before=None,
    )


def _told(text: str) -> Told:
    return Told(
        person=text or "Klok Lyng",
        born_on=DAY.replace(year=1996),
        expected_on=LATER,
        certainty="sannsynlig",
        lead_days=21,
        acknowledge_by=DAY,
        is_again=False,
        note=text or "Ønsker å bo i Trondheim.",
    )


def _plan(f: Frame, text: str) -> Letter:
    step = Step(text=text or "Søke bolig", who=text or "NAV", due_on=LATER, state="planlagt")
    aim = Aim(area=text or "Bolig", goal=text or "Eget sted å bo", steps=(step, step))
    return plan(f, own_words=text or "Jeg vil hjem.", starts_on=DAY, review_on=None, aims=(aim, aim))


KINDS: dict[str, Callable[[Frame, str], Letter]] = {
    "consent": lambda f, t: consent_receipt(f, _yes(t)),
    "withdrawal": lambda f, t: withdrawal_receipt(
        f, receivers=(t or "NAV", "boligkontoret"), withdrawn_on=DAY
    ),
    "granted": lambda f, t: decision(f, _ruling(t, True)),
    "refused": lambda f, t: decision(f, _ruling(t, False)),
    "reply": lambda f, t: provisional_reply(f, received_on=DAY),
    "offer": lambda f, t: offer(f, _home(t), available_from=LATER, answer_by=DAY),
    "lease": lambda f, t: lease_confirmation(f, _tenancy(t)),
    "guarantee": lambda f, t: guarantee(f, _tenancy(t), amount=24750, issued_on=DAY, is_deposit=False),
    "deposit": lambda f, t: guarantee(f, _tenancy(t), amount=24750, issued_on=DAY, is_deposit=True),
    "notice": lambda f, t: notice(f, _told(t)),
    "plan": _plan,
    "form": lambda f, t: consent_paper(
        f,
        Paper(
            receivers=(t or "NAV",),
            classes=(t or "bolig",),
            reference="abc234def567",
            address="https://hjemvei.example/skjema/abc234def567/",
        ),
    ),
}


def write(kind: str, *, text: str = "", language: str = "nb") -> Letter:
    with translation.override(language):
        return KINDS[kind](frame(text, language), text)


def words(letter: Letter) -> str:
    """All text that goes to the paper, as typst gets it."""
    return json.dumps(json.loads(as_json(letter)), ensure_ascii=False)


def unpacked(pdf: bytes) -> bytes:
    """The file with every compressed stream opened after it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(b"")
    return pdf + b"\n".join(opened)
