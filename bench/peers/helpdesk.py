"""django-helpdesk as a live peer: the same people and offices as tickets and queues, on the same server.

An optional extra (requirements/bench.txt); where it is not installed, the bench says so and goes on. A case
is a ticket, its five events are follow-ups, an office is a queue, and the user is the same office's: every
page shows what the page of ours beside it shows. A list of theirs is a page that then fetches its rows, so
both answers are counted.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from itertools import cycle
from urllib.parse import quote

import psycopg

from bench.measure import Figure, measure
from bench.web import ROOT, Answer, Client, Web, serve
from bench.world import NAME, Place

PEER = "django-helpdesk"
BESIDE = {
    "list": "list",
    "list, deep": "list, deep",
    "list, filtered": "list, filtered",
    "search": "search",
    "case": "ticket",
    "dashboard": "dashboard",
    "complete a task": "follow-up",
}
"""Which of theirs stands beside each of our workloads."""
ROUND_SECONDS = 1.0
DATABASE = ROLE = "hjemvei_bench_peer"
BUSIEST = "bench-0301"
UNITS = """
SELECT u.id, u.name, u.slug FROM parties_unit u
WHERE EXISTS (SELECT FROM cases_caseload l WHERE l.unit_id = u.id) ORDER BY u.slug <> %s, u.id
"""
TICKETS = """
COPY (SELECT DISTINCT ON (l.case_id) l.case_id, p.family_name || ', ' || p.given_name, l.unit_id,
    (l.sort_on - 400)::timestamptz, now(), 'p' || l.case_id || '@bench.test', l.unit_id, 1, false,
    l.next_task, NULL, CASE l.risk WHEN 'yes' THEN 1 WHEN 'no' THEN 4 ELSE 3 END, l.sort_on::timestamptz,
    md5(l.case_id::text)
    FROM cases_caseload l JOIN persons_person p ON p.id = l.person_id JOIN parties_unit u ON u.id = l.unit_id
    ORDER BY l.case_id, u.kind = 'prison') TO STDOUT
"""
INTO_TICKETS = """
COPY helpdesk_ticket (id, title, queue_id, created, modified, submitter_email, assigned_to_id, status,
    on_hold, description, resolution, priority, due_date, secret_key) FROM STDIN
