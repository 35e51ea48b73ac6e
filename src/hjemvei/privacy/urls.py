"""Pages of `privacy`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("", views.held, name="held"),
]
