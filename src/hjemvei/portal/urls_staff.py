from __future__ import annotations

from django.urls import path

from hjemvei.portal.views import staff

app_name = "portal_staff"
urlpatterns = [
    path("<str:key>/min-side/", staff.person, name="person"),
    path("<str:key>/min-side/pakke/", staff.pack, name="pack"),
    path("<str:key>/min-side/apne/", staff.open_for_person, name="open"),
    path("<str:key>/min-side/pin/", staff.pin, name="pin"),
    path("<str:key>/min-side/svar/<str:word_key>/", staff.answer, name="answer"),
]
