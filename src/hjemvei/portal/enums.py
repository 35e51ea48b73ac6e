"""How somebody came in, and what somebody has to say."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass


class Strength(TextChoices):
    CODE = "code", _("kode på papir")
    ATTENDED = "attended", _("kode på papir, sammen med en ansatt som vet hvem personen er")
    ID = "id", _("elektronisk ID")


class WordKind(TextChoices):
    MESSAGE = "message", _("melding")
    COMPLAINT = "complaint", _("klage")
    VICTORY = "victory", _("noe som gikk bra")
    ERASURE = "erasure", _("ønske om å slette eller sperre noe")


ANSWER_DAYS = {WordKind.MESSAGE: 3, WordKind.COMPLAINT: 7, WordKind.ERASURE: 30}
"""How soon a unit answers: a right within a month (GDPR art. 12 no. 3). Small victories ask for nothing."""

BY_CODE = frozenset(
    {
        InfoClass.IDENTITY,
        InfoClass.CUSTODY,
        InfoClass.HOUSING,
        InfoClass.WORK,
        InfoClass.COORDINATION,
        InfoClass.CONSENT,
    }
)
BY_IDENTITY = BY_CODE | {InfoClass.ECONOMY, InfoClass.HEALTH, InfoClass.NETWORK}
CLASSES = {Strength.CODE: BY_CODE, Strength.ATTENDED: BY_IDENTITY, Strength.ID: BY_IDENTITY}
"""What each way in opens. A unit's own notes and answers given in confidence are for an access request."""
