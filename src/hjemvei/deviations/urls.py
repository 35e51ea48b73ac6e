"""Pages of `deviations`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "deviations"
urlpatterns: list[URLPattern] = []
