"""The agreement's terms in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hjemvei.agreements.enums import EventCode, OffsetUnit, PartyCode, RoleCode, RuleBasis
from hjemvei.agreements.rules import Moment

PARTY: Mapping[PartyCode, Promise] = {
    PartyCode.PRISON: gettext_lazy("fengselet"),
    PartyCode.MUNICIPALITY: gettext_lazy("kommunen"),
    PartyCode.BOTH: gettext_lazy("begge"),
}
ROLE: Mapping[RoleCode, Promise] = {
    RoleCode.CONTACT_OFFICER: gettext_lazy("kontaktbetjent"),
    RoleCode.PRISON_SOCIAL_WORKER: gettext_lazy("sosialkonsulent i fengsel"),
    RoleCode.REINTEGRATION_COORDINATOR: gettext_lazy("tilbakeføringskoordinator"),
    RoleCode.NAV_ADVISER_IN_PRISON: gettext_lazy("NAV-veileder i fengsel"),
    RoleCode.MUNICIPAL_COORDINATOR: gettext_lazy("kommunal koordinator"),
    RoleCode.HOUSING_CONSULTANT: gettext_lazy("boligkonsulent"),
    RoleCode.HOUSING_OFFICE: gettext_lazy("boligkontoret"),
    RoleCode.NAV_CASEWORKER: gettext_lazy("saksbehandler i NAV"),
    RoleCode.FOLLOW_UP_WORKER: gettext_lazy("oppfølger"),
    RoleCode.PROBATION_OFFICER: gettext_lazy("ansatt i friomsorgen"),
}
EVENT: Mapping[EventCode, Promise] = {
    EventCode.ADMISSION: gettext_lazy("innsettelse"),
    EventCode.CONSENT: gettext_lazy("samtykke"),
    EventCode.CONSENT_DECLINED: gettext_lazy("personen sa nei"),
    EventCode.ELIGIBLE: gettext_lazy("avtalen gjelder"),
    EventCode.RELEASE_DATE_KNOWN: gettext_lazy("datoen ble kjent"),
    EventCode.RELEASE_DATE_MOVED: gettext_lazy("datoen flyttet seg"),
    EventCode.EXPECTED_RELEASE: gettext_lazy("forventet løslatelse"),
    EventCode.RELEASED: gettext_lazy("løslatelse"),
    EventCode.UNPLANNED_RELEASE: gettext_lazy("løslatelse på kort varsel"),
    EventCode.NOTICE_SENT: gettext_lazy("varsel"),
    EventCode.LAST_CONTACT: gettext_lazy("forrige kontakt"),
    EventCode.INQUIRY_RECEIVED: gettext_lazy("henvendelse"),
    EventCode.DISPUTE_RAISED: gettext_lazy("uenighet"),
    EventCode.MOVE_WISH: gettext_lazy("ønsket om å flytte"),
    EventCode.MOVE_INVITATION: gettext_lazy("invitasjonen"),
    EventCode.TEMPORARY_STAY_STARTED: gettext_lazy("midlertidig opphold"),
    EventCode.ABSENCE_ENDED: gettext_lazy("fraværet er slutt"),
    EventCode.MINIMUM_TIME: gettext_lazy("minstetiden"),
    EventCode.REPORTING_DUTY_STARTED: gettext_lazy("møteplikten starter"),
    EventCode.NETWORK_MET: gettext_lazy("forrige møte"),
    EventCode.MAPPING_EXPORTED: gettext_lazy("forrige levering"),
}
ARRIVAL = gettext_lazy("ankomst til fengselet")
BASIS: Mapping[RuleBasis, Promise] = {
    RuleBasis.STATUTE: gettext_lazy("lov"),
    RuleBasis.AGREEMENT: gettext_lazy("avtalen"),
    RuleBasis.GUIDANCE: gettext_lazy("veiledning"),
    RuleBasis.OWN_DEFAULT: gettext_lazy("vårt forslag"),
}


def said(moment: Moment, *, each_prison: bool = False) -> str:
    """«3 virkedager etter varsel», «6 måneder før forventet løslatelse», «samme dag som innsettelse».

    `each_prison`: counted anew in the prison that somebody is moved to, so the admission is the coming there.
    """
    arrives = each_prison and moment.event == EventCode.ADMISSION
    event, count = ARRIVAL if arrives else EVENT[moment.event], moment.offset.count
    if count == 0:
        return _("samme dag som %(event)s") % {"event": event}
    distance = length(abs(count), moment.offset.unit)
    text = _("%(distance)s etter %(event)s") if count > 0 else _("%(distance)s før %(event)s")
    return text % {"distance": distance, "event": event}


def length(count: int, unit: OffsetUnit) -> str:
    """«1 virkedag», «6 måneder»."""
    words = {
        OffsetUnit.WORKING_DAYS: ngettext("%(n)s virkedag", "%(n)s virkedager", count),
        OffsetUnit.DAYS: ngettext("%(n)s dag", "%(n)s dager", count),
        OffsetUnit.WEEKS: ngettext("%(n)s uke", "%(n)s uker", count),
        OffsetUnit.MONTHS: ngettext("%(n)s måned", "%(n)s måneder", count),
    }
    return words[unit] % {"n": count}
