"""The statements of `filling`: one INSERT ... SELECT a table. `%%` is modulo, `%(n)s` the number of cases.

The busiest office has 7 %% of the cases, every second case is shared with an office, the rest stay the
prison's own.
"""

from __future__ import annotations

FOREVER = "'9999-12-31 00:00:00+00'::timestamptz"
KEYS = "ARRAY(SELECT {unit} * 16 + k FROM unnest(ARRAY[{classes}]) k)"
PRISON_KEYS = KEYS.format(unit="b.prison", classes="1,2,3,4,5,6,7,8,10")
OFFICE_KEYS = KEYS.format(unit="b.office", classes="1,2,3,6,7,8")
WROTE = "now(), b.case_id, b.prison_controller, b.prison, b.prison_user"
ROW = "key, recorded_at, case_id, controller_id, owner_unit_id, recorded_by_id"


def key(mark: str) -> str:
    return f"'{mark}' || translate(lpad(to_hex(b.n), 11, '0'), '01', 'gh')"


TABLES = [
    "persons_person",
    "sharing_case",
    "sharing_participation",
    "sharing_consent",
    "sharing_consentscope",
    "cases_custody",
    "cases_placement",
    "cases_releasedate",
    "cases_homestatus",
    "cases_task",
    "cases_event",
    "cases_assignment",
    "cases_responsibility",
    "cases_message",
]

SEALED = [("cases_responsibility", "reason"), ("cases_message", "body")]
"""Written as text first: the key of the person comes when everybody is there."""

PLAN = """
CREATE TEMP TABLE bench_case ON COMMIT DROP AS
WITH prison AS (SELECT u.id, u.controller_id, m.user_id, row_number() OVER (ORDER BY u.id) - 1 AS i
                FROM parties_unit u JOIN accounts_membership m ON m.unit_id = u.id WHERE u.kind = 'prison'),
     office AS (SELECT u.id, u.controller_id, u.municipality_id, m.user_id, row_number() OVER (ORDER BY u.id)
     - 1 AS i FROM parties_unit u JOIN accounts_membership m ON m.unit_id = u.id WHERE u.slug LIKE
                'bench-%%'), given AS (SELECT * FROM bench_name WHERE kind = 'given'), family AS (SELECT *
                FROM bench_name WHERE kind = 'family'), size AS (SELECT (SELECT count(*) FROM given) AS given, (SELECT count(*) FROM family) AS
     family) SELECT n, n::bigint AS person_id, (%(n)s + n)::bigint AS second_person_id, n::bigint AS case_id,
       p.id AS prison, p.controller_id AS prison_controller, p.user_id AS prison_user,
       CASE WHEN n %% 2 = 0 THEN o.id END AS office, o.controller_id AS office_controller, o.user_id AS
       office_user, o.municipality_id, g.name AS given, g.folded AS given_folded, f.name AS family, f.folded
       AS family_folded, f.sorted || chr(31) || g.sorted AS sorted,
       %(today)s::date + (((n::bigint * 7919) %% 900) - 30)::int AS release_on,
       (n::bigint * 104729) %% 100 AS dice
FROM generate_series(1, %(n)s) n
CROSS JOIN size
JOIN prison p ON p.i = (n::bigint * 48271) %% %(prisons)s
JOIN office o ON o.i = CASE WHEN (n::bigint / 2 * 16807) %% 1000 < 140 THEN 0 ELSE (n::bigint / 2 * 69621) %%
%(offices)s END JOIN given g ON g.i = (n::bigint * 15485863) %% size.given
JOIN family f ON f.i = (n::bigint * 32452843) %% size.family
"""


def person(which: str, controller: str, units: str, mark: str, where: str) -> str:
    return f"""
INSERT INTO persons_person (id, key, family_name, given_name, name_search, sort_key, birth_date, sex,
language, needs_interpreter, protection, access_units, visible_until, blocked_users, recorded_at,
controller_id) OVERRIDING SYSTEM VALUE
SELECT b.{which}, {key(mark)}, b.family, b.given, b.given_folded || ' ' || b.family_folded, b.sorted,
       date '1960-01-01' + ((b.n::bigint * 6151) %% 16000)::int, CASE WHEN b.dice < 7 THEN 'f' ELSE 'm' END,
       CASE WHEN b.dice < 75 THEN 'nb' ELSE 'en' END, false, 0, {units}, {FOREVER}, '{{}}', now(),
       b.{controller} FROM bench_case b WHERE {where}
"""


