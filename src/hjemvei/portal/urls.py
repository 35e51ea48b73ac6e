from __future__ import annotations

from django.urls import path, re_path

from hjemvei.portal.views import agreement, consents, electronic, entry, own, reading, rights

app_name = "portal"
urlpatterns = [
    path("", entry.start, name="start"),
    path("kode/", entry.code, name="code"),
    path("id/", electronic.electronic, name="electronic"),
    path("id/svar/", electronic.electronic_back, name="electronic_back"),
    path("lukket/", entry.closed, name="closed"),
    path("sprak/", entry.language, name="language"),
    path("ut/", entry.out, name="out"),
    path("skjul/", entry.hide, name="hide"),
    path("na/", reading.home, name="home"),
    path("flytting/<str:wish_key>/bli/", own.stay, name="stay"),
    path("datoer/", reading.dates, name="dates"),
    path("hjem/", reading.dwelling, name="dwelling"),
    path("avtalen/", agreement.agreement, name="agreement"),
    path("avtalen/<str:agreement_key>.pdf", agreement.paper, name="agreement_paper"),
    path("hvem-har-sett/", reading.looks, name="looks"),
    path("plan/", own.plan, name="plan"),
    path("plan/ord/", own.own_words, name="own_words"),
    path("plan/mal/", own.goal, name="goal"),
    path("samtykker/", consents.consents, name="consents"),
    path("samtykker/nytt/", consents.give, name="give"),
    path("samtykker/nei/", consents.refuse, name="refuse"),
    path("samtykker/<str:consent_key>/mindre/", consents.narrow, name="narrow"),
    path("samtykker/<str:consent_key>/trekk/", consents.withdraw, name="withdraw"),
    path("meldinger/", own.messages, name="messages"),
    path("rett/", own.corrections, name="corrections"),
    path("bra/", own.victories, name="victories"),
    path("klage/", own.complaints, name="complaints"),
    path("rettigheter/", rights.rights, name="rights"),
    path("rettigheter/alt/", rights.see_all, name="see_all"),
    path("rettigheter/slett/", rights.erase, name="erase"),
    re_path(r"^.*$", entry.missing, name="missing"),
]
