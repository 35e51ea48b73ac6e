"""What people have asked for by right: one access request, one correction, and a proposal about somebody who
left long ago.
"""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.demo.world.road import World
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.actions.dispose import propose_disposal
from hjemvei.rights.actions.take_down_correction import Said, take_down_correction
from hjemvei.rights.enums import Outcome, RequestForm
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, Participation

BY, LATER = "Tor", "Ida"
ASKED_DAYS, WRONG_DAYS = 12, 4


def ask_for_rights(world: World) -> None:
    """For two of the people inside who share with the municipality, and one whose case is closed."""
    today = world.calendar.today
    with acting_as(world.staff[BY]) as actor:
        given = Consent.objects.visible_to(actor).filter(state=ConsentState.GIVEN, ends_before__gt=today)
        cases = Case.objects.visible_to(actor).open().filter(pk__in=given.values("case_id"))
        first, second = cases.filter(pk__in=world.cases.values()).order_by("id")[:2]
        asked = today - dt.timedelta(days=ASKED_DAYS)
        at = world.calendar.moment(asked, 13)
        ask_access(actor=actor, case=first, form=RequestForm.ORAL, received_on=asked, at=at)
        take_down_correction(
            actor=actor,
            case=second,
            said=Said(
                info_class=InfoClass.HOUSING,
                about="Har ikke noe sted å bo etter løslatelse.",
                said="Søsteren min har sagt at jeg kan bo der de første ukene.",
            ),
            to_unit=world.units["trondheim"],
            form=RequestForm.ORAL,
            at=world.calendar.moment(today - dt.timedelta(days=WRONG_DAYS), 13),
        )
    with acting_as(world.staff[LATER]) as actor:
        closed = Case.objects.visible_to(actor).filter(closed_at__isnull=False).order_by("closed_at", "id")
        own = Participation.objects.visible_to(actor).filter(controller_id=actor.controller_id)
        person = own.filter(case=closed[0]).order_by("-id").values_list("person_id", flat=True)[0]
        propose_disposal(
            actor=actor,
            person_id=person,
            outcome=Outcome.ARCHIVE,
            reason="Oppfølgingen er avsluttet, og personen ønsker ikke å stå her lenger.",
            at=world.calendar.moment(today, 8),
        )