"""
FOLLOW_UPS = """
INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public, user_id)
SELECT t.id, now() - days * interval '1 day', 'Steg', 'Steg ' || days || ' er gjort', false, t.assigned_to_id
FROM helpdesk_ticket t CROSS JOIN unnest(ARRAY[1, 9, 20, 40, 90]) days
"""
ROWS = "draw=1&start={start}&length=25&search%5Bvalue%5D=&search%5Bregex%5D=false"


def is_installed() -> bool:
    return importlib.util.find_spec("helpdesk") is not None


@dataclass(frozen=True, slots=True)
class Peer:
    """Their site, its database, and what is surely in it."""

    place: Place
    client: Client
    web: Web
    queue: int
    tickets: list[tuple[int, str]]
    """Numbers and titles."""
    deep: int
    """How many rows lie before the deep page: twenty pages, or as many as there are."""

    def figure(self, name: str, call: Callable[[], Answer], **more: str | int) -> Figure:
        return measure(
            f"{PEER}: {name}",
            call,
            cases=self.place.cases,
            web=self.web.process,
            server=self.place.database_process,
            superuser=self.place.superuser,
            role=ROLE,
            round_seconds=ROUND_SECONDS,
            **more,  # type: ignore[arg-type]
        )

    def listed(self, path: str, *, start: int = 0) -> Callable[[], Answer]:
        """The page, and the rows that its script asks for as soon as it stands."""
        found = re.search(r'"url": "([^"]*datatables_ticket_list[^"]+)"', self.client.get(path).body.decode())
        if found is None:
            raise RuntimeError(f"{PEER}: {path} names no rows")
        rows = f"{unescape(found[1])}?{ROWS.format(start=start)}"

        def both() -> Answer:
            first, second = self.client.get(path), self.client.get(rows)
            return Answer(max(first.status, second.status), first.body + second.body, first.headers)

        return both


def measure_all(place: Place) -> list[Figure]:
    """Every workload that has one of ours beside it; nothing where the peer is not installed."""
    if not is_installed():
        print(f"{PEER} is not installed: pip install --require-hashes -r requirements/bench.txt")
        return []
    with ExitStack() as stack:
        address = place.superuser.replace(f"/{NAME}?", f"/{DATABASE}?")
        environment = {
            "PEER_DATABASE_URL": address.replace("//postgres@", f"//{ROLE}@"),
            "DJANGO_SETTINGS_MODULE": "bench.peers.settings",
            "PYTHONWARNINGS": "ignore",
        }
        stack.callback(_remove, place)
        session = _fill(place, address, environment)
        web = stack.enter_context(serve("bench.peers.site:application", environment))
        return _measured(Peer(place, Client(web.port, {"sessionid": session}), web, *_known(address)))


def _measured(peer: Peer) -> list[Figure]:
    waiting = cycle(peer.tickets)
    ticket, title = peer.tickets[3]
    name = title.partition(",")[0]

    def follow_up() -> Answer:
        """A comment as its form sends it, with nothing else changed."""
        ticket, title = next(waiting)
        values = {"title": title, "queue": str(peer.queue), "priority": "3", "new_status": "1", "owner": "-1"}
        return peer.client.post(f"/tickets/{ticket}/update/", {**values, "comment": "Gjort."})

    row = '"recordsFiltered": [1-9]'
    return [
        peer.figure("list", peer.listed("/tickets/"), expect=row),
        peer.figure("list, deep", peer.listed("/tickets/", start=peer.deep), expect=r'"data": \[\{'),
        peer.figure("list, filtered", peer.listed("/tickets/?priority=1&status=1"), expect=row),
        peer.figure("search", peer.listed(f"/tickets/?q={quote(name)}"), expect=row),
        peer.figure("ticket", lambda: peer.client.get(f"/tickets/{ticket}/"), expect="Steg 90"),
        peer.figure("dashboard", lambda: peer.client.get("/dashboard/"), expect="<table"),
        peer.figure("follow-up", follow_up, status=302),
    ]


def _fill(place: Place, address: str, environment: dict[str, str]) -> str:
    """The database with its tickets, vacuumed like ours; the key of a session."""
    with psycopg.connect(place.superuser, autocommit=True) as ours:
        ours.execute(f"CREATE ROLE {ROLE} LOGIN")
        ours.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        units = ours.execute(UNITS, [BUSIEST]).fetchall()
        done = subprocess.run(
            [sys.executable, "-P", "-m", "bench.peers.prepare"],
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            input=json.dumps(units),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{PEER}: {done.stderr[-2000:]}")
        with psycopg.connect(address, autocommit=True) as theirs:
            theirs.execute("SET session_replication_role = replica")
            with (
                ours.cursor().copy(TICKETS) as out,
                theirs.cursor().copy(INTO_TICKETS) as into,
            ):
                for block in out:
                    into.write(block)
            theirs.execute(FOLLOW_UPS)
            theirs.execute("VACUUM ANALYZE")
            theirs.execute("CHECKPOINT")
    return done.stdout.split()[-1]


def _known(address: str) -> tuple[int, list[tuple[int, str]], int]:
    """The queue of the one who looks, its tickets to look at and to write to, and how deep a page can lie."""
    with psycopg.connect(address) as theirs:
        rows = theirs.execute(
            "SELECT t.queue_id, t.id, t.title FROM helpdesk_ticket t"
            " JOIN helpdesk_queue q ON q.id = t.queue_id WHERE q.slug = %s AND t.priority = 3"
            " ORDER BY t.due_date, t.id LIMIT 400",
            [BUSIEST],
        ).fetchall()
        whole = theirs.execute(
            "SELECT count(*) FROM helpdesk_ticket WHERE queue_id = %s", [rows[0][0]]
        ).fetchone()
    assert whole is not None
    deep = min(20, (whole[0] - 1) // 25) * 25
    return rows[0][0], [(ticket, title) for _queue, ticket, title in rows], deep


def _remove(place: Place) -> None:
    with psycopg.connect(place.superuser, autocommit=True) as ours:
        ours.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        ours.execute(f"DROP ROLE IF EXISTS {ROLE}")
