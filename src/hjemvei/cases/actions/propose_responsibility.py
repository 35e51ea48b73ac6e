"""The prison proposes which municipality answers, with the rule and the reasons it follows from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_propose_responsibility
from hjemvei.cases.queries.cooperation import receiver_in, responsibility_in_force
from hjemvei.cases.rules.answers import Reason
from hjemvei.cases.rules.responsibility import Whereabouts, responsible_municipality
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Municipality
from hjemvei.sharing.models import Case, owned_by

PROPOSED = gettext_noop("%(municipality)s er foreslått som ansvarlig kommune")


def propose_responsibility(
    *, actor: Actor, case: Case, facts: Whereabouts, at: dt.datetime
) -> Responsibility:
    """A proposal in force is followed by the new one. Raises RuleBroken while nothing is known to go by."""
    can_propose_responsibility(actor, case).require()
    found = responsible_municipality(facts)
    if not found.before_release:
        raise RuleBroken(found.reasons[0].say(_), code="unknown", field="stayed_in")
    municipality = Municipality.objects.filter(pk=found.before_release).first()
    if municipality is None:
        raise RuleBroken(_("Kommunenummeret finnes ikke."), code="no_municipality", field="stayed_in")
    earlier = responsibility_in_force(actor, case)
    if earlier is not None:
        earlier.superseded_at = at
        earlier.save(update_fields=["superseded_at"])
    row: Responsibility = Responsibility.objects.create(
        **owned_by(actor, case, at=at),
        municipality=municipality,
        to_unit_id=receiver_in(actor, case, municipality=municipality.number),
        rule=found.rule,
        reason=_said(found.reasons)[:600],
    )
    record_event(
        actor=actor,
        case=case,
        code="responsibility_proposed",
        text=PROPOSED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=municipality.name_norwegian,
    )
    sync_caseload(case_ids=[case.pk])
    return row


def _said(reasons: Sequence[Reason]) -> str:
    """The reasons with the municipalities' names in place of their numbers, since people know the names."""
    numbers = {str(fact) for reason in reasons for _name, fact in reason.facts}
    names = dict(Municipality.objects.filter(pk__in=numbers).values_list("number", "name_norwegian"))
    named = [
        replace(
            reason,
            facts=tuple(
                (key, _("%(name)s kommune") % {"name": names[str(fact)]} if str(fact) in names else fact)
                for key, fact in reason.facts
            ),
        )
        for reason in reasons
    ]
    return " ".join(reason.say(_) for reason in named)
