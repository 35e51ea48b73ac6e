"""Pages of `tenancies`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "tenancies"
urlpatterns: list[URLPattern] = []
