"""Forms of the roll pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.exchange.actions.decide_row import Verdict
from hjemvei.parties.models import Unit
from hjemvei.ui.forms import DateField, Form, OnceForm


class RollForm(OnceForm):
    """A file, whose it is, and which day it is for."""

    prison = forms.ChoiceField(label=_("Fengsel"))
    roll_date = DateField(
        label=_("Listen gjelder for"),
        latest=clock.today,
        help_text=_("Dagen listen ble tatt ut, ikke dagen den leses inn."),
    )
    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "CSV fra fengselets system eller lagret fra regneark. Ingenting endres før du tar listen i bruk."
        ),
    )

    def __init__(self, *args: Any, prisons: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["prison"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(unit.slug, unit.name) for unit in prisons]


class VerdictForm(Form):
    verdict = forms.ChoiceField(
        choices=[(Verdict.SAME.value, _("Samme person")), (Verdict.OTHER.value, _("En annen person"))]
    )
