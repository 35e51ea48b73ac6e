"""The person says yes, less, or no about sharing: the same actions as when staff write an answer down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.enums import InfoClass
from hjemvei.parties.models import Unit
from hjemvei.portal.deeds import acting
from hjemvei.portal.here import Here
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.choices import EXPLAINED
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent, writing_unit
from hjemvei.sharing.picture import named_in
from hjemvei.sharing.queries import find_row
from hjemvei.sharing.receivers import proposed_receivers
from hjemvei.sharing.terms import Terms, arrows

BACK = (InfoClass.COORDINATION, InfoClass.HOUSING)


def terms_of(here: Here) -> Terms:
    return Terms(form=ConsentForm.DIGITAL, language=here.language, explained=str(EXPLAINED))


def proposed(here: Here) -> list[int]:
    """Whom the agreement names for this person."""
    with acting(here) as actor:
        return proposed_receivers(actor, Case.objects.visible_to(actor).get(pk=here.case_id))


def give(
    *,
    here: Here,
    receivers: Sequence[Unit],
    classes: Sequence[InfoClass],
    back: bool,
    today: dt.date,
    ends_before: dt.date,
    at: dt.datetime,
) -> Consent:
    """From the controller that holds the person; with `back` the other way too, which needs its own yes."""
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        wanted = arrows(
            giver_id=actor.controller_id, receivers=[unit.pk for unit in receivers], classes=classes
        )
        for giver_id in (
            sorted({unit.controller_id for unit in receivers} - {actor.controller_id}) if back else ()
        ):
            wanted += arrows(giver_id=giver_id, receivers=[writing_unit(actor, case)], classes=BACK)
        return give_consent(
            actor=actor,
            case=case,
            terms=terms_of(here),
            arrows=wanted,
            starts_on=today,
            ends_before=ends_before,
            at=at,
        )


def refuse(*, here: Here, at: dt.datetime) -> Consent:
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        return refuse_consent(actor=actor, case=case, terms=terms_of(here), at=at)


def narrow(*, here: Here, consent_key: str, keep: Sequence[str], today: dt.date, at: dt.datetime) -> Consent:
    """`keep` are the ticks that stand: receiver and class."""
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        consent = find_row(actor, Consent, case=case, key=consent_key)
        kept = {tuple(int(part) for part in tick.split("-")) for tick in keep}
        units = {unit_id for unit_id, _class in kept}
        left = [
            arrow
            for arrow in named_in(actor, consent).arrows
            if (arrow.receiver_unit_id, arrow.info_class.value) in kept
            or (arrow.receiver_unit_id in units and arrow.info_class == InfoClass.IDENTITY)
        ]
        return narrow_consent(
            actor=actor, consent=consent, terms=terms_of(here), arrows=left, today=today, at=at
        )


def withdraw(*, here: Here, consent_key: str, at: dt.datetime) -> int:
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        consent = find_row(actor, Consent, case=case, key=consent_key)
        return withdraw_consent(actor=actor, consent=consent, how=ConsentForm.DIGITAL, at=at)
