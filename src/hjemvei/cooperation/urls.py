"""Pages of `cooperation`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.cooperation.views import forums, meetings, own, threads, work

app_name = "cooperation"
ONE = "<slug:key>/"
MEETING = f"{ONE}moter/<slug:meeting>/"
urlpatterns: list[URLPattern] = [
    path("", forums.index, name="index"),
    path("ny/", forums.found, name="found"),
    path("kontakter/", own.contact_register, name="contacts"),
    path("kalender/", own.calendar, name="calendar"),
    path("kalender/stopp/", own.revoke, name="revoke"),
    path("kalender/<str:token>.ics", own.feed, name="feed"),
    path("utvalg/<slug:key>/", forums.committee, name="committee"),
    path(ONE, forums.forum, name="forum"),
    path(f"{ONE}endre/", forums.edit, name="edit"),
    path(f"{ONE}avslutt/", forums.close, name="close"),
    path(f"{ONE}regneark.xlsx", forums.sheet, name="sheet"),
    path(f"{ONE}medlemmer/", forums.members, name="members"),
    path(f"{ONE}medlemmer/ny/", forums.new_seat, name="new_seat"),
    path(f"{ONE}medlemmer/<slug:seat>/avslutt/", forums.stop_seat, name="end_seat"),
    path(f"{ONE}moter/", meetings.meetings, name="meetings"),
    path(f"{ONE}moter/ny/", meetings.plan, name="plan"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}flytt/", meetings.move, name="move"),
    path(f"{MEETING}avlys/", meetings.cancel, name="cancel"),
    path(f"{MEETING}saksliste/", meetings.build, name="build"),
    path(f"{MEETING}sak/", meetings.point, name="point"),
    path(f"{MEETING}referat/", meetings.minutes, name="minutes"),
    path(f"{MEETING}godkjenn/", meetings.approve, name="approve"),
    path(f"{MEETING}vedtak/", work.new_decision, name="new_decision"),
    path(f"{ONE}sak/<slug:point>/bort/", meetings.remove_point, name="remove_point"),
    path(f"{ONE}vedtak/", work.work, name="work"),
    path(f"{ONE}vedtak/<slug:decision>/lukk/", work.end_decision, name="close_decision"),
    path(f"{ONE}vedtak/<slug:decision>/laering/", work.lesson, name="lesson"),
    path(f"{ONE}tiltak/ny/", work.new_measure, name="new_measure"),
    path(f"{ONE}tiltak/<slug:measure>/lukk/", work.end_measure, name="close_measure"),
    path(f"{ONE}trader/", threads.threads, name="threads"),
    path(f"{ONE}trader/ny/", threads.new_thread, name="new_thread"),
    path(f"{ONE}trader/<slug:post>/", threads.thread, name="thread"),
    path(f"{ONE}trader/<slug:post>/bort/", threads.take_back, name="withdraw_post"),
]
