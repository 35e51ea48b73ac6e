"""What `accounts` holds about people: employees, their roles and what they keep for themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

_ALL = _("Alle som er logget inn, ser navn, rolle og enhet.")
_ADMINISTRATORS = _("Administratorer hos arbeidsgiveren og den ansatte selv.")
_SELF = _("Bare den ansatte selv.")
_NOBODY = _("Ingen på noen side. Systemet bruker det ved innlogging.")

TABLES = [
    Table(
        model="accounts.User",
        text=_("Ansattes kontoer"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="account",
        seen_by=_ALL,
        held=(
            Held("name email", _("navn og e-post på jobb")),
            Held("language", _("språk på sidene")),
            Held("clearance", _("klarering for adressesperre")),
            Held("is_active joined_at last_login", _("om kontoen er i bruk, og siste innlogging")),
            Held("password", _("passord, bare som en verdi det ikke kan regnes ut av")),
        ),
        technical="id key kind is_demo",
    ),
    Table(
        model="accounts.Membership",
        text=_("Ansattes roller i enheter"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="account",
        seen_by=_ALL,
        held=(
            Held("user unit role", _("hvem, hvor og i hvilken rolle")),
            Held("starts_on ends_before", _("periode")),
        ),
        technical="id",
    ),
    Table(
        model="accounts.Absence",
        text=_("Ansattes fravær og stedfortreder"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="account",
        seen_by=_("Ansatte hos samme arbeidsgiver, der de må vite hvem som svarer. Grunnen lagres ikke."),
        held=(
            Held("user deputy", _("hvem som er borte, og hvem som svarer")),
            Held("starts_on ends_before", _("periode")),
        ),
        technical="id",
    ),
    Table(
        model="accounts.Invitation",
        text=_("Invitasjoner til nye ansatte"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="account",
        seen_by=_ADMINISTRATORS,
        held=(
            Held("user invited_by", _("hvem som ble invitert av hvem")),
            Held("created_at expires_at used_at", _("når den ble laget og brukt")),
        ),
        technical="id token_hash",
    ),
    Table(
        model="accounts.SavedView",
        text=_("Ansattes lagrede søk"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="own_settings",
        seen_by=_SELF,
        held=(Held("user page name query is_default", _("navn på søket og filtrene i det")),),
        technical="id key",
    ),
    Table(
        model="accounts.Draft",
        text=_("Kladder: det en ansatt har skrevet og ikke sendt"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="operation",
        bases=("employer", "accountability"),
        retention="draft",
        seen_by=_SELF,
        held=(
            Held("user path saved_at", _("hvem som skrev, på hvilken side og når")),
            Held("content", _("det som er skrevet, kryptert; det kan handle om en person")),
        ),
        technical="id",
    ),
    Table(
        model="accounts.ApiToken",
        text=_("Nøkler til andre systemer"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="account",
        seen_by=_("Administratorer hos arbeidsgiveren."),
        held=(
            Held(
                "user name scopes created_at expires_at revoked_at",
                _("hvilket system, hva det kan, og hvor lenge"),
            ),
        ),
        technical="id controller unit token_hash",
    ),
    Table(
        model="accounts.AccountEvent",
        text=_("Det administratorer har gjort med en konto"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="account",
        seen_by=_ADMINISTRATORS,
        held=(Held("user by_user kind reason at", _("hva som ble gjort, av hvem, når og hvorfor")),),
        technical="id controller",
    ),
    Table(
        model="account.EmailAddress",
        text=_("Ansattes e-post for innlogging"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="own_settings",
        seen_by=_SELF,
        held=(Held("user email verified primary", _("navn og e-post på jobb")),),
        technical="id",
    ),
    Table(
        model="mfa.Authenticator",
        text=_("Ansattes andre faktor"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="own_settings",
        seen_by=_NOBODY,
        held=(
            Held("user type data", _("hva den ansatte logger inn med i tillegg til passordet")),
            Held("created_at last_used_at", _("når den ble laget og brukt")),
        ),
        technical="id",
    ),
    Table(
        model="sessions.Session",
        text=_("Innloggede økter"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="session",
        seen_by=_NOBODY,
        held=(Held("session_data expire_date", _("hvem som er logget inn, og hvor lenge")),),
        technical="session_key",
    ),
]
