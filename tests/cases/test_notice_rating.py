"""The receiver says whether a notice came early enough and was complete; said anew, both stay (R321)."""

from __future__ import annotations

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Notice, NoticeRating
from hjemvei.cases.queries.ratings import rated_notices
from hjemvei.sharing.models import owned_by
from tests.needs.factories import KLOK, share, signed_in
from tests.needs.pages import plain_static as plain_static
from tests.world import CLOCK, World


def notice(world: World) -> Notice:
    consent = share(world)
    with acting_as(world.actor("Tor")) as tor:
        made: Notice = Notice.objects.create(
            **owned_by(tor, world.case(KLOK), at=CLOCK),
            to_unit=world.unit("tk-koordinering"),
            consent=consent,
            certainty="likely",
            sent_at=CLOCK,
            acknowledge_by=CLOCK.date(),
        )
        return made


def test_rated_at_the_receipt_changed_later_and_seen_by_the_sender(world: World) -> None:
    sent = notice(world)
    with acting_as(world.actor("Tor")):
        address = f"/sak/{world.case(KLOK).key}/varsler/{sent.key}"
    ida = signed_in(world, "Ida")
    assert ida.post(f"{address}/bekreft/", {"rating": "late"}).status_code == 302
    for _twice in range(2):
        assert ida.post(f"{address}/vurder/", {"rating": "both"}).status_code == 302
    assert ida.post(f"{address}/vurder/", {"rating": "tull"}).status_code == 302
    assert signed_in(world, "Tor").post(f"{address}/vurder/", {"rating": "good"}).status_code == 403
    with acting_as(world.actor("Tor")) as tor:
        rows = NoticeRating.objects.visible_to(tor).order_by("id")
        assert list(rows.values_list("is_early", "is_complete")) == [(False, True), (False, False)]
        found = [(one.notices, one.rated, one.early, one.complete) for one in rated_notices(tor)]
        assert found == [(1, 1, 0, 0)]
