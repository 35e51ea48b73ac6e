"""Pages of `needs`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.needs import views

app_name = "needs"
urlpatterns: list[URLPattern] = [
    path("<str:key>/bolig/", views.housing, name="housing"),
    path("<str:key>/fortrolig/", views.confidential, name="confidential"),
    path("<str:key>/fortrolig/<str:question>/", views.confide, name="confide"),
    path("<str:key>/bolig/svar/<str:topic>/", views.record, name="record"),
]
