"""What of a case a committee may be told: under its own agreement, with consent in force, without a name."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.policy import YES, Decision
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.cases.models import AppliedAgreement
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, Participation


def agreements_of(actor: Actor, case: Case) -> QuerySet[Agreement]:
    """Those that apply to the case now, and that the actor's organisation is party to."""
    applied = AppliedAgreement.objects.visible_to(actor).of(case).binding()
    rows = Agreement.objects.filter(
        pk__in=applied.values("version__agreement_id"), parties__in=AgreementParty.objects.of(actor)
    )
    return rows.distinct().order_by("name", "id")


def can_tell(actor: Actor, case: Case, agreement: Agreement) -> Decision:
    """The database says it once more when the row is written (`kernel.may_tell`)."""
    if not agreements_of(actor, case).filter(pk=agreement.pk).exists():
        return Decision(False, _("Saken følger ikke denne avtalen, så utvalget der får ikke lese om den."))
    if not call("may_tell", case.pk, agreement.pk):
        return Decision(False, _("Personen har ikke samtykket, så utvalget får ikke lese om saken."))
    return YES


def names_in(actor: Actor, case: Case) -> Collection[str]:
    """What the actor's organisation calls the person: looked for in a text, shown to nobody."""
    rows = Participation.objects.visible_to(actor).filter(case_id=case.pk, person__isnull=False)
    names = rows.values_list("person__given_name", "person__family_name")
    return {word for row in names for name in row for word in name.split()}
