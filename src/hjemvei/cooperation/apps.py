from __future__ import annotations

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "hjemvei.cooperation"
