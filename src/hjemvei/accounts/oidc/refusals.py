"""How a sign-in at a provider fails: a code for the log, and a sentence for whoever tried."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.oidc.providers import Provider


class Why(Enum):
    CANCELLED = "cancelled"
    STATE = "state"
    PROVIDER = "provider"
    UNREACHABLE = "unreachable"
    ANSWER = "answer"
    LEVEL = "level"
    STALE = "stale"
    UNSAID = "unsaid"


TEXTS: Mapping[Why, Promise] = {
    Why.CANCELLED: _("Du avbrøt innloggingen hos %(provider)s."),
    Why.STATE: _("Innloggingen er for gammel, eller den ble startet i et annet vindu. Start på nytt."),
    Why.PROVIDER: _("%(provider)s kunne ikke logge deg inn. Prøv igjen om litt."),
    Why.UNREACHABLE: _("Vi fikk ikke kontakt med %(provider)s. Prøv igjen om litt."),
    Why.ANSWER: _(
        "Svaret fra %(provider)s kunne ikke godtas. Prøv igjen. Skjer det flere ganger, "
        "si fra til administratoren."
    ),
    Why.LEVEL: _(
        "Du logget inn på et lavere sikkerhetsnivå enn Hjemvei krever. Velg en sikrere innlogging hos "
        "%(provider)s."
    ),
    Why.STALE: _("Innloggingen hos %(provider)s var ikke ny. Logg inn på nytt der."),
    Why.UNSAID: _(
        "%(provider)s sier ikke når du logget inn der, og da kan ikke Hjemvei vite at det er du som sitter "
        "her nå. Be administratoren sørge for at %(provider)s sender «auth_time»."
    ),
}


class SignInRefused(Exception):
    """`detail` is for the log and holds nothing about the person."""

    def __init__(self, why: Why, provider: Provider, detail: str = "") -> None:
        plain = "".join(letter for letter in detail if letter.isprintable())
        super().__init__(f"{provider.slug}: {why.value} {plain}".strip())
        self.why = why
        self.provider = provider

    @property
    def message(self) -> str:
        return str(TEXTS[self.why]) % {"provider": self.provider.name}
