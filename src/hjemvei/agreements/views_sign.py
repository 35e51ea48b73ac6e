"""Signing a version: who has, who is missing, whether the text is the same; and how it was anchored."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.record_anchoring import record_approval, record_front_line
from hjemvei.agreements.actions.sign_version import sign_version
from hjemvei.agreements.actions.withdraw_signature import withdraw_signature
from hjemvei.agreements.forms_sign import ApprovalForm, FrontLineForm, SigningForm
from hjemvei.agreements.models import AgreementParty, AgreementVersion
from hjemvei.agreements.policy_sign import can_prepare, can_speak_for
from hjemvei.agreements.signing import anchoring_of, find_version, parties_of, signing_state
from hjemvei.agreements.states import VersionState
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

PAGE = "agreements:signing"


@require_http_methods(["GET", "POST"])
@once
def signing(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """For everybody who may read the version; the form is for its parties, while it is a draft."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    state = signing_state(version)
    may = bool(can_prepare(actor, version.agreement))
    unsigned = _unsigned(actor, version, {row.party_id for row in state.signatures})
    form = SigningForm(sent(request), parties=unsigned, language=state.language)
    if request.method == "POST":
        can_prepare(actor, version.agreement).require()
        if carried_out(form, lambda: _sign(actor, version, form)):
            return redirect(PAGE, key, number)
    context = {
        "version": version,
        "key": key,
        "state": state,
        "anchoring": anchoring_of(version),
        "form": form,
    }
    context |= {"may": may, "is_draft": version.state == VersionState.DRAFT}
    context |= {"has_unsigned": bool(unsigned), "own": _own_party(actor, version)}
    status = 422 if form.errors else 200
    return render(request, "agreements/signing.html", context, block="panel", status=status)


def _unsigned(actor: Actor, version: AgreementVersion, signed: set[int]) -> list[AgreementParty]:
    """What the actor may sign for: the own organisation, while it has not."""
    return [row for row in _own_parties(actor, version) if row.pk not in signed]


def _own_party(actor: Actor, version: AgreementVersion) -> AgreementParty | None:
    return next(iter(_own_parties(actor, version)), None)


def _own_parties(actor: Actor, version: AgreementVersion) -> list[AgreementParty]:
    return [row for row in parties_of(version) if row.controller_id == actor.controller_id]


def _sign(actor: Actor, version: AgreementVersion, form: SigningForm) -> None:
    sign_version(
        actor=actor,
        version=version,
        party=form.chosen_party(),
        signatory=form.signatory(),
        at=clock.now(),
        today=clock.today(),
    )


@require_POST
def withdraw(request: HttpRequest, key: str, number: int, signature: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    row = version.signatures.select_related("version__agreement", "party").filter(key=signature).first()
    if row is None:
        raise Http404
    withdraw_signature(actor=actor, signature=row, at=clock.now())
    return redirect(PAGE, key, number)


@require_http_methods(["GET", "POST"])
@once
def approval(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Each party says it of itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    party = _speaks_for(actor, version)
    form = ApprovalForm(sent(request))

    def record() -> None:
        record_approval(
            actor=actor,
            version=version,
            party=party,
            approval=form.approval(),
            at=clock.now(),
            today=clock.today(),
        )

    if request.method == "POST" and carried_out(form, record):
        return redirect(PAGE, key, number)
    context = {"form": form, "version": version, "key": key, "party": party, "is_front_line": False}
    return render(request, "agreements/anchor.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def front_line(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """As `approval`: how many of those who meet the people took part."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    party = _speaks_for(actor, version)
    form = FrontLineForm(sent(request))

    def record() -> None:
        record_front_line(
            actor=actor,
            version=version,
            party=party,
            participation=form.participation(),
            at=clock.now(),
            today=clock.today(),
        )

    if request.method == "POST" and carried_out(form, record):
        return redirect(PAGE, key, number)
    context = {"form": form, "version": version, "key": key, "party": party, "is_front_line": True}
    return render(request, "agreements/anchor.html", context, status=422 if form.errors else 200)


def _speaks_for(actor: Actor, version: AgreementVersion) -> AgreementParty:
    """Raises NotAllowed for who is no party."""
    can_prepare(actor, version.agreement).require()
    party = _own_party(actor, version)
    if party is None:
        raise Http404
    can_speak_for(actor, party).require()
    return party
