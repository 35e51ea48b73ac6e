"""One page through axe-core, in both schemes, and whether it fits the width of its window."""

from __future__ import annotations

import re
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
  for (const part of document.querySelectorAll("[hx-trigger~=revealed]")) part.scrollIntoView();
  for (const part of document.querySelectorAll("details")) part.open = true;
  window.scrollTo(0, 0);
}"""


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


def look(desk: Desk, address: str, *, who: str, width: int) -> list[Found]:
    """In the dark only what colours decide is looked at again: the page is the same."""
    page, found = desk.page, []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    desk.go(address)
    page.evaluate(REVEAL)
    page.wait_for_load_state("networkidle")
    page.evaluate(SOURCE)
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for what, where in page.evaluate(RUN, {"tags": TAGS, "rules": rules}):
            found.append(Found(who, address, width, scheme, what, where))
    too_wide = page.evaluate(OVERFLOW)
    if width == NARROW and too_wide > 0:
        found.append(Found(who, address, width, "", "overflow", too_wide))
    return found
