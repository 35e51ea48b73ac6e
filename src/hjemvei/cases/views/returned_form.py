"""Where the code on a consent form leads: to the consent, for staff who may see it; to nothing for others."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hjemvei.audit.once_view import once
from hjemvei.cases.actions.attach_scan import attach_scan
from hjemvei.cases.forms_inside import ScanForm
from hjemvei.cases.views.case_form import actor_of
from hjemvei.cases.views.form_page import Asked
from hjemvei.core import clock
from hjemvei.sharing.models import Consent
from hjemvei.sharing.policy import can_answer_consent
from hjemvei.sharing.queries import consents_seen, disclose
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

ASKED = Asked(
    title=_("Signert skjema"),
    submit=_("Lagre skjemaet"),
    back="sharing:consent",
    lede=_("Skjemaet legges til det som er skrevet om samtykket. Registrer svaret hvis det mangler."),
)


@require_http_methods(["GET", "POST"])
@once
def returned(request: HttpRequest, consent_key: str) -> HttpResponse:
    actor = actor_of(request)
    consent = consents_seen(actor).filter(key=consent_key).first()
    if consent is None:
        raise Http404
    can_answer_consent(actor, consent).require()
    form = ScanForm(sent(request), request.FILES or None)
    if form.is_bound and carried_out(form, lambda: _attach(request, consent, form)):
        return redirect("sharing:consent", consent.case.key)
    context = {
        "case": consent.case,
        "person": disclose(actor, consent.case),
        "form": form,
        "asked": ASKED,
        "action": request.path,
    }
    return render(request, "cases/inside_form.html", context, status=422 if form.is_bound else 200)


def _attach(request: HttpRequest, consent: Consent, form: ScanForm) -> None:
    file = form.cleaned_data["file"]
    attach_scan(
        actor=actor_of(request),
        consent=consent,
        file_name=file.name,
        content=file.read(),
        at=clock.now(),
    )
