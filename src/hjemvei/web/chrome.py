"""The frame of every page by role: navigation, unit, sign-out. It asks the database nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.emergency import Emergency, emergency_of
from hjemvei.accounts.enums import CASEWORK_ROLES, Role
from hjemvei.accounts.help_pages import topic_of
from hjemvei.agreements.policy import MAKERS
from hjemvei.core import clock
from hjemvei.deviations.policy import REPORTERS
from hjemvei.rights.beside import remarks
from hjemvei.sharing.access.roles import EMERGENCY_ROLES
from hjemvei.ui.chrome import Chrome
from hjemvei.ui.formats import language, time
from hjemvei.ui.parts import Link, Text
from hjemvei.web.case_panels import TABS, tabs_of
from hjemvei.web.registry import address

HOUSING = frozenset(
    {Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT, Role.MUNICIPAL_COORDINATOR, Role.FOLLOW_UP_WORKER}
)
INBOX = frozenset(
    {Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER, Role.HOUSING_OFFICER, Role.PRISON_SOCIAL_WORKER}
) | {Role.REINTEGRATION_COORDINATOR, Role.CONTACT_OFFICER, Role.FOLLOW_UP_WORKER, Role.VOLUNTARY_PROVIDER}
ROLL = frozenset({Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR, Role.PRISON_LEADER})
EVERYBODY = frozenset(Role)
FIGURES = MAKERS | {Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR}
NAVIGATION: tuple[tuple[Text, tuple[str, ...], frozenset[Role]], ...] = (
    (_("Oversikt"), ("web:home",), EVERYBODY),
    (_("Saker"), ("web:cases",), CASEWORK_ROLES),
    (_("Innboks"), ("cases:inbox",), INBOX),
    (_("Boliger"), ("homes:dwellings", "homes:list"), HOUSING),
    (_("Lister"), ("exchange:rolls", "exchange:lists", "exchange:list"), ROLL),
    (_("Avvik"), ("deviations:deviations", "deviations:list"), REPORTERS),
    (_("Innsyn"), ("oversight:report",), frozenset({Role.PRIVACY_OFFICER})),
    (_("Rettigheter"), ("rights:list",), frozenset({Role.PRIVACY_OFFICER, Role.RIGHTS_OFFICER})),
    (_("Papirer"), ("privacy:papers",), frozenset({Role.PRIVACY_OFFICER})),
    (_("Samarbeid"), ("cooperation:index",), EVERYBODY),
    (_("Avtale"), ("agreements:agreement", "agreements:agreements", "agreements:list"), EVERYBODY),
    (_("Tall"), ("statistics:overview",), FIGURES),
    (_("Rutiner"), ("routines:list",), EVERYBODY),
    (_("Enheter"), ("parties:units", "parties:list"), EVERYBODY),
)
"""Label, the names a page may have, and the roles that have use of it."""
CASE_TABS = tuple(name for _label, name, _class in TABS)
USERS_OF_AGREEMENT = "/sak/avtale/"
"""Lies under the agreements, whatever its address."""


def chrome(request: HttpRequest) -> Chrome:
    """The setting HJEMVEI_CHROME names this function."""
    actor: Actor | None = getattr(request, "actor", None)
    environment = str(_("Demo: alle personer er oppdiktet")) if settings.DEMO else ""
    accessibility = address("web:accessibility")
    if actor is None:
        return Chrome(
            sign_in_url=address(settings.LOGIN_URL),
            environment=environment,
            accessibility_url=accessibility,
        )
    emergency = emergency_of(request.session, at=clock.now())
    finds = bool(actor.case_units()) and request.path_info != address("web:cases")
    return Chrome(
        navigation=_navigation(actor, request.path_info),
        user_name=actor.name,
        unit_name=actor.unit_name,
        user_menu=_user_menu(request, actor),
        sign_out_url=address("account_logout"),
        search_url=address("web:cases") if finds else "",
        search_label=str(_("Navn eller nummer")) if finds else "",
        accessibility_url=accessibility,
        help_url=_help(request),
        environment=environment,
        notice=_emergency(emergency),
        notice_end=Link(label=_("Avslutt nå"), url=address("access:end")) if emergency else None,
        remarks_on=lambda case: remarks(actor, case),
        pages_about=lambda key: tabs_of(actor, key, current=_tab_of(request, key)),
    )


def _emergency(emergency: Emergency | None) -> str:
    if emergency is None:
        return ""
    left = emergency.minutes_left(clock.now())
    text = ngettext(
        "Nødtilgang: %(minutes)s minutt igjen, til klokken %(time)s. Du kan lese, ikke skrive.",
        "Nødtilgang: %(minutes)s minutter igjen, til klokken %(time)s. Du kan lese, ikke skrive.",
        left,
    )
    return text % {"minutes": left, "time": time(emergency.ends_at)}


def _tab_of(request: HttpRequest, key: str) -> str:
    """The tab that a page about a case lies under; a form of an app with one tab lies under that."""
    match = request.resolver_match
    if match is None or match.view_name in CASE_TABS:
        return match.view_name if match else ""
    under = [name for name in CASE_TABS if request.path_info.startswith(address(name, key))]
    of_app = [name for name in CASE_TABS if name.startswith(f"{match.namespace}:")]
    return max(under, key=len) if under else of_app[0] if len(of_app) == 1 else ""


@cache
def pages(roles: frozenset[Role]) -> tuple[tuple[Text, str], ...]:
    """Labels and addresses for somebody with these roles; pages that do not exist are left out."""
    found = [(label, names) for label, names, who in NAVIGATION if roles & who]
    places = [(label, next(filter(None, map(address, names)), "")) for label, names in found]
    return tuple((label, place) for label, place in places if place)


def _navigation(actor: Actor, path: str) -> tuple[Link, ...]:
    places = pages(actor.roles)
    return _links(actor.roles, _place_of(path, [place for _label, place in places]), language())


@lru_cache(maxsize=512)
def _links(roles: frozenset[Role], here: str, _language: str) -> tuple[Link, ...]:
    """In the active language, which is the one it is kept under."""
    return tuple(Link(label=str(label), url=place, current=place == here) for label, place in pages(roles))


def _place_of(path: str, places: Sequence[str]) -> str:
    """The page of the menu that a path lies under; what is about one case lies under the cases."""
    if path == "/":
        return path
    under = [place for place in places if place != "/" and path.startswith(place)]
    if path.startswith(USERS_OF_AGREEMENT):
        return address("agreements:agreements")
    cases = address("web:cases")
    return max(under, key=len, default=cases if "/sak/" in path else "")


def _user_menu(request: HttpRequest, actor: Actor) -> tuple[Link, ...]:
    seats = getattr(request, "seats", ())
    links = []
    if len(seats) > 1:
        links.append(Link(label=_("Bytt enhet"), url=_first("accounts:units"), icon="refresh"))
    links.append(Link(label=_("Min konto"), url=_first("accounts:profile"), icon="person"))
    if actor.roles & EMERGENCY_ROLES:
        links.append(Link(label=_("Nødtilgang"), url=_first("access:find"), icon="warning"))
    if actor.has(Role.ADMINISTRATOR):
        links.append(Link(label=_("Brukere og roller"), url=_first("accounts:users"), icon="people"))
    links.append(Link(label=_("Hjelp"), url=_first("accounts:help"), icon="question"))
    links.append(Link(label=_("Meld fra om en feil"), url=_problem(request), icon="flag"))
    links.append(Link(label=_("Innlogging og sikkerhet"), url=_first("mfa_index"), icon="shield"))
    if settings.DEMO:
        links.append(Link(label=_("E-poster i demoen"), url=_first("web:mails"), icon="envelope"))
    return tuple(link for link in links if link.url)


def _problem(request: HttpRequest) -> str:
    """The form for what does not work, filled with the page it is about; the menu is fetched by that page."""
    place = _first("accounts:help")
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path or request.path_info
    return f"{place}?{urlencode({'side': page})}#problem" if place else ""


def _help(request: HttpRequest) -> str:
    """Help about this page."""
    match, place = request.resolver_match, _first("accounts:help")
    topic = topic_of(match.view_name) if match else ""
    return f"{place}?{urlencode({'tema': topic, 'side': request.path_info})}" if place else ""


@cache
def _first(*names: str) -> str:
    return next(filter(None, map(address, names)), "")