def participation(
    unit: str, controller: str, person_id: str, basis: str, consent: str, where: str, base: str
) -> str:
    return f"""
INSERT INTO sharing_participation (id, basis, can_write, starts_at, ends_at, case_id, consent_id,
controller_id, person_id, unit_id) OVERRIDING SYSTEM VALUE
SELECT {base} + b.n, '{basis}', true, now(), {FOREVER}, b.case_id, {consent}, b.{controller}, b.{person_id},
b.{unit} FROM bench_case b WHERE {where}
"""


def grant(unit: str, giver: str, keys: str, base: str, where: str) -> str:
    return f"""
INSERT INTO sharing_grant (keys, starts_at, ends_at, case_id, giver_id, unit_id, participation_id)
SELECT {keys}, now(), {FOREVER}, b.case_id, b.{giver}, b.{unit}, {base} + b.n FROM bench_case b WHERE {where}
"""


def tokens(unit: str, controller: str, where: str) -> str:
    return f"""
INSERT INTO sharing_searchtoken (unit_id, token, case_id)
SELECT DISTINCT b.{unit}, t.token, b.case_id FROM bench_case b
CROSS JOIN LATERAL (VALUES (b.given_folded), (b.family_folded)) part (folded)
JOIN bench_token t ON t.controller_id = b.{controller} AND t.folded = part.folded
WHERE {where}
"""


def tasks(mark: str, unit: str, user: str, due: str, where: str, done: str = "NULL::timestamptz") -> str:
    return f"""
INSERT INTO cases_task ({ROW}, info_class, code, title, clause, source, party, role, opens_on, due_on,
first_due_on, can_be_exempted, done_at, words, done_note, exempt_reason, to_unit_id, to_user_id)
SELECT {key(mark)}, {WROTE}, 8, 'bench_{mark}', 'Avklar neste steg', 'Avtalen sier når dette skal være
gjort.', 'R101', 'prison', 'contact_officer', current_date - 30, {due}, {due}, true, {done}, '', '', '',
b.{unit}, b.{user} FROM bench_case b WHERE {where}
"""


def events(mark: str, days: int) -> str:
    return f"""
INSERT INTO cases_event ({ROW}, info_class, code, text, values, is_milestone, happened_at)
SELECT {key(mark)}, {WROTE}, 8, 'bench', 'Steg %%(number)s er gjort', '{{"number": {days}}}', {days} %% 2 = 0,
       now() - interval '{days} days' FROM bench_case b
"""


def caseload(unit: str, user: str, person_id: str, where: str) -> str:
    return f"""
INSERT INTO cases_caseload (is_open, rank, sort_on, certainty, risk, status, has_consent, is_restricted,
next_task, next_due_on, open_tasks, changed_at, case_id, municipality_id, owner_id, person_id,
prison_unit_id, unit_id) SELECT true, CASE WHEN b.release_on < %(today)s::date + 60 AND b.dice < 33 THEN 0
                  WHEN b.release_on < %(today)s::date + 60 THEN 1 ELSE 2 END,
       b.release_on, 'likely', CASE WHEN b.dice < 33 THEN 'yes' WHEN b.dice < 70 THEN 'no' ELSE 'unknown' END,
       CASE WHEN b.dice < 33 THEN 'no_home' ELSE 'applied' END, b.office IS NOT NULL, false, 'Avklar neste
       steg', b.release_on - 14, 2, now(), b.case_id, b.municipality_id, b.{user}, b.{person_id}, b.prison,
       b.{unit} FROM bench_case b WHERE {where}
"""


