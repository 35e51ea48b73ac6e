from __future__ import annotations

from django.apps import AppConfig


class TenanciesConfig(AppConfig):
    name = "hjemvei.tenancies"
    label = "tenancies"
