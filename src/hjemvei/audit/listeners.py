"""Letters to users go into the outbox."""

from __future__ import annotations

from hjemvei.accounts.events import LETTER_LISTENERS
from hjemvei.audit.letters import post


def register() -> None:
    if post not in LETTER_LISTENERS:
        LETTER_LISTENERS.append(post)
