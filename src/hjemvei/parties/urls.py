"""Pages of `parties`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.parties import views, views_services

app_name = "parties"
urlpatterns: list[URLPattern] = [
    path("", views.units, name="units"),
    path("tjenester/", views_services.services, name="services"),
    path("<slug:slug>/", views.unit, name="unit"),
    path("<slug:slug>/kontakt/", views.contact_point, name="new_contact_point"),
    path("<slug:slug>/kontakt/<str:key>/", views.contact_point, name="contact_point"),
    path("<slug:slug>/kontakt/<str:key>/slutt/", views.end_point, name="end_contact_point"),
    path("<slug:slug>/kontakt/<str:key>/tider/", views.hours, name="hours"),
    path("<slug:slug>/opplysning/", views.fact, name="fact"),
    path("<slug:slug>/arkiv/", views.archive, name="archive"),
    path("<slug:slug>/slutt/", views.end, name="end"),
]
