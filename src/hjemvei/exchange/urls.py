"""Pages of `exchange`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.exchange import views

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("", views.rolls, name="rolls"),
    path("<slug:key>/", views.roll, name="roll"),
    path("<slug:key>/ta-i-bruk", views.apply, name="apply"),
    path("<slug:key>/forkast", views.discard, name="discard"),
    path("<slug:key>/rad/<int:line>", views.decide, name="decide"),
    path("<slug:key>/fremdrift", views.progress, name="progress"),
    path("<slug:key>/feil.csv", views.errors, name="errors"),
]
