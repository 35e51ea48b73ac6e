"""One page through axe-core, in both schemes, and whether it fits the width of its window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.browsing import Desk

SOURCE = (Path(__file__).resolve().parents[1] / "ui" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STANDARD = "WCAG 2.2 AA"
TOOL = " ".join(["axe-core", *re.findall(r"axe v(\d+\.\d+\.\d+)", SOURCE[:200])])
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = 320

RUN = """async ({tags, rules}) => {
  const wanted = rules ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const found = await axe.run(document, {runOnly: wanted, resultTypes: ["violations"]});
  return found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]);
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
REVEAL = """async () => {
  const waiting = () => document.querySelector("[hx-trigger~=revealed], .htmx-request, .htmx-settling");
  for (let turn = 0; turn < 60 && waiting(); turn++) {
    waiting().scrollIntoView();
    await new Promise(done => setTimeout(done, 50));
  }
  for (const part of document.querySelectorAll("details:not([data-menu])")) part.open = true;
  window.scrollTo(0, 0);
}"""
CAN_BE_SENT_EMPTY = """() => {
  for (const form of document.querySelectorAll("main form[method=post]")) {
    const fields = [...form.querySelectorAll("[required]")];
    if (!fields.some(field => field.type != "checkbox" && field.type != "radio" && !field.value)) continue;
    form.noValidate = true;
    form.dataset.toSend = "1";
    return true;
  }
  return false;
}"""
SEND_EMPTIED = """() => {
  const form = document.querySelector("main form[method=post]:has(textarea, [type=text], [type=date])");
  for (const field of form.querySelectorAll("textarea, [type=text], [type=date]")) field.value = "";
  form.noValidate = true;
  form.requestSubmit();
}"""
SEND = "() => document.querySelector('[data-to-send]').requestSubmit()"


@dataclass(frozen=True)
class Found:
    """A violation: `what` is axe's rule, or `overflow`."""

    who: str
    address: str
    width: int
    scheme: str
    what: str
    where: Any

    def __str__(self) -> str:
        return f"{self.who} {self.address} {self.width} {self.scheme}: {self.what} {self.where}"


def look(
    desk: Desk, address: str, *, who: str, width: int, schemes: Sequence[str] = ("light", "dark")
) -> list[Found]:
    """Open a page and examine it."""
    desk.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    desk.go(address)
    return examine(desk, address, who=who, width=width, schemes=schemes)


def look_at_errors(desk: Desk, address: str, *, who: str, width: int) -> list[Found] | None:
    """The form of the page that stands open, sent without what it must have; None where there is none."""
    page = desk.page
    if not page.evaluate(CAN_BE_SENT_EMPTY):
        return None
    desk.answered.add(422)
    with page.expect_navigation():
        page.evaluate(SEND)
    return examine(desk, f"{address} (sent empty)", who=who, width=width)


def look_at_refusal(desk: Desk, address: str, *, who: str, width: int) -> list[Found]:
    """The page's first form sent with its texts and dates emptied: what is wrong is told, and can be read."""
    desk.go(address)
    desk.answered.add(422)
    with desk.page.expect_navigation():
        desk.page.evaluate(SEND_EMPTIED)
    assert desk.page.get_by_text("For å gå videre må du rette dette").count(), address
    return examine(desk, f"{address} (refused)", who=who, width=width)


def examine(
    desk: Desk, address: str, *, who: str, width: int, schemes: Sequence[str] = ("light", "dark")
) -> list[Found]:
    """In a second scheme only what colours decide is looked at again: the page is the same."""
    page, found = desk.page, []
    page.evaluate(REVEAL)
    page.evaluate(SOURCE)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = None if scheme == schemes[0] else COLOURS
        for what, where in page.evaluate(RUN, {"tags": TAGS, "rules": rules}):
            found.append(Found(who, address, width, scheme, what, where))
    too_wide = page.evaluate(OVERFLOW)
    if width == NARROW and too_wide > 0:
        found.append(Found(who, address, width, "", "overflow", too_wide))
    return found
