"""Pages of `tenancies`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.tenancies import views_follow_up, views_home

app_name = "tenancies"
CASE = "sak/<str:key>/"
LEASE = f"{CASE}leie/<str:lease>/"
urlpatterns: list[URLPattern] = [
    path("i-dag/", views_follow_up.today, name="today"),
    path(f"{CASE}leie/", views_home.home, name="home"),
    path(f"{CASE}kontrakt/<str:offer>/", views_home.sign, name="sign"),
    path(f"{LEASE}nokler/", views_home.keys, name="keys"),
    path(f"{LEASE}avslutt/", views_home.end, name="end"),
    path(f"{LEASE}sikkerhet/", views_home.guarantee, name="guarantee"),
    path(f"{CASE}forste-natt/", views_home.night, name="night"),
    path(f"{CASE}oppfolging/", views_follow_up.follow_up, name="follow_up"),
    path(f"{CASE}oppfolging/plan/", views_follow_up.plan, name="plan"),
    path(f"{CASE}oppfolging/ja/", views_follow_up.agree, name="agree"),
    path(f"{CASE}oppfolging/<str:contact>/", views_follow_up.report, name="report"),
    path(f"{CASE}klar/", views_follow_up.ready, name="ready"),
    path(f"{CASE}klar/gjennomgang/", views_follow_up.readiness, name="readiness"),
]
