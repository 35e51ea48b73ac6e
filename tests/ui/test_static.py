"""Nothing on a page is fetched from elsewhere, and nothing needs a wider content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hjemvei import ui

ROOT = Path(ui.__file__).parent
STATIC = ROOT / "static/ui"
STYLES = sorted(STATIC.glob("*.css"))
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates_django/**/*.html")])


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_fetch_only_files_beside_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert "sourceMappingURL" not in text
    assert not re.search(r"https?:|data:|//[a-z]", text)
    for address in re.findall(r"""url\(["']?([^"')]+)""", text):
        assert (STATIC / address).is_file(), address


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_have_no_source_map(path: Path) -> None:
    assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


def test_own_script_evaluates_nothing() -> None:
    text = (STATIC / "hjemvei.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|localStorage|sessionStorage", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_have_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", text)
    assert not re.search(r'<script(?![^>]*(\bsrc=|type="application/json"))', text)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text


def test_own_styles_are_right_to_left_safe() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[;{]\s*(?:left|right):"
    for name in ("hjemvei.css", "hjemvei-parts.css"):
        assert not re.search(physical, (STATIC / name).read_text(encoding="utf-8")), name


def test_every_vendored_file_has_its_licence() -> None:
    told = (STATIC / "LICENSES.md").read_text(encoding="utf-8")
    for stem in ("designsystemet.css", "theme.css", "htmx.min.js", "inter-", "noto-naskh-arabic-", "icons"):
        assert stem in told
