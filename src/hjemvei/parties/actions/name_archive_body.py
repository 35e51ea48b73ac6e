"""Say which public body answers for the archive of a private provider's records."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import PUBLIC_KINDS
from hjemvei.parties.models import Controller, Unit
from hjemvei.parties.policy import Editor, can_end_unit


def name_archive_body(*, actor: Editor, unit: Unit, body: Controller) -> None:
    """For the whole controller of the unit. Raises NotAllowed, and RuleBroken where it answers for itself, or
    where `body` is no public one.
    """
    can_end_unit(actor, unit).require()
    if unit.controller.kind in PUBLIC_KINDS:
        raise RuleBroken(_("Et offentlig organ svarer for sitt eget arkiv."), code="own_archive")
    if body.kind not in PUBLIC_KINDS:
        raise RuleBroken(_("Velg et offentlig organ."), code="not_public", field="body")
    Controller.objects.filter(pk=unit.controller_id).update(archive_body=body)
