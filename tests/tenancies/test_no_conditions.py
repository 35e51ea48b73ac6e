"""A home needs no sobriety, no treatment and no plan first (R2), and excludes nobody for it (R30)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal
from tests.needs.factories import KLOK, share
from tests.tenancies.factories import leased
from tests.world import CLOCK, World

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "hjemvei"
RULED = ("needs", "homes", "allocation", "tenancies", "agreements")
CONDITION = re.compile(
    r"edru|rusfri|avhold|sober|abstin|urinpr|behandlingsplan|in_treatment|is_treated", re.IGNORECASE
)


def test_a_lease_is_signed_without_any_plan(world: World) -> None:
    share(world)
    assert leased(world).signed_on


def test_a_goal_about_health_that_is_not_reached_stands_in_nobodys_way(world: World) -> None:
    share(world)
    with acting_as(world.actor("Siv")) as siv:
        case = world.case(KLOK)
        start_plan(actor=siv, case=case, own_words="Jeg vil hjem", at=CLOCK)
        set_goal(actor=siv, case=case, area=LifeArea.HEALTH, text="Mindre rus", in_own_words=True, at=CLOCK)
    assert leased(world).signed_on
    with acting_as(world.actor("Siv")) as siv:
        assert Goal.objects.visible_to(siv).get(area=LifeArea.HEALTH).reached_on is None


@pytest.mark.parametrize("app", RULED)
def test_no_rule_field_or_deadline_asks_for_it(app: str) -> None:
    files = [path for path in (PACKAGE / app).rglob("*.py") if "migrations" not in path.parts]
    assert files
    assert [path.name for path in files if CONDITION.search(path.read_text(encoding="utf-8"))] == []
    names = {
        field.name for model in apps.get_app_config(app).get_models() for field in model._meta.get_fields()
    }
    assert not {name for name in names if re.search(r"sober|treat|health|drug|diagnos", name)}


@pytest.mark.parametrize("app", ["needs", "homes", "allocation"])
def test_what_decides_on_a_home_does_not_even_read_of_health(app: str) -> None:
    for path in (PACKAGE / app).rglob("*.py"):
        assert f"InfoClass.{InfoClass.HEALTH.name}" not in path.read_text(encoding="utf-8"), path
