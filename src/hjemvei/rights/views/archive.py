"""One closed case as a package for the archive: made, and downloaded to be handed over."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.step_up import step_up
from hjemvei.audit.once_view import once
from hjemvei.cases.document_content import as_attachment
from hjemvei.core import clock
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.hand_over_case import hand_over_case, made_again
from hjemvei.rights.archive_package import Package

WHOLE = gettext_lazy("Pakken inneholder hele saken.")


@step_up(WHOLE)
@require_POST
@once
def hand_over(request: HttpRequest, disposal_key: str, case_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_disposal(actor, disposal_key)
    policy.can_decide(actor, row).require()
    hand_over_case(actor=actor, disposal=row, case=queries.closed_case(row, case_key), at=clock.now())
    return redirect("rights:disposal", disposal_key)


@step_up(WHOLE)
@require_safe
def archive_file(request: HttpRequest, handover_key: str) -> StreamingHttpResponse:
    """Made anew and compared with what was written down before the first byte leaves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_handover(actor, handover_key)
    package = made_again(actor, row)
    response = StreamingHttpResponse(_sent(actor, package), content_type="application/zip")
    return as_attachment(response, name=f"arkiv-{row.key}.zip")


def _sent(actor: Actor, package: Package) -> Iterator[bytes]:
    """In a transaction of its own: that of the request is over when the answer leaves."""
    with acting_as(actor):
        yield from package.chunks()
