"""The lease of a case: sign, keys, end, security, and the first night."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.homes.policy import HOUSING_ROLES
from hjemvei.needs.answers import answer
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.tenancies import policy
from hjemvei.tenancies.actions.end_lease import end_lease
from hjemvei.tenancies.actions.hand_keys import hand_keys
from hjemvei.tenancies.actions.issue_guarantee import issue_guarantee
from hjemvei.tenancies.actions.record_first_night import record_first_night
from hjemvei.tenancies.actions.sign_lease import sign_lease
from hjemvei.tenancies.forms import ConfirmForm, EndForm, LeaseForm, NightForm, SecurityForm
from hjemvei.tenancies.queries import find_accepted_offer, find_lease, leases_of, nights_of, released_on
from hjemvei.tenancies.rules import SECURITY_MONTHS
from hjemvei.ui.formats import number
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

HOME = "tenancies:home"


@require_safe
def home(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, today = find_case(actor, key), clock.today()
    context = {
        "case": case,
        "person": disclose(actor, case),
        "leases": leases_of(actor, case, today=today),
        "nights": nights_of(actor, case),
        "may_lease": actor.has(*HOUSING_ROLES),
        "may_secure": policy.can_secure(actor),
        "may_record": policy.can_record_night(actor),
    }
    return render(request, "tenancies/home.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def sign(request: HttpRequest, key: str, offer: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_accepted_offer(actor, case, offer)
    policy.can_lease(actor, unit_id=row.owner_unit_id).require()
    initial = {"rent": row.dwelling.rent, "signed_on": clock.today(), "starts_on": row.available_from}
    form = LeaseForm(sent(request), initial=initial)

    def act() -> object:
        return sign_lease(actor=actor, offer=row, terms=form.terms(), at=clock.now())

    title = _("Leiekontrakt: %(name)s") % {"name": row.dwelling.name}
    return answer(request, case, form, act, back=HOME, title=title, submit=_("Kontrakten er signert"))


@require_http_methods(["GET", "POST"])
@once
def keys(request: HttpRequest, key: str, lease: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_lease(actor, case, lease)
    policy.can_lease(actor, unit_id=row.owner_unit_id).require()
    form = ConfirmForm(sent(request))

    def act() -> object:
        return hand_keys(actor=actor, lease=row, at=clock.now())

    return answer(request, case, form, act, back=HOME, title=_("Nøkler"), submit=_("Nøklene er utlevert"))


@require_http_methods(["GET", "POST"])
@once
def end(request: HttpRequest, key: str, lease: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_lease(actor, case, lease)
    policy.can_lease(actor, unit_id=row.owner_unit_id).require()
    form = EndForm(sent(request))

    def act() -> object:
        values = form.cleaned_data
        return end_lease(
            actor=actor,
            lease=row,
            ends_before=values["ends_before"],
            reason=values["reason"],
            at=clock.now(),
        )

    return answer(request, case, form, act, back=HOME, title=_("Avslutt leieforholdet"), submit=_("Avslutt"))


@require_http_methods(["GET", "POST"])
@once
def guarantee(request: HttpRequest, key: str, lease: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_lease(actor, case, lease)
    policy.can_secure(actor).require()
    form = SecurityForm(sent(request), initial={"kind": "guarantee", "issued_on": clock.today()})

    def act() -> object:
        return issue_guarantee(actor=actor, lease=row, security=form.security(), at=clock.now())

    most = number(row.rent * SECURITY_MONTHS)
    lede = _("Depositum og garanti kan til sammen være seks måneders leie: %(most)s kr.") % {"most": most}
    texts = {"title": _("Sikkerhet for leien"), "submit": _("Lagre"), "lede": lede}
    return answer(request, case, form, act, back=HOME, **texts)


@require_http_methods(["GET", "POST"])
@once
def night(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_record_night(actor).require()
    form = NightForm(sent(request), initial={"night_of": released_on(actor, case) or clock.today()})

    def act() -> object:
        return record_first_night(actor=actor, case=case, night=form.night(), at=clock.now())

    lede = _("Å ikke vite er også et svar. En retting legges til, det gamle svaret blir stående.")
    texts = {"title": _("Den første natten"), "submit": _("Lagre"), "lede": lede}
    return answer(request, case, form, act, back=HOME, **texts)
