"""Make the code of a printed pack. The one before is worthless from now on."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.portal.here import code_hash
from hjemvei.portal.models import Pack
from hjemvei.portal.policy import can_open_for_person
from hjemvei.portal.rules import CODE_LASTS, new_code
from hjemvei.sharing.models import Case, owned_by


def print_pack(*, actor: Actor, case: Case, language: str, at: dt.datetime) -> tuple[Pack, str]:
    """Return the pack and its code, which nobody can read again."""
    can_open_for_person(actor, case).require()
    alive = Pack.objects.visible_to(actor).of(case).filter(used_at__isnull=True, ended_at__isnull=True)
    alive.update(ended_at=at)
    code = new_code()
    pack: Pack = Pack.objects.create(
        **owned_by(actor, case, at=at),
        code_hash=code_hash(code),
        language=language,
        expires_at=at + CODE_LASTS,
    )
    return pack, code
