"""The workloads: pages, one write, and their floors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import psycopg

from bench.measure import Figure, measure
from bench.web import ROOT, Answer, Client, serve
from bench.world import Place

BUSIEST = "bench-0301@bench.test"
FLOOR = """
SELECT l.case_id, l.sort_on, l.status, l.risk, l.next_task, l.next_due_on, p.given_name, p.family_name,
u.name, m.name, o.name FROM cases_caseload l JOIN persons_person p ON p.id = l.person_id
LEFT JOIN parties_unit u ON u.id = l.prison_unit_id LEFT JOIN parties_municipality m ON m.number =
l.municipality_id LEFT JOIN accounts_user o ON o.id = l.owner_id
WHERE l.unit_id = %s AND l.is_open ORDER BY l.rank, l.sort_on, l.case_id LIMIT 26
"""


def sign_in(place: Place, email: str) -> str:
    """The session key of a fresh session of this user."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "bench" / "sign_in.py"), email],
        env={**os.environ, **place.environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()[-1]


def measure_all(place: Place) -> list[Figure]:
    """The unit is measured before, between and after; the middle one counts, and how far apart they lie."""
    session = sign_in(place, BUSIEST)
    app = Client(place.app.port, {"sessionid": session})
    who = Client(place.who.port, {"sessionid": session})

    def unit() -> Figure:
        return _figure(place, "U", lambda: who.get("/"), web=place.who.process)

    units, found = [unit()], []
    paths = _paths(place, app)
    for name, (path, expect) in paths.items():
        found.append(_figure(place, name, lambda path=path: app.get(path), expect=expect))  # type: ignore[misc]
    units.append(unit())
    found.append(_with_panels(place, app, paths["case"][0]))
    found.append(_complete_tasks(place, app))
    found.append(_hand_written(place))
    found.append(_bare(place, next(figure.size for figure in found if figure.name == "list")))
    units = sorted([*units, unit()], key=lambda figure: figure.cpu_ms)
    apart = (units[-1].cpu_ms - units[0].cpu_ms) / units[1].cpu_ms
    print(f"{place.cases} cases: the unit lay within {apart:.0%} of itself")
    return [replace(units[1], apart=apart), *found]


def _with_panels(place: Place, app: Client, path: str) -> Figure:
    """The case page and whatever a browser fetches with it, as one request."""
    panels = re.findall(r'hx-get="(/[^"]+)"[^>]*hx-trigger="(?:revealed|load)"', app.get(path).body.decode())

    def all_of_it() -> Answer:
        first = app.get(path)
        rest = [app.get(unescape(panel), {"HX-Request": "true"}) for panel in panels]
        return Answer(
            max(answer.status for answer in (first, *rest)),
            b"".join(answer.body for answer in (first, *rest)),
            first.headers,
        )

    return _figure(place, "case and its panels", all_of_it)


def _figure(place: Place, name: str, call: Callable[[], Answer], *, web: int = 0, **more: object) -> Figure:
    return measure(
        name,
        call,
        cases=place.cases,
        web=web or place.app.process,
        server=place.database_process,
        superuser=place.superuser,
        **more,  # type: ignore[arg-type]
    )


def _paths(place: Place, app: Client) -> dict[str, tuple[str, str]]:
    """Where the workloads stand: a deep page by following the list, a case and a name that are surely
    there.
    """
    with psycopg.connect(place.superuser) as connection:
        row = connection.execute(
            "SELECT c.key, p.family_name FROM cases_caseload l JOIN sharing_case c ON c.id = l.case_id"
            " JOIN persons_person p ON p.id = l.person_id JOIN parties_unit u ON u.id = l.unit_id"
            " WHERE u.slug = 'bench-0301' ORDER BY l.rank, l.sort_on, l.case_id LIMIT 1 OFFSET 3"
        ).fetchone()
    assert row is not None
    return {
        "list": ("/saker/", "<tr"),
        "list, deep": (_deep(app), "<tr"),
        "list, filtered": ("/saker/?risiko=yes", "<tr"),
        "search": (f"/saker/?q={quote(str(row[1]))}", str(row[1])),
        "case": (f"/sak/{row[0]}/", str(row[1])),
        "dashboard": ("/", "<main"),
    }


def _deep(app: Client) -> str:
    """The address of the page some twenty steps down."""
    import re  # noqa: PLC0415  only here
    from html import unescape  # noqa: PLC0415

    path = "/saker/"
    for _step in range(20):
        links = re.findall(
            r'href="([^"]*[?&;](?:cursor|etter|side)=[^"]+)"[^>]*rel="next"', app.get(path).body.decode()
        )
        if not links:
            break
        path = unescape(links[0])
        path = path if path.startswith("/") else f"/saker/{path}"
    return path


def _complete_tasks(place: Place, app: Client) -> Figure:
    """Each request completes another open task of the office, as a form does, and is sent on (302)."""
    with psycopg.connect(place.superuser) as connection:
        rows = connection.execute(
            "SELECT c.key, t.key FROM cases_task t JOIN sharing_case c ON c.id = t.case_id"
            " JOIN parties_unit u ON u.id = t.to_unit_id WHERE u.slug = 'bench-0301'"
            " AND t.done_at IS NULL LIMIT 400"
        ).fetchall()
    waiting = iter(rows)
    app.get(f"/sak/{rows[0][0]}/oppgaver/")

    def complete() -> Answer:
        case, task = next(waiting)
        return app.post(f"/sak/{case}/oppgaver/{task}/gjort/", {"once": f"bench{task}{time.monotonic_ns()}"})

    return _figure(place, "complete a task", complete, status=302)


def _hand_written(place: Place) -> Figure:
    """The list's rows by hand-written SQL, without security: client and database."""
    with psycopg.connect(place.superuser, autocommit=True) as connection:
        unit = connection.execute("SELECT id FROM parties_unit WHERE slug = 'bench-0301'").fetchone()
        assert unit is not None

        def read() -> Answer:
            rows = connection.execute(FLOOR, unit).fetchall()
            return Answer(200, b"<tr" * len(rows), {})

        return _figure(place, "floor: rows by hand", read, web=os.getpid(), expect="<tr")


def _bare(place: Place, size: int) -> Figure:
    with serve("bench.bare:application", {"BENCH_BYTES": str(size)}) as bare:
        client = Client(bare.port)
        return _figure(place, "floor: bare page", lambda: client.get("/"), web=bare.process, expect="x")
