"""Pages of `homes`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.homes import views

app_name = "homes"
urlpatterns: list[URLPattern] = [
    path("", views.dwellings, name="list"),
    path("ny/", views.add, name="add"),
    path("<str:key>/", views.dwelling, name="dwelling"),
    path("<str:key>/endre/", views.edit, name="edit"),
    path("<str:key>/avslutt/", views.end, name="end"),
]
