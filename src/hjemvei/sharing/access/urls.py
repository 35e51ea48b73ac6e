"""Pages of emergency access, of relations, and of the protection of a person."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.sharing.access import views, views_protection

app_name = "access"
urlpatterns: list[URLPattern] = [
    path("nodtilgang/", views.find, name="find"),
    path("nodtilgang/avslutt/", views.end, name="end"),
    path("nodtilgang/gjennomgang/", views.reviews, name="reviews"),
    path("nodtilgang/gjennomgang/<str:key>/", views.review, name="review"),
    path("nodtilgang/<str:key>/", views.open_case, name="open"),
    path("habilitet/", views_protection.relations, name="relations"),
    path("sak/<str:key>/beskyttelse/", views_protection.protection, name="protection"),
    path("sak/<str:key>/beskyttelse/habilitet/", views_protection.relate, name="relate"),
    path("sak/<str:key>/beskyttelse/habilitet/<str:relation_key>/", views_protection.lift, name="lift"),
]
