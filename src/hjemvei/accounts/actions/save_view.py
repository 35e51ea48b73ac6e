"""Keep a list as the user likes it: its query string under a name, one of them the list that opens first."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import SavedView
from hjemvei.core.errors import RuleBroken

MOST = 30
NOT_KEPT = frozenset({"cursor", "q", "csrfmiddlewaretoken"})
LONGEST = 600


def save_view(*, actor: Actor, page: str, name: str, query: str, is_default: bool = False) -> SavedView:
    """The same name on the same page is written over. What was searched for is left out: it may be a name."""
    mine = SavedView.objects.filter(user_id=actor.user_id)
    kept = clean_query(query)
    if not name.strip():
        raise RuleBroken(_("Gi visningen et navn."), field="name")
    if len(kept) > LONGEST:
        raise RuleBroken(_("Det er for mange filtre til å lagre."), field="name")
    if mine.count() >= MOST and not mine.filter(page=page, name=name.strip()).exists():
        raise RuleBroken(_("Du har mange lagrede visninger. Slett en du ikke bruker."), field="name")
    if is_default:
        mine.filter(page=page, is_default=True).update(is_default=False)
    view, _made = SavedView.objects.update_or_create(
        user_id=actor.user_id,
        page=page,
        name=name.strip(),
        defaults={"query": kept, "is_default": is_default},
    )
    return view


def clean_query(query: str) -> str:
    pairs = parse_qsl(query.lstrip("?"), keep_blank_values=False)
    return urlencode([(key, value) for key, value in pairs if key not in NOT_KEPT])
