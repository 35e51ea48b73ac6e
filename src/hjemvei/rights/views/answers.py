"""The answer of one controller to somebody who asks to see what is held."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import require_fresh_factor, step_up
from hjemvei.audit.once_view import once
from hjemvei.cases.document_content import attachment
from hjemvei.core import clock
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.release_part import deliver_part, release_part
from hjemvei.rights.actions.withhold_row import withhold_row
from hjemvei.rights.enums import (
    Delivery,
    Ground,
    PartState,
)
from hjemvei.rights.forms import (
    DeliverForm,
    WithholdForm,
)
from hjemvei.rights.holdings import holdings
from hjemvei.rights.package import made, package_pdf
from hjemvei.rights.views.shared import answered
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

PART = "rights:part"
EVERYTHING = gettext_lazy("Svaret viser alt virksomheten har om personen.")


@require_safe
def part(request: HttpRequest, part_key: str) -> HttpResponse:
    """Case roles see how far it is; what is held, as the file has it, the one who answers alone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_part(actor, part_key)
    may_release = bool(policy.can_release(actor)) and bool(queries.people_of(row))
    if may_release:
        require_fresh_factor(request, EVERYTHING)
    context = {
        "part": row,
        "person": queries.person_of_part(actor, row) if may_release else queries.NOBODY,
        "may_release": may_release,
        "holdings": [found for found in holdings(row) if found.rows] if may_release else [],
        "withheld": queries.withheld_of(row),
        "advice": queries.advice_on(actor, row),
        "may_advise": bool(policy.can_advise(actor)),
        "form": DeliverForm() if row.state == PartState.RELEASED and may_release else None,
        "today": clock.today(),
    }
    return render(request, "rights/part.html", context)


@require_http_methods(["GET", "POST"])
@once
def withhold(request: HttpRequest, part_key: str, table: str, row: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    form = WithholdForm(sent(request))

    def act() -> object:
        ground, reason = Ground(form.cleaned_data["ground"]), form.cleaned_data["reason"]
        return withhold_row(
            actor=actor, part=found, table=table, row_id=row, ground=ground, reason=reason, at=clock.now()
        )

    lede = _("Hold bare tilbake det loven sier. Personen får vite at noe er holdt tilbake, og hvorfor.")
    texts = {"title": _("Hold tilbake"), "submit": _("Hold tilbake"), "lede": lede}
    return answered(request, form, act, back=url(PART, part_key), **texts)


@require_POST
@once
def release(request: HttpRequest, part_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    release_part(actor=actor, part=found, at=clock.now())
    return redirect(PART, part_key)


@require_POST
@once
def deliver(request: HttpRequest, part_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    form = DeliverForm(sent(request))

    def act() -> object:
        return deliver_part(actor=actor, part=found, how=Delivery(form.cleaned_data["how"]), at=clock.now())

    return answered(
        request, form, act, back=url(PART, part_key), title=_("Utlevert til personen"), submit=_("Lagre")
    )


@step_up(EVERYTHING)
@require_safe
def package(request: HttpRequest, part_key: str, ending: str) -> HttpResponse:
    """The file for the person; read and named in the read log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    person = queries.person_of_part(actor, found)
    if found.state == PartState.ASKED or not person.person_id:
        return redirect(PART, part_key)
    if ending == "json":
        return attachment(made(found)[0], media_type="application/json", name=f"innsyn-{found.key}.json")
    content = package_pdf(found, person, at=clock.now())
    return attachment(content, media_type="application/pdf", name=f"innsyn-{found.key}.pdf")
