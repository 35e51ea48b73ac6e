"""Pages of `cases`: cooperation. Those without a case come first, so that no key can hide them."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.cases.views import (
    agreement_users,
    cooperation,
    inbox,
    messages,
    moves,
    responsibility,
    returned_form,
    version_preview,
)

urlpatterns: list[URLPattern] = [
    path("innboks/", inbox.inbox, name="inbox"),
    path("innboks/ny/", inbox.new_request, name="new_request"),
    path("innboks/overfor/<int:user_id>/", inbox.hand_over, name="hand_over"),
    path("skjema/<str:consent_key>/", returned_form.returned, name="returned_form"),
    path("innboks/avsluttet/<str:end_key>/", inbox.note_end, name="note_access_end"),
    path("oppdrag/<str:assignment_key>/ta/", inbox.accept, name="accept_assignment"),
    path("oppdrag/<str:assignment_key>/nei/", inbox.decline, name="decline_assignment"),
    path("henvendelser/", messages.inquiries, name="inquiries"),
    path("henvendelser/ny/", messages.new_inquiry, name="new_inquiry"),
    path("henvendelser/<str:inquiry_key>/svar/", messages.answer_one_inquiry, name="answer_inquiry"),
    path("avtale/<slug:agreement_key>/nye-frister/", version_preview.preview, name="version_preview"),
    path("avtale/<slug:agreement_key>/brukere/", agreement_users.users, name="agreement_users"),
    path("<str:key>/varsler/", cooperation.notices, name="notices"),
    path("<str:key>/varsler/nytt/", cooperation.new_notice, name="new_notice"),
    path("<str:key>/varsler/pa-nytt/", cooperation.renotify_once, name="renotify"),
    path("<str:key>/varsler/<str:notice_key>/bekreft/", cooperation.acknowledge, name="acknowledge_notice"),
    path("<str:key>/varsler/<str:notice_key>/vurder/", cooperation.rate, name="rate_notice"),
    path("<str:key>/varsler/<str:notice_key>/utskrift/", cooperation.print_notice, name="print_notice"),
    path("<str:key>/ansvar/", cooperation.people, name="people"),
    path("<str:key>/ansvar/fordel/", cooperation.delegate, name="delegate"),
    path("<str:key>/ansvar/kontaktbetjent/", cooperation.contact_officer, name="contact_officer"),
    path("<str:key>/ansvar/avslutt/", cooperation.close, name="close"),
    path("<str:key>/ansvar/kommune/", responsibility.propose, name="propose_responsibility"),
    path("<str:key>/ansvar/kommune/ja/", responsibility.accept, name="accept_responsibility"),
    path("<str:key>/ansvar/kommune/uenig/", responsibility.dispute, name="raise_dispute"),
    path("<str:key>/ansvar/kommune/statsforvalter/", responsibility.governor, name="ask_governor"),
    path("<str:key>/ansvar/kommune/avgjort/", responsibility.decide, name="decide_responsibility"),
    path("<str:key>/ansvar/kommune/syn/", responsibility.ground, name="ground_dispute"),
    path("<str:key>/ansvar/flytting/", moves.wish, name="wish_move"),
    path("<str:key>/ansvar/flytting/<str:wish_key>/stilling/", moves.decide, name="decide_move"),
    path("<str:key>/ansvar/flytting/<str:wish_key>/inviter/", moves.invite, name="invite_move"),
    path("<str:key>/ansvar/flytting/<str:wish_key>/ja/", moves.accept, name="accept_move"),
    path("<str:key>/ansvar/flytting/<str:wish_key>/nei/", moves.refuse, name="refuse_move"),
    path("<str:key>/ansvar/flytting/<str:wish_key>/avslutt/", moves.withdraw, name="withdraw_move"),
    path("<str:key>/meldinger/", messages.messages, name="messages"),
    path("<str:key>/meldinger/lest/", messages.read, name="read_messages"),
    path("<str:key>/meldinger/<str:message_key>/svar/", messages.answer, name="answer_message"),
]
