"""Receipts to the person for a yes and for a yes taken back, in the language that was spoken."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils import timezone

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.exchange.letter_consent import Shared, Yes, consent_receipt, withdrawal_receipt
from hjemvei.exchange.letter_frame import Frame
from hjemvei.exchange.letter_pdf import Letter
from hjemvei.exchange.letters import Sent, frame_to_person, keep_letter
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.events import Change, SharingChanged
from hjemvei.sharing.models import Consent, ConsentScope
from hjemvei.sharing.plain import CLASSES


def on_sharing(news: SharingChanged) -> None:
    """A narrower yes takes the old one's place at once: its receipt is enough where somebody keeps access."""
    if news.change in (Change.GIVEN, Change.WIDENED, Change.RENEWED):
        _yes(news)
    elif news.change is Change.WITHDRAWING and not news.keeps:
        _no_longer(news)


def _yes(news: SharingChanged) -> None:
    scopes = _scopes(news.actor, news.consent)

    def write(frame: Frame) -> Letter:
        consent = news.consent
        last = consent.ends_before - dt.timedelta(days=1) if consent.ends_before else None
        yes = Yes(
            shared=_by_receiver(scopes),
            starts_on=consent.starts_on,
            last_day=last,
            how=ConsentForm(consent.form),
            representative=consent.representative_name,
        )
        return consent_receipt(frame, yes)

    keep_letter(
        actor=news.actor,
        case=news.case,
        frame=frame_to_person(news.actor, news.case, language=news.consent.language, at=news.at),
        write=write,
        sent=Sent(kind="letter", about=f"consent:{news.consent.key}", info_class=InfoClass.CONSENT),
        at=news.at,
    )


def _no_longer(news: SharingChanged) -> None:
    """Everybody who works with the person takes a withdrawal down; some read no consents but their own."""
    receivers = tuple(dict.fromkeys(scope.receiver_unit.name for scope in _scopes(news.actor, news.consent)))
    reads_consents = news.actor.may_read(InfoClass.CONSENT)
    keep_letter(
        actor=news.actor,
        case=news.case,
        frame=frame_to_person(news.actor, news.case, language=news.consent.language, at=news.at),
        write=partial(withdrawal_receipt, receivers=receivers, withdrawn_on=timezone.localdate(news.at)),
        sent=Sent(
            kind="letter",
            about=f"withdrawal:{news.consent.key}",
            info_class=InfoClass.CONSENT if reads_consents else InfoClass.COORDINATION,
        ),
        at=news.at,
    )


def _scopes(actor: Actor, consent: Consent) -> list[ConsentScope]:
    """As the actor sees them: a receiver that isn't told of others doesn't get to name them."""
    rows = ConsentScope.objects.visible_to(actor).filter(consent=consent)
    return list(rows.select_related("receiver_unit", "giver").order_by("receiver_unit__name", "info_class"))


def _by_receiver(scopes: list[ConsentScope]) -> tuple[Shared, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for scope in scopes:
        label = str(CLASSES[InfoClass(scope.info_class)])
        classes = found.setdefault((scope.receiver_unit.name, scope.giver.name), [])
        if label not in classes:
            classes.append(label)
    return tuple(
        Shared(receiver=receiver, giver=giver, classes=tuple(classes))
        for (receiver, giver), classes in found.items()
    )
