"""Pages of `plans`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.plans import views

app_name = "plans"
PLAN = "<str:key>/plan/"
urlpatterns: list[URLPattern] = [
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}papir/", views.paper, name="paper"),
    path(f"{PLAN}skriv/", views.write, name="write"),
    path(f"{PLAN}omrade/<str:area>/", views.goal, name="goal"),
    path(f"{PLAN}mal/<str:goal>/tiltak/", views.measure, name="measure"),
    path(f"{PLAN}mal/<str:goal>/nadd/", views.reach, name="reach"),
    path(f"{PLAN}tiltak/<str:measure>/", views.move, name="move"),
]
