"""What the person says is wrong, and what was answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.parties.models import Unit
from hjemvei.rights import policy
from hjemvei.rights.actions.answer_correction import answer_correction
from hjemvei.rights.actions.take_down_correction import take_down_correction
from hjemvei.rights.enums import (
    CorrectionState,
    Delivery,
    RequestForm,
)
from hjemvei.rights.forms import (
    AnswerForm,
    CorrectionForm,
)
from hjemvei.rights.models import Correction
from hjemvei.rights.pointing import written
from hjemvei.sharing.models import writing_unit
from hjemvei.sharing.queries import find_case, find_row
from hjemvei.ui.forms import sent

CASE = "rights:case"


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_ask(actor).require()
    form = CorrectionForm(sent(request), actor=actor, written=written(actor, case))

    def act() -> object:
        said, unit = form.values()
        to_unit = unit or Unit.objects.get(pk=writing_unit(actor, case))
        how = RequestForm(form.cleaned_data["form"])
        return take_down_correction(
            actor=actor, case=case, said=said, to_unit=to_unit, form=how, at=clock.now()
        )

    lede = _("Enheten som skrev det, får beskjed og svarer innen en måned.")
    texts = {"title": _("Personen mener noe er feil"), "submit": _("Skriv det ned"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)


@require_http_methods(["GET", "POST"])
@once
def answer_to(request: HttpRequest, key: str, correction: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_row(actor, Correction, case=case, key=correction)
    policy.can_answer_correction(actor, row).require()
    form = AnswerForm(sent(request), initial={"told": row.form == RequestForm.PORTAL and Delivery.PORTAL})

    def act() -> object:
        values = form.cleaned_data
        state, told = CorrectionState(values["state"]), Delivery(values["told"])
        return answer_correction(
            actor=actor, correction=row, state=state, answer=values["answer"], told=told, at=clock.now()
        )

    lede = _("Skrevet: %(about)s. Personen sier: %(said)s") % {"about": row.about, "said": row.said}
    texts = {"title": _("Svar på krav om retting"), "submit": _("Lagre svaret"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)