SHARED = "b.office IS NOT NULL"
STATEMENTS: list[tuple[str, str]] = [
    ("plan", PLAN),
    ("plan, counted", "ANALYZE bench_case"),
    (
        "persons",
        person("person_id", "prison_controller", "ARRAY[b.prison]", "p", "true"),
    ),
    ("persons, second", person("second_person_id", "office_controller", "ARRAY[b.office]", "q", SHARED)),
    (
        "cases",
        f"""
INSERT INTO sharing_case (id, key, opened_at, close_reason, access_units, visible_until, protection,
blocked_users, controller_id, opened_by_unit_id, person_id) OVERRIDING SYSTEM VALUE
SELECT b.case_id, {key("c")}, now(), '', array_remove(ARRAY[b.prison, b.office], NULL), {FOREVER}, 0, '{{}}',
       b.prison_controller, b.prison, b.person_id FROM bench_case b
""",
    ),
    (
        "consents",
        f"""
INSERT INTO sharing_consent (id, {ROW}, state, form, language, interpreter_used, representation,
representative_name, explained, starts_on, ends_before, withdrawn_how) OVERRIDING SYSTEM VALUE
SELECT b.n, {key("s")}, {WROTE}, 'given', 'oral', 'nb', false, 'self', '', '', current_date, current_date +
365, '' FROM bench_case b WHERE {SHARED}
""",
    ),
    (
        "participations",
        participation("prison", "prison_controller", "person_id", "custody", "NULL", "true", "0"),
    ),
    (
        "participations, second",
        participation("office", "office_controller", "second_person_id", "consent", "b.n", SHARED, "%(n)s"),
    ),
    ("grants", grant("prison", "prison_controller", PRISON_KEYS, "0", "true")),
    ("grants, second", grant("office", "prison_controller", OFFICE_KEYS, "%(n)s", SHARED)),
    ("grants, own", grant("office", "office_controller", OFFICE_KEYS, "%(n)s", SHARED)),
    ("tokens", tokens("prison", "prison_controller", "true")),
    ("tokens, second", tokens("office", "office_controller", SHARED)),
    (
        "custodies",
        f"""
INSERT INTO cases_custody (id, {ROW}, status, reference, starts_on, way_out, municipality_of_stay_id)
OVERRIDING SYSTEM VALUE
SELECT b.n, {key("u")}, {WROTE}, 'sentenced', 'B' || b.n, current_date - 200, '', b.municipality_id FROM
bench_case b
""",
    ),
    (
        "placements",
        f"""
INSERT INTO cases_placement ({ROW}, starts_on, custody_id, unit_id)
SELECT {key("l")}, {WROTE}, current_date - 200, b.n, b.prison FROM bench_case b
""",
    ),
    (
        "release dates",
        f"""
INSERT INTO cases_releasedate ({ROW}, expected_on, kind, certainty, source, reason, known_at, custody_id)
SELECT {key("r")}, {WROTE}, b.release_on, 'probation', 'likely', 'liste', '', now(), b.n FROM bench_case b
""",
    ),
    (
        "home status",
        f"""
INSERT INTO cases_homestatus ({ROW}, risk, status)
SELECT {key("h")}, {WROTE}, CASE WHEN b.dice < 33 THEN 'yes' WHEN b.dice < 70 THEN 'no' ELSE 'unknown' END,
'no_home' FROM bench_case b
""",
    ),
    ("tasks", tasks("t", "prison", "prison_user", "b.release_on - 14", "true")),
    ("tasks, done", tasks("d", "prison", "prison_user", "current_date - 20", "true", "now()")),
    ("tasks, second", tasks("e", "office", "office_user", "b.release_on - 60", SHARED)),
    *[
        (f"events {days}", events(mark, days))
        for mark, days in (("1", 1), ("2", 9), ("3", 20), ("4", 40), ("5", 90))
    ],
    (
        "assignments",
        f"""
INSERT INTO cases_assignment ({ROW}, role, state, is_owner, reason, offered_at, to_unit_id, to_user_id)
SELECT {key("a")}, {WROTE}, 'contact_officer', 'accepted', true, '', now(), b.prison, b.prison_user FROM
bench_case b
""",
    ),
    (
        "responsibilities",
        f"""
INSERT INTO cases_responsibility ({ROW}, state, rule, reason, answer, second_answer, governor_decision,
municipality_id)
SELECT {key("y")}, {WROTE}, 'proposed', 2, 'Bodde der.', '', '', '', b.municipality_id FROM bench_case b
""",
    ),
    (
        "messages",
        f"""
INSERT INTO cases_message ({ROW}, body, sent_at, to_unit_id)
SELECT {key("m")}, {WROTE}, 'Når er det best å ringe?', now(), b.office FROM bench_case b WHERE {SHARED}
""",
    ),
    ("caseload", caseload("prison", "prison_user", "person_id", "true")),
    ("caseload, second", caseload("office", "office_user", "second_person_id", SHARED)),
    *[
        (
            f"sequence {table}",
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest((SELECT max(id) FROM {table}), 1))",
        )
        for table in (
            "persons_person",
            "sharing_case",
            "sharing_participation",
            "sharing_consent",
            "cases_custody",
        )
    ],
]
