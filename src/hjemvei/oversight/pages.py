"""The pages of the read log in plain words, for the person and for whoever follows the log up."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hjemvei.ui.parts import Text

PAGES: Mapping[str, Text] = {
    "web:home": _("oversikten over egne oppgaver"),
    "web:case": _("hovedsiden i saken"),
    "web:cases": _("listen over saker, eller et søk"),
    "web:cases_print": _("listen over saker, på papir"),
    "web:cases_export": _("listen over saker, som fil"),
    "api:search_persons": _("et søk gjort av et annet datasystem"),
    "cases:inbox": _("innboksen"),
    "cases:people": _("hvem som har ansvar i saken"),
    "cases:dates": _("datoer for opphold og løslatelse"),
    "cases:tasks": _("oppgavene i saken"),
    "cases:messages": _("meldingene i saken"),
    "cases:documents": _("listen over dokumenter"),
    "cases:document": _("et dokument"),
    "cases:timeline": _("historikken i saken"),
    "cases:notices": _("varslene til kommunen"),
    "cases:print_notice": _("et varsel, på papir"),
    "cases:agreement_users": _("listen over personer som avtalen gjelder for"),
    "needs:housing": _("hvor du har bodd og skal bo"),
    "needs:confidential": _("det du har fortalt i fortrolighet"),
    "plans:plan": _("planen din"),
    "plans:paper": _("planen din, på papir"),
    "exchange:plan": _("planen din, på papir"),
    "exchange:letter": _("et brev"),
    "exchange:archive": _("et dokument, til arkivet"),
    "sharing:paper": _("samtykkeskjemaet, på papir"),
    "allocation:queue": _("listen over dem som venter på bolig"),
    "tenancies:today": _("listen over besøk i dag"),
    "oversight:looks": _("hvem som har sett opplysninger om deg"),
    "oversight:looks_paper": _("hvem som har sett opplysninger om deg, på papir"),
    "access:review": _("ombudets gjennomgang av en nødtilgang"),
    "access:reviews": _("ombudets gjennomgang av nødtilganger"),
    "rights:part": _("svaret på kravet ditt om innsyn"),
    "rights:pdf": _("svaret på kravet ditt om innsyn, på papir"),
    "rights:json": _("svaret på kravet ditt om innsyn, som fil"),
    "portal_staff:pack": _("papiret med koden til siden din"),
    "portal_staff:pin": _("ny PIN til siden din"),
    "portal_staff:open": _("siden din, åpnet på en skjerm"),
    "import_roll": _("fengselets liste, lest inn"),
    "exchange:drop": _("dokumenter som ble sendt til arkivet"),
}
APPS: Mapping[str, Text] = {
    "access": _("en side om tilgang og beskyttelse"),
    "api": _("opplysninger hentet av et annet datasystem"),
    "accounts": _("en side om brukere"),
    "agreements": _("en side om samarbeidsavtalen"),
    "allocation": _("en side om søknad og tilbud om bolig"),
    "cases": _("en side om saken"),
    "cooperation": _("en side om samarbeidet, uten navn"),
    "deviations": _("en side om avvik"),
    "exchange": _("fengselets liste"),
    "homes": _("en side om boliger"),
    "needs": _("et svar om bolig"),
    "oversight": _("en side om hvem som har sett"),
    "parties": _("en side om enheter"),
    "persons": _("en side om hvem du er"),
    "plans": _("en side i planen din"),
    "presence": _("en side om besøk og vakter"),
    "privacy": _("en side om personvern"),
    "portal": _("din egen side"),
    "portal_staff": _("din egen side"),
    "reorganisation": _("en side om enheter"),
    "rights": _("en side om rettighetene dine"),
    "routines": _("en side om rutiner"),
    "sharing": _("en side om samtykke"),
    "statistics": _("en side med tall, uten navn"),
    "tenancies": _("en side om leie og oppfølging"),
    "web": _("en oversikt"),
}
"""By the app that the page belongs to, for forms and for pages that come later."""


def in_plain_words(page: str) -> str:
    """What somebody looked at; empty for a page that nobody has named, which a test refuses."""
    return str(PAGES.get(page) or APPS.get(page.partition(":")[0]) or "")
