"""Ask anew who it is: some things want a second factor from the last five minutes.

For views that export, open by emergency access, give tokens, or take another's second
factor away:

    @step_up(gettext_lazy("En systemnøkkel åpner opplysninger for et annet system."))
    @require_POST
    def tokens(request): ...

and where only the data tell: `require_fresh_factor(request, _("..."))`, anywhere in the view. Before somebody
protected is shown on a page about them, `before_protected` asks, called by what gives cases and people out
(`find_case`, `view_of`, `find_person`), so that no view needs to think of it. Lists do not ask.

The reason is a whole sentence, shown above the question. Nothing of the view stands where it asks:
the transaction is undone, `@once` gives its key back. What was posted is kept as a draft (encrypted, the
user's own), and after the code one button sends it again. An app's code, a passkey, a recovery code or a new
sign-in at the organisation's provider will do; signing in counts for its first five minutes.

The factors themselves are behind it too (`before_factors`): otherwise a password would do to read the
recovery codes or add a factor, and so to answer the question. Only who has no factor yet is asked for the
password.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from hjemvei.accounts.drafts import keep_draft
from hjemvei.accounts.queries.own import factors_of
from hjemvei.accounts.sessions import has_second_factor, second_factor_at
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.views import refusal

SALT = "hjemvei.step-up"
ANSWERED_WITHIN = 12 * 60 * 60
READ_METHODS = {"GET", "HEAD", "OPTIONS"}
View = Callable[..., HttpResponseBase]
Reason = str | Promise


_is_fresh: ContextVar[bool] = ContextVar("hjemvei_fresh_factor", default=True)
PROTECTED = gettext_lazy("Personen er vernet mot at adressen eller forholdet til dere blir kjent.")


FACTORS = gettext_lazy("Den som kan endre dette, kan logge inn som deg.")
PROVING = {
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn"),
    *("mfa_index", "mfa_list_webauthn"),
}
"""Of the package's pages those where a factor is shown, and the two lists; every other one changes one."""
CHANGING = {"accounts:activate_totp", "accounts:add_passkey", "accounts:recovery_codes"}


class StepUpNeeded(Exception):
    """Raised by `require_fresh_factor`; `audit.middleware` answers it with the question."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def step_up(reason: Reason) -> Callable[[View], View]:
    """Put it outermost: above `@once` and the checks of the method."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            require_fresh_factor(request, reason)
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def require_fresh_factor(request: HttpRequest, reason: Reason) -> None:
    """Raises StepUpNeeded. Where no second factor is demanded at all (the demo) nothing is asked."""
    if settings.MFA_REQUIRED and not has_fresh_factor(request, at=clock.now()):
        raise StepUpNeeded(reason)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Around the answer to a page's request: `before_protected` knows whether the factor is fresh. Jobs,
    commands and tokens are never asked.
    """
    is_fresh = not settings.MFA_REQUIRED or has_fresh_factor(request, at=clock.now())
    token = _is_fresh.set(is_fresh)
    try:
        yield
    finally:
        _is_fresh.reset(token)


def before_protected(protection: int) -> None:
    """Raises StepUpNeeded where the factor is too old for whoever is under this protection."""
    if protection and not _is_fresh.get():
        raise StepUpNeeded(PROTECTED)


def before_factors(request: HttpRequest, view_name: str) -> HttpResponse | None:
    """The question, where somebody is about to change or read their factors with one that is too old."""
    changes = view_name in CHANGING or (view_name.startswith("mfa_") and view_name not in PROVING)
    if not changes or not settings.MFA_REQUIRED or not has_a_factor(request):
        return None
    if has_fresh_factor(request, at=clock.now()):
        return None
    return ask(request, user_id=int(request.user.pk or 0), reason=FACTORS)


def has_a_factor(request: HttpRequest) -> bool:
    """Here, or at the provider that this session came from."""
    user_id = int(request.user.pk or 0)
    return bool(user_id) and (has_second_factor(request, user_id) or factors_of(user_id).any)


def has_fresh_factor(request: HttpRequest, *, at: dt.datetime) -> bool:
    proven = second_factor_at(request, int(request.user.pk or 0))
    return 0 <= at.timestamp() - proven <= settings.STEP_UP_SECONDS


def ask(request: HttpRequest, *, user_id: int, reason: Reason) -> HttpResponse:
    """The way to the question. To be called when the view's transaction is over: it opens its own."""
    sends = request.method not in READ_METHODS
    if sends:
        try:
            with session({"hjemvei.user": str(user_id)}):
                keep_draft(user_id=user_id, path=request.path, data=request.POST, at=clock.now())
        except RuleBroken as error:
            return refusal(request, error.message, status=413)
    address = _question(request, sends=sends, user_id=user_id, reason=str(reason))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _question(request: HttpRequest, *, sends: bool, user_id: int, reason: str) -> str:
    path = request.get_full_path()
    if not sends and request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        path = page.path or "/" if page.netloc == request.get_host() else "/"
    content = {"path": path, "sends": sends, "user": user_id, "reason": reason[:300]}
    return f"{reverse('accounts:step_up')}?{urlencode({'til': signing.dumps(content, salt=SALT)})}"


def asked_for(request: HttpRequest) -> dict[str, object] | None:
    """What the address of the question says: `path`, `sends`, `reason`; None when it is old or not ours."""
    try:
        content: dict[str, object] = signing.loads(
            request.GET.get("til", ""), salt=SALT, max_age=ANSWERED_WITHIN
        )
    except signing.BadSignature:
        return None
    return content if content.get("user") == request.user.pk else None
