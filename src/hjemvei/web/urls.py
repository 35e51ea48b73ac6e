"""Pages of `web`."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from hjemvei.core.text import ALPHABET
from hjemvei.web.views import case, cases, home, mails, menu, public

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("tilgjengelighet/", public.accessibility, name="accessibility"),
    path("healthz", public.healthz, name="healthz"),
    path("readyz", public.readyz, name="readyz"),
    path("robots.txt", public.robots, name="robots"),
    path("e-poster/", mails.mails, name="mails"),
    path("meny/", menu.menu, name="menu"),
    path("saker/", cases.cases, name="cases"),
    path("saker/filtre/", cases.more_filters, name="case_filters"),
    path("saker/utskrift/", cases.print_cases, name="cases_print"),
    re_path(r"^saker/saker\.(?P<form>xlsx|csv)$", cases.export_cases, name="cases_export"),
    re_path(rf"^sak/(?P<key>[{ALPHABET}]{{12}})/$", case.case, name="case"),
]
