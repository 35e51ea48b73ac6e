from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hjemvei.audit"
    label = "audit"

    def ready(self) -> None:
        from hjemvei.accounts.events import LETTER_LISTENERS  # noqa: PLC0415  apps must be ready
        from hjemvei.audit.letters import post  # noqa: PLC0415

        if post not in LETTER_LISTENERS:
            LETTER_LISTENERS.append(post)
