"""What can be shared, as the person is told of it: on the own page, on the consent form and on receipts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass

CLASSES: Mapping[InfoClass, Promise] = {
    InfoClass.IDENTITY: _("navnet ditt"),
    InfoClass.CUSTODY: _("datoene dine"),
    InfoClass.HOUSING: _("bolig"),
    InfoClass.ECONOMY: _("penger"),
    InfoClass.HEALTH: _("helse og rus"),
    InfoClass.NETWORK: _("familie og venner"),
    InfoClass.WORK: _("jobb og skole"),
    InfoClass.COORDINATION: _("hva som blir gjort for deg"),
    InfoClass.CONSENT: _("hva du har sagt ja og nei til"),
    InfoClass.OWN: _("egne notater"),
    InfoClass.CONFIDENTIAL: _("det du har sagt i fortrolighet"),
}
