"""Pages of `accounts`; they stand before allauth's, whose closed pages are shut here."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from hjemvei.accounts.views import administration, clearances, offers, own, provider, sign_in, step_up, tokens

app_name = "accounts"

CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "login/code/",
    "login/code/confirm/",
    "password/set/",
    "phone/verify/",
)

urlpatterns: list[URLPattern] = [
    *[path(address, sign_in.closed) for address in CLOSED],
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", sign_in.closed),
    path("2fa/totp/activate/", sign_in.activate_totp, name="activate_totp"),
    path("2fa/webauthn/add/", sign_in.add_passkey, name="add_passkey"),
    path("2fa/recovery-codes/", sign_in.recovery_codes, name="recovery_codes"),
    path("andre-faktor/", sign_in.second_factor, name="second_factor"),
    path("invitasjon/", sign_in.accept, name="accept_opened"),
    path("invitasjon/<str:token>/", sign_in.open_link, name="accept"),
    path("tilbud/<str:key>/", offers.offer, name="offer"),
    path("inn/<slug:slug>/", provider.begin, name="provider"),
    path("inn/<slug:slug>/svar/", provider.finish, name="provider_answer"),
    path("inn/<slug:slug>/ut/", provider.ended, name="provider_ended"),
    path("ut/", provider.signed_out, name="signed_out"),
    path("bekreft/", step_up.question, name="step_up"),
    path("bekreft/videre/", step_up.done, name="step_up_done"),
    path("demo/", sign_in.demo, name="demo"),
    path("uten-enhet/", sign_in.no_unit, name="no_unit"),
    path("enhet/", own.units, name="units"),
    path("meg/", own.profile, name="profile"),
    path("meg/okter/", own.end_other_sessions, name="end_other_sessions"),
    path("meg/okter/slutt/", own.end_one_session, name="end_one_session"),
    path("meg/okter/alle/", own.end_all_sessions, name="end_all_sessions"),
    path("sprak/", own.language, name="language"),
    path("kladd/", own.save_draft, name="save_draft"),
    path("kladd/forkast/", own.discard_draft, name="discard_draft"),
    path("visninger/", own.save_view, name="save_view"),
    path("visninger/<str:key>/", own.change_saved_view, name="change_view"),
    path("hjelp/", own.help_page, name="help"),
    path("brukere/", administration.users, name="users"),
    path("brukere/ny/", administration.invite, name="invite"),
    path("brukere/<str:key>/", administration.user, name="user"),
    path("brukere/<str:key>/rolle/", administration.give_role, name="give_role"),
    path("brukere/<str:key>/rolle/slutt/", administration.end_role, name="end_role"),
    path("brukere/<str:key>/andre-faktor/", administration.reset_factor, name="reset_factor"),
    path("brukere/<str:key>/slutt/", administration.leave, name="leave"),
    path("brukere/<str:key>/innlogging/", administration.answer_sign_in, name="answer_sign_in"),
    path("brukere/<str:key>/klarering/", clearances.ask, name="ask_clearance"),
    path("brukere/<str:key>/klarering/svar/", clearances.answer, name="answer_clearance"),
    path("brukere/<str:key>/klarering/slutt/", clearances.end, name="end_clearance"),
    path("brukere/<str:key>/invitasjon/", administration.invite_again, name="invite_again"),
    path("brukere/<str:key>/fravar/", administration.absence, name="absence"),
    path("systemer/", tokens.tokens, name="tokens"),
    path("systemer/trekk/", tokens.revoke, name="revoke_token"),
]
