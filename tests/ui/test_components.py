from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import Environment, UndefinedError

from hjemvei import ui
from hjemvei.ui import charts
from hjemvei.ui.icons import icon, names
from hjemvei.ui.jinja import COMPONENT_FILES
from hjemvei.ui.parts import Bar, Column, Event, Group, Span

FOLDER = Path(ui.__file__).parent / "templates/ui"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def env() -> Environment:
    return engines["jinja2"].env


def _render(env: Environment, source: str, **context: object) -> str:
    with translation.override("nb"):
        return env.from_string(source).render(**context)


@pytest.mark.parametrize("name", COMPONENT_FILES)
def test_every_component_says_what_it_is_for(name: str) -> None:
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    for macro in re.findall(r"{% macro ([a-z]\w*)", text):
        comment = re.search(rf"{{# {macro}: (.+?)#}}\n{{% macro {macro}\(", text, re.S)
        assert comment, f"{macro} has no comment"
        signature = re.search(rf"{{% macro {macro}\(([^)]*)\)", text)
        needs = [part for part in (signature[1].split(",") if signature else []) if part and "=" not in part]
        assert "Required:" in comment[1] or not needs, f"{macro} does not say what it requires"


def test_every_component_is_shown_to_developers(env: Environment) -> None:
    shown = (FOLDER / "gallery.html").read_text(encoding="utf-8") + "".join(
        (FOLDER / name).read_text(encoding="utf-8")
        for name in ("base.html", "skeleton.html", "forms/form.html")
    )
    inside = {"task_item", "avatar", "moment", "draft_status"}
    left_out = [
        name for name in env.globals["ui"].names() if f"ui.{name}" not in shown and name not in inside
    ]
    assert left_out == []


def test_an_unknown_name_fails(env: Environment) -> None:
    with pytest.raises(UndefinedError):
        _render(env, "{{ nothing }}")
    with pytest.raises(UndefinedError):
        _render(env, "{{ ui.nothing() }}")


def test_names_are_isolated_and_escaped(env: Environment) -> None:
    assert _render(env, "{{ ui.person_name('<i>') }}") == "<bdi>&lt;i&gt;</bdi>"


def test_icons_are_hidden_unless_labelled() -> None:
    assert 'aria-hidden="true"' in icon("house")
    assert 'role="img" aria-label="a&lt;"' in icon("house", "a<")
    assert len(names()) >= 40
    with pytest.raises(KeyError, match="No icon named"):
        icon("unicorn")


def test_table_cells_carry_their_label(env: Environment) -> None:
    html = _render(
        env,
        "{% call(row) ui.data_table('Liste', columns, [1]) %}"
        "{{ ui.th('A') }}{{ ui.td('Sted', 'B') }}{% endcall %}",
        columns=[Column(label="Navn", sort_url="?s", sorted="ascending")],
    )
    assert '<td data-label="Sted">' in html
    assert 'scope="col" aria-sort="ascending"' in html
    assert "<caption" in html


def test_an_empty_table_says_so(env: Environment) -> None:
    html = _render(env, "{% call(row) ui.data_table('Liste', [], []) %}{% endcall %}")
    assert "Ingen treff." in html
    assert "<table" not in html


def test_a_timeline_has_two_levels(env: Environment) -> None:
    events = [Event(title="Stor", at=TODAY), Event(title="Liten", at=TODAY, milestone=False)]
    before, after = _render(env, "{{ ui.timeline(events) }}", events=events).split("<details")
    assert "Liten" not in before
    assert "Liten" in after and "(2)" in after


def test_every_chart_has_its_numbers_as_a_table(env: Environment) -> None:
    html = _render(
        env,
        "{{ ui.bar_chart('x', 'Tittel', bars, 'Antall') }}",
        bars=[Bar(label="A", value=3, shown="3 stk")],
    )
    assert '<title id="x-t">Tittel</title>' in html
    assert '<th scope="row">A</th><td>3 stk</td>' in html


def test_bars_stand_on_the_same_ground() -> None:
    chart = charts.bars([Bar(label="", value=value, shown="") for value in (0, 5, 10)], target=20)
    assert {mark.y + mark.height for mark in chart.marks} == {charts.TOP + charts.BAR_HEIGHT}
    assert chart.marks[2].height == charts.BAR_HEIGHT / 2
    assert chart.line == charts.TOP


def test_shares_fill_the_row_and_nothing_stays_empty() -> None:
    bars = [Bar(label="", value=value, shown="") for value in (1, 3)]
    chart = charts.stacked([Group(label="A", bars=bars), Group(label="B", bars=[])])
    assert sum(mark.width for mark in chart.marks) == charts.WIDTH - charts.LABEL_WIDTH
    assert len(chart.rows) == 2


def test_an_open_period_goes_to_the_end() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    span = Span(row="A", label="", starts_on=dt.date(2025, 6, 1), ends_before=None)
    chart = charts.time_axis([span], first, last, TODAY)
    assert chart.marks[0].x == charts.LABEL_WIDTH
    assert chart.marks[0].x + chart.marks[0].width == charts.WIDTH
    assert chart.ticks[0].label == "01.2026"
    narrow = charts.time_axis([span], first, last, TODAY, charts.NARROW)
    assert (narrow.marks[0].x, narrow.marks[0].width, narrow.width) == (0, 300, 300)
    assert len(narrow.ticks) == 4 and narrow.ticks[-1].x + charts.TICK_WIDTH <= narrow.width


def test_a_line_of_one_value_is_flat() -> None:
    assert charts.sparkline([4]) == "0,14.0 120,14.0"
    assert charts.sparkline([1, 1]).count("26.0") == 2
