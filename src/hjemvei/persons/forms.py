"""Forms of the page for linked records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.persons.queries import RecordView
from hjemvei.ui.formats import date as shown_date
from hjemvei.ui.forms import OnceForm


class LinkForm(OnceForm):
    other = forms.ChoiceField(label=_("Samme person som"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Hvordan vet du at det er samme person?"), max_length=300)

    def __init__(self, *args: Any, candidates: Sequence[RecordView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(found.key, _choice(found)) for found in candidates]


class UnlinkForm(OnceForm):
    reason = forms.CharField(label=_("Hvorfor er det ikke samme person?"), max_length=300)


def _choice(found: RecordView) -> str:
    born = shown_date(found.birth_date) if found.birth_date else ""
    return " · ".join(part for part in (found.name, born, found.number) if part)
