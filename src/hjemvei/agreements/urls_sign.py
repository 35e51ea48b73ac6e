"""Pages of signing and summaries, under one version of an agreement."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.agreements import views_sign, views_summary

VERSION = "<slug:key>/versjon/<int:number>"
urlpatterns: list[URLPattern] = [
    path(f"{VERSION}/underskrift/", views_sign.signing, name="signing"),
    path(f"{VERSION}/underskrift/<slug:signature>/trekk/", views_sign.withdraw, name="withdraw_signature"),
    path(f"{VERSION}/forankring/", views_sign.approval, name="approval"),
    path(f"{VERSION}/forstelinje/", views_sign.front_line, name="front_line"),
    path(f"{VERSION}/sammendrag/", views_summary.summaries, name="summaries"),
    path(f"{VERSION}/sammendrag/<slug:language>/", views_summary.summary, name="summary"),
    path(f"{VERSION}/sammendrag/<slug:language>/kontroll/", views_summary.check, name="check_summary"),
    path(f"{VERSION}/sammendrag/<slug:language>/godkjenn/", views_summary.approve, name="approve_summary"),
]
