"""The words of a consent: what is shared with whom, and how the person said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.enums import ConsentForm, Representation

SHAREABLE = (
    InfoClass.IDENTITY,
    InfoClass.CUSTODY,
    InfoClass.HOUSING,
    InfoClass.ECONOMY,
    InfoClass.HEALTH,
    InfoClass.NETWORK,
    InfoClass.WORK,
    InfoClass.COORDINATION,
    InfoClass.CONSENT,
)
DEFAULT_CLASSES = (
    InfoClass.IDENTITY,
    InfoClass.CUSTODY,
    InfoClass.HOUSING,
    InfoClass.COORDINATION,
    InfoClass.CONSENT,
)


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a controller's records to a unit: one class of information, one purpose."""

    giver_id: int
    receiver_unit_id: int
    info_class: InfoClass
    purpose: Purpose = Purpose.CASEWORK


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a yes or a no was given. `explained` is what the person was told, in the words used.

    `witness_name` is for an oral answer that somebody else than the writer has heard; `interpreter_how` is
    one of `InterpreterHow`.
    """

    form: ConsentForm
    language: str = "nb"
    interpreter_used: bool = False
    representation: Representation = Representation.SELF
    representative_name: str = ""
    explained: str = ""
    witness_name: str = ""
    interpreter_how: str = ""


def arrows(
    *,
    giver_id: int,
    receivers: Iterable[int],
    classes: Iterable[InfoClass],
    purpose: Purpose = Purpose.CASEWORK,
) -> list[Arrow]:
    """The same classes to each receiver. The name always goes along: nobody can be helped without one."""
    wanted = sorted({InfoClass.IDENTITY, *classes})
    return [Arrow(giver_id, unit_id, info_class, purpose) for unit_id in receivers for info_class in wanted]


def check_arrows(wanted: Sequence[Arrow]) -> None:
    """Raises RuleBroken for a consent that names nobody, or shares what can't be shared."""
    if not wanted:
        raise RuleBroken(_("Velg minst én mottaker."), code="no_receiver", field="receivers")
    if any(arrow.info_class not in SHAREABLE for arrow in wanted):
        raise RuleBroken(
            _("Egne notater og svar gitt i fortrolighet kan ikke deles."),
            code="not_shareable",
            field="classes",
        )
    named = {arrow.receiver_unit_id for arrow in wanted if arrow.info_class == InfoClass.IDENTITY}
    if any(arrow.receiver_unit_id not in named for arrow in wanted):
        raise RuleBroken(_("Navnet må deles med hver mottaker."), code="no_identity", field="classes")


def check_terms(terms: Terms) -> None:
    """Raises RuleBroken where somebody answers for the person without a name."""
    if terms.representation != Representation.SELF and not terms.representative_name.strip():
        raise RuleBroken(
            _("Skriv navnet på vergen eller fullmektigen."),
            code="representative_unnamed",
            field="representative_name",
        )


def heard_by_other(terms: Terms, writer: str) -> bool:
    """Whether a witness is named who is not the one writing it down."""
    return terms.witness_name.strip().casefold() not in {"", writer.strip().casefold()}


def one_year_after(day: dt.date) -> dt.date:
    """How long a consent lasts when nobody says otherwise; 29 February ends on 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
