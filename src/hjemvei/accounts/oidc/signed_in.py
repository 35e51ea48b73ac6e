"""What a sign-in at a provider leaves in the session: its limits, the second factor, and the way out."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from hjemvei.accounts.oidc.flow import Verified
from hjemvei.accounts.sessions import LIMITS, PROVEN_AT, PROVIDER
from hjemvei.core.crypto import Undecipherable, decrypt, encrypt

BOUND_TO = "session:id_token"
ENDING = "provider_ending"


def keep(session: SessionBase, verified: Verified) -> None:
    """The token is kept encrypted: it may name the person, and sessions are readable by who reads the
    database.
    """
    provider = verified.provider
    session[PROVIDER] = {
        "slug": provider.slug,
        "name": provider.name,
        "sid": verified.text("sid"),
        "token": encrypt(verified.id_token, bound_to=BOUND_TO).hex(),
    }
    session[LIMITS] = [provider.idle_minutes * 60, provider.absolute_minutes * 60]
    prove_anew(session, verified)


def prove_anew(session: SessionBase, verified: Verified) -> None:
    """Counts as a second factor where the provider says that it asked for two."""
    if verified.two_factors:
        session["second_factor"] = True
        session[PROVEN_AT] = verified.proven_at


def leaving(session: SessionBase) -> dict[str, str] | None:
    """What the page after sign-out needs; to be put into the session that follows."""
    found: dict[str, str] | None = session.get(PROVIDER)
    return {"slug": found["slug"], "token": found["token"]} if found else None


def hint_of(session: SessionBase) -> tuple[str, str]:
    """Provider and token of the session that was ended, for once; empty where there was none."""
    found = session.pop(ENDING, None)
    if not found:
        return "", ""
    try:
        return found["slug"], decrypt(bytes.fromhex(found["token"]), bound_to=BOUND_TO)
    except Undecipherable:
        return found["slug"], ""
