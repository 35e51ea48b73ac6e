"""The consent form: what must be filled in is told, and a long list of units is folded."""

from __future__ import annotations

from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing import forms
from hjemvei.sharing.forms import ConsentAnswerForm
from hjemvei.sharing.picture import possible_receivers
from tests.world import World


def form_with(world: World, *, first: list[int], **more: Any) -> ConsentAnswerForm:
    siv = world.actor("Siv")
    with acting_as(siv):
        units: list[Unit] = possible_receivers(but=siv.unit_id, first=first, today=clock.today())
    return ConsentAnswerForm(
        units=units, giver_id=siv.controller_id, own_unit_id=siv.unit_id, first=first, **more
    )


def test_what_a_yes_needs_is_not_called_optional(world: World) -> None:
    html = str(form_with(world, first=[world.unit("tk-koordinering").pk]))
    assert html.count("Må fylles ut ved ja</span>") == 2
    assert "Andre enheter (" in html


def test_where_nobody_is_proposed_the_units_are_folded_by_whose_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "FEW", 1)
    html = str(form_with(world, first=[]))
    owners = {world.unit(slug).controller.name for slug in ("tk-koordinering", "ok-koordinering")}
    assert all(f"<summary>{name} (" in html for name in owners)
    assert 'class="hv-fold" open' not in html
    answer = {"answer": "given", "form": "oral", "language": "nb", "representation": "self", "explained": "x"}
    bound = form_with(world, first=[], data=answer | {"once": "y" * 20})
    assert "Velg minst én mottaker" in str(bound.errors["receivers"])
    assert "hvor lenge" in str(bound.errors["last_day"])
