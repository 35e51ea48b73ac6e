"""Free text in a forum is about routines: identity numbers are refused, likely names asked about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.cases.rules.anonymity import has_identity_number, may_identify
from hjemvei.cooperation.rules import without_names
from hjemvei.core.errors import RuleBroken


def refuse_numbers(**texts: str) -> None:
    """By the form's field. Raises RuleBroken."""
    for field, text in texts.items():
        if has_identity_number(text):
            raise RuleBroken(
                _("Teksten har et fødselsnummer. Her skal ingen person i en sak kunne kjennes igjen."),
                code="identifying",
                field=field,
            )


def looks_personal(text: str, *, names: Sequence[str]) -> bool:
    """`names` are the members' own, which may stand in what they write to one another."""
    return may_identify(without_names(text, names))
