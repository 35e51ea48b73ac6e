"""Staff open this device for the person: for a while it takes the code of this case, and nothing else."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.portal.enums import Strength
from hjemvei.portal.here import new_token, token_hash
from hjemvei.portal.models import Pack, Visit
from hjemvei.portal.policy import can_open_everything, can_open_for_person
from hjemvei.portal.rules import TO_START, is_code_alive
from hjemvei.sharing.models import Case, owned_by


def open_device(
    *, actor: Actor, case: Case, strength: Strength, how: str, language: str, at: dt.datetime
) -> str:
    """Return the token for the device. `how` says by what staff know who the person is.

    Raises RuleBroken without a code that can still be used, where that is not said, and for everything by
    whoever printed the code.
    """
    can_open_for_person(actor, case).require()
    packs = Pack.objects.visible_to(actor).of(case).filter(used_at__isnull=True, ended_at__isnull=True)
    pack = packs.order_by("-id").first()
    if pack is None or not is_code_alive(expires_at=pack.expires_at, tries=pack.tries, used=False, at=at):
        raise RuleBroken(
            _("Skriv ut en ny pakke først. Det finnes ingen kode som kan brukes."), code="no_pack"
        )
    if strength == Strength.ATTENDED and not how.strip():
        raise RuleBroken(_("Skriv hvordan du vet hvem personen er."), code="how", field="how")
    two = can_open_everything(actor, pack)
    if strength == Strength.ATTENDED and not two:
        raise RuleBroken(str(two.reason), code="alone", field="strength")
    token = new_token()
    Visit.objects.create(
        **owned_by(actor, case, at=at),
        token_hash=token_hash(token),
        strength=strength,
        how=how.strip() if strength == Strength.ATTENDED else "",
        cases=[case.pk],
        language=language,
        opens_before=at + TO_START,
    )
    return token
