"""Pages of `agreements`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.agreements import views

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("", views.agreements, name="agreements"),
    path("<slug:key>/", views.agreement, name="agreement"),
    path("<slug:key>/ny-versjon/", views.new_version, name="new_version"),
]
