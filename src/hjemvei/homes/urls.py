"""Pages of `homes`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "homes"
urlpatterns: list[URLPattern] = []
