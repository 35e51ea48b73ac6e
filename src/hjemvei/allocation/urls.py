"""Pages of `allocation`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.allocation import views

app_name = "allocation"
CASE = "sak/<str:key>/tildeling/"
APPLICATION = f"{CASE}soknad/<str:application>/"
OFFER = f"{CASE}tilbud/<str:offer>/"
urlpatterns: list[URLPattern] = [
    path("ko/", views.queue, name="queue"),
    path(CASE, views.home, name="home"),
    path(f"{CASE}sok/", views.apply, name="apply"),
    path(f"{APPLICATION}vedtak/", views.decide, name="decide"),
    path(f"{APPLICATION}forelopig-svar/", views.reply, name="reply"),
    path(f"{APPLICATION}trekk/", views.withdraw, name="withdraw"),
    path(f"{APPLICATION}tilby/", views.offer, name="offer"),
    path(f"{OFFER}svar/", views.answer, name="answer"),
    path(f"{OFFER}trekk/", views.take_back, name="take_back"),
]
