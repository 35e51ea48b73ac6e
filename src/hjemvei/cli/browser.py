"""Chromium for the browser journeys: found, or installed from the system's packages where that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from hjemvei.cli.refusal import Refused

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "headless_shell")
ADVICE = """The browser journeys need Chromium, and it is not on PATH. Install it:
  Debian:  apt-get install chromium        Fedora: dnf install chromium-headless
  Alpine:  apk add chromium                Arch:   pacman -S chromium
  Ubuntu:  snap install chromium           macOS:  brew install --cask chromium
or point HJEMVEI_CHROMIUM at the program of one that you have, and run the same command again."""


def find_chromium() -> Path | None:
    """HJEMVEI_CHROMIUM, else the first browser on PATH that runs; the journeys read the variable."""
    wished = os.environ.get("HJEMVEI_CHROMIUM")
    for name in [wished] if wished else NAMES:
        found = shutil.which(name)
        if found and _runs(found):
            return Path(found)
    return None


def require_chromium() -> Path:
    """Return a browser, installing the system's package as root where apt is; else Refused with advice."""
    found = find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium from the system's packages …", flush=True)
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-q"], env=environ)
        subprocess.call(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], env=environ
        )
        found = find_chromium()
    if found is None:
        raise Refused(ADVICE)
    return found


def _runs(program: str) -> bool:
    """Ubuntu's package is a stub that only tells to use snap; a version in the answer tells the two apart."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return any(letter.isdigit() for letter in answer.stdout)
