"""Make the package of one closed case for the archive: what was in it is written down, it is not kept."""

from __future__ import annotations

import datetime as dt
from collections import deque

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Controller
from hjemvei.parties.queries import archive_of
from hjemvei.rights.archive_package import Package
from hjemvei.rights.models import Disposal, Handover
from hjemvei.rights.policy import can_decide
from hjemvei.rights.queries import ClosedCase, archive_name, closed_cases
from hjemvei.rights.rules import hands_over


def hand_over_case(*, actor: Actor, disposal: Disposal, case: ClosedCase, at: dt.datetime) -> Handover:
    """For a proposal to archive that still waits. Raises RuleBroken where nobody answers for the archive, and
    where there is nothing to hand over.
    """
    can_decide(actor, disposal).require()
    if not hands_over(outcome=disposal.outcome, state=disposal.state):
        raise RuleBroken(
            _("Pakken lages av et forslag om å levere til arkivet, før det er avgjort."), code="outcome"
        )
    body = archive_of(Controller.objects.get(pk=disposal.controller_id))
    if body is None:
        text = _("Ingen er utpekt til å svare for arkivet. Administratoren gjør det på enhetens side.")
        raise RuleBroken(text, code="no_archive")
    made = Handover(
        disposal=disposal, case=case.row, person_id=disposal.person_id, controller_id=disposal.controller_id,
        body=body, made_by_id=actor.user_id, made_at=at,
    )  # fmt: skip
    package = Package(made, archive_name(actor, disposal, case))
    deque(package.chunks(), maxlen=0)
    if not package.files:
        raise RuleBroken(_("Virksomheten har ikke skrevet noe i saken."), code="empty")
    made.files, made.held_back = package.files, package.held_back
    made.size, made.sha256 = package.size, package.sha256
    made.save(force_insert=True)
    return made


def made_again(actor: Actor, handover: Handover) -> Package:
    """Ready to be sent. Raises RuleBroken where it would not be what was written down any more."""
    can_decide(actor, handover.disposal).require()
    cases = [found for found in closed_cases(handover.disposal) if found.row.pk == handover.case_id]
    if not cases:
        raise RuleBroken(_("Forslaget er avgjort. Pakken kan ikke lages igjen."), code="decided")
    handover.case = cases[0].row
    name = archive_name(actor, handover.disposal, cases[0])
    package = Package(handover, name)
    deque(package.chunks(), maxlen=0)
    if package.sha256 != bytes(handover.sha256):
        raise RuleBroken(_("Saken er endret siden pakken ble laget. Lag den på nytt."), code="changed")
    return Package(handover, name)
