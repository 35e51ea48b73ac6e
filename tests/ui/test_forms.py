from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from hjemvei.core.api import TEXT_PATTERN
from hjemvei.ui import forms as ui_forms
from hjemvei.ui.forms.unseen import UNSEEN


@pytest.fixture(autouse=True)
def _bokmaal():
    with translation.override("nb"):
        yield


class Sample(ui_forms.Form):
    name = forms.CharField(label="Navn", help_text="Som på listen.")
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    day = ui_forms.DateField(label="Dag", required=False, earliest=dt.date(2026, 1, 1))
    known = ui_forms.KnownDateField(label="Kjøpt", required=False, latest=dt.date(2026, 1, 1))
    note = ui_forms.TextField(label="Merknad", max_length=20, required=False)


def _form(**data: str) -> Sample:
    return Sample({"name": "Telt", "kind": "a"} | data)


def test_what_nobody_sees_is_taken_out_of_what_was_sent() -> None:
    form = _form(name="\u202eOla\u2066 \x07Nord\x9b\u200f", note="en\r\n\tto\u2069")
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["note"]) == ("Ola Nord\u200f", "en\r\n\tto")
    posted = QueryDict("name=%E2%80%AE&kind=a&kind=b")
    empty = Sample(posted)
    assert empty["name"].errors == ["Må fylles ut."]
    assert empty.data.getlist("kind") == ["a", "b"] and posted["name"] == "\u202e"


def test_a_field_of_one_line_has_one_line() -> None:
    """A line's end in a forum's name would break the subject of every mail about it."""

    class Named(ui_forms.Form):
        name = forms.CharField()
        text = forms.CharField(widget=forms.Textarea)

    form = Named({"name": "Utvalg\r\nBcc: alle", "text": "En\r\nto"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Utvalg Bcc: alle", "text": "En\r\nto"}


def test_a_password_is_left_as_it_was_typed() -> None:
    class Secret(ui_forms.Form):
        word = forms.CharField(widget=forms.PasswordInput)

    form = Secret({"word": "a\u202eb"})
    assert form.is_valid() and form.cleaned_data["word"] == "a\u202eb"


def test_the_json_interface_refuses_what_forms_take_out() -> None:
    for number in (*range(0x100), *range(0x2000, 0x2070)):
        sign = chr(number)
        assert bool(re.search(TEXT_PATTERN, sign)) is (UNSEEN.search(sign) is None), hex(number)


def test_a_text_field_has_label_description_and_class() -> None:
    html = str(Sample())
    assert re.search(r'<label class="ds-label" for="id_name">Navn', html)
    assert 'id="id_name_helptext">Som på listen.' in html
    assert re.search(
        r'<input type="text" name="name" class="ds-input[^>]*aria-describedby="id_name_helptext"', html
    )


def test_required_is_said_in_words() -> None:
    html = str(Sample())
    assert "Må fylles ut</span>" in html
    assert "Valgfritt</span>" in html
    assert "*" not in html
    assert " required" not in html


def test_when_all_are_required_it_is_said_once() -> None:
    class All(ui_forms.Form):
        a = forms.CharField(label="A")
        b = forms.CharField(label="B")

    html = str(All())
    assert html.count("Alle felt må fylles ut.") == 1
    assert "hv-mark" not in html


def test_an_error_stands_by_the_field_and_in_the_summary() -> None:
    html = str(_form(name=""))
    assert re.search(r'<a class="ds-link" href="#id_name">Navn: Må fylles ut\.</a>', html)
    assert 'id="id_name_error"' in html
    assert re.search(r'name="name"[^>]*aria-invalid="true"', html)
    assert re.search(r'name="name"[^>]*aria-describedby="id_name_helptext id_name_error"', html)


def test_every_link_of_the_summary_reaches_something() -> None:
    html = str(
        Sample({"known_day": "31", "known_month": "2", "known_year": "2020", "note": "x" * 21, "day": "?"})
    )
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 5
    for target in targets:
        assert f'id="{target}"' in html


def test_radios_are_a_fieldset_with_legend() -> None:
    html = str(Sample())
    assert re.search(r'<fieldset class="ds-fieldset".*?<legend class="ds-label">Slag', html, re.S)
    assert html.count('type="radio"') == 2


def test_near_dates_use_the_browsers_field() -> None:
    form = _form(day="2026-12-18")
    assert form.is_valid()
    assert form.cleaned_data["day"] == dt.date(2026, 12, 18)
    assert re.search(r'<input type="date" name="day"[^>]*value="2026-12-18"', str(form))


@pytest.mark.parametrize(
    ("day", "month", "year", "error"),
    [
        ("31", "2", "2020", "finnes ikke"),
        ("1", "", "2020", "både dag, måned og år"),
        ("1", "2", "20", "fire tall"),
        ("x", "2", "2020", "finnes ikke"),
        ("2", "1", "2026", "ikke være etter 1. januar 2026"),
    ],
)
def test_known_dates_tell_what_is_wrong(day: str, month: str, year: str, error: str) -> None:
    form = _form(known_day=day, known_month=month, known_year=year)
    assert error in form.errors["known"][0]
    assert f'value="{year}"' in str(form)


def test_known_dates_are_dates() -> None:
    form = _form(known_day=" 4", known_month="9", known_year="2019")
    assert form.is_valid()
    assert form.cleaned_data["known"] == dt.date(2019, 9, 4)


def test_known_dates_show_the_initial_date() -> None:
    html = str(Sample(initial={"known": dt.date(2019, 9, 4)}))
    assert re.search(r'name="known_month"[^>]*inputmode="numeric"[^>]*value="9"', html)


def test_days_before_the_limit_are_refused() -> None:
    assert "før 1. januar 2026" in _form(day="2025-12-31").errors["day"][0]


def test_a_limit_is_shown_as_characters() -> None:
    assert 'data-counter="id_note"' in str(Sample())
    assert "Høyst 20 tegn" in str(Sample())


def test_text_is_escaped() -> None:
    html = str(_form(name="<b>", note='"><script>'))
    assert "<script>" not in html
    assert "&lt;b&gt;" in html


def test_once_is_new_each_time_and_must_come_back() -> None:
    class Once(ui_forms.OnceForm):
        name = forms.CharField(label="Navn")

    first, second = (re.search(r'name="once" value="([^"]+)"', str(Once())) for _ in range(2))
    assert first and second and first[1] != second[1]
    assert not Once({"name": "x"}).is_valid()
    form = Once({"name": "x", "once": first[1]})
    assert form.is_valid() and form.cleaned_data["once"] == first[1]


def test_plain_django_forms_look_the_same() -> None:
    class Foreign(forms.Form):
        word = forms.CharField(label="Ord")

    html = Foreign({"word": ""}).as_p()
    assert "ds-error-summary" in html
    assert 'href="#id_word"' in html
