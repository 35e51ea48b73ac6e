"""A write that is sent again does nothing and gives the first answer, if it may still be given.

The kept answer is encrypted. With it stands by what right the caller's units took part in the cases it shows:
where one of these has ended since (a consent withdrawn or narrowed), the answer is 404.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.audit import reads
from hjemvei.audit.models import OnceKey
from hjemvei.audit.once import Answer, earlier_answer, keep_answer
from hjemvei.core import clock
from hjemvei.core.api import Refusal
from hjemvei.core.master_field import master_field
from hjemvei.sharing.models import Participation

if TYPE_CHECKING:
    from hjemvei.api.requests import Call

BODY = master_field(OnceKey, "body")
KEY = re.compile(r"[!-~]{16,64}")


def once(call: Call, seen: reads.Reads) -> HttpResponse:
    """Raises Refusal 400 without a usable key, and Conflict when the key comes back with another content."""
    key = call.request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        reason = _("Send Idempotency-Key med 16 til 64 tegn, en ny for hver ny handling.")
        raise Refusal(400, reason, errors=[("#/header/Idempotency-Key", reason)])
    earlier = earlier_answer(call.actor, key=key, request=content(call.request), at=clock.now())
    if earlier is not None:
        return _again(call, key, earlier)
    response = call.view()
    if response.status_code < 400:
        _keep(call, key, response, seen)
    return response


def content(request: HttpRequest) -> bytes:
    """Method, address, condition and what was sent; files by their digests."""
    head = [request.method, request.get_full_path(), request.headers.get("If-Match", "")]
    if request.content_type != "multipart/form-data":
        return repr(head).encode() + request.body
    fields = sorted(request.POST.lists())
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            files.append((name, upload.name, hashlib.sha256(upload.read()).hexdigest()))
            upload.seek(0)
    return repr((head, fields, files)).encode()


def _rights(actor: Actor, case_ids: Iterable[int]) -> list[list[Any]]:
    """Case, unit, basis and consent of each participation of the caller's units in force."""
    parts = Participation.objects.visible_to(actor).in_force(clock.now()).filter(case_id__in=list(case_ids))
    fields = ("case_id", "unit_id", "basis", "consent_id")
    return [list(part) for part in parts.order_by("id").values_list(*fields)]


def _keep(call: Call, key: str, response: HttpResponse, seen: reads.Reads) -> None:
    kept = {
        "content": response.content.decode(),
        "tag": call.request.hjemvei_tag,
        "persons": sorted(seen.person_ids),
        "cases": sorted(seen.case_ids),
        "rights": _rights(call.actor, seen.case_ids),
    }
    body = BODY.encrypt(json.dumps(kept), user_id=call.actor.user_id, key=key)
    keep_answer(call.actor, key=key, status=response.status_code, body=body)


def _again(call: Call, key: str, earlier: Answer) -> HttpResponse:
    kept = json.loads(BODY.decrypt(earlier.body, user_id=call.actor.user_id, key=key))
    now = _rights(call.actor, kept["cases"])
    if any(right not in now for right in kept["rights"]):
        raise Http404
    reads.note(persons=kept["persons"], cases=kept["cases"])
    call.request.hjemvei_tag = kept["tag"]
    response = HttpResponse(
        kept["content"], status=earlier.status, content_type="application/json; charset=utf-8"
    )
    response.headers["Idempotency-Replayed"] = "true"
    return response
