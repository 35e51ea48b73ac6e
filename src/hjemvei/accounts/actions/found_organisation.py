"""The first organisation of an installation: controller, a unit to administer from, and an invited
administrator.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.invite_user import give_seat, new_invitation
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User, UserKind
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.parties.actions.load_reference import correctional_service, municipality_controller
from hjemvei.parties.enums import ControllerKind, UnitKind
from hjemvei.parties.models import Controller, Municipality, Unit

HAS_ACCOUNT = "has_account"
UNIT_KINDS = {
    ControllerKind.CORRECTIONAL_SERVICE: UnitKind.STATE,
    ControllerKind.MUNICIPALITY: UnitKind.COORDINATION,
    ControllerKind.VOLUNTARY: UnitKind.PROVIDER,
    ControllerKind.USER_ORGANISATION: UnitKind.USER_ORGANISATION,
    ControllerKind.PRIVATE_PROVIDER: UnitKind.PROVIDER,
    ControllerKind.STATE: UnitKind.STATE,
}


@transaction.atomic
def found_organisation(
    *, name: str, kind: str, municipality: str, administrator: str, email: str, at: dt.datetime
) -> str:
    """The path of the invitation. Run again it makes a new link for the same administrator. Raises
    RuleBroken.
    """
    if kind not in ControllerKind.values:
        raise RuleBroken(_("Ukjent type virksomhet."), field="kind")
    if not name or not administrator:
        raise RuleBroken(_("Navn på virksomheten og administratoren må fylles ut."))
    controller = _controller(name, ControllerKind(kind), municipality)
    unit = _unit(controller, name)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, name=administrator)
    elif user.kind != UserKind.PERSON or user.has_usable_password():
        raise RuleBroken(_("Denne adressen har allerede en konto."), field="email", code=HAS_ACCOUNT)
    give_seat(user, unit, Role.ADMINISTRATOR, starts_on=localdate(at), ends_before=None)
    return new_invitation(user=user, invited_by_id=None, at=at)


def _controller(name: str, kind: ControllerKind, municipality: str) -> Controller:
    if kind == ControllerKind.CORRECTIONAL_SERVICE:
        return correctional_service()
    if kind == ControllerKind.MUNICIPALITY:
        if not Municipality.objects.filter(number=municipality).exists():
            raise RuleBroken(_("Kommunenummeret finnes ikke."), field="municipality")
        return municipality_controller(municipality)
    return Controller.objects.get_or_create(name=name, kind=kind)[0]


def _unit(controller: Controller, name: str) -> Unit:
    found = Unit.objects.filter(controller=controller, name=name).first()
    return found or Unit.objects.create(
        slug=f"{slugify(name)[:40]}-{new_key()[:6]}",
        name=name,
        kind=UNIT_KINDS[ControllerKind(controller.kind)],
        controller=controller,
        municipality_id=controller.municipality_id,
    )
