"""Pages of `presence`: of a unit (`unit_…`), and of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.presence import views_cases as cases
from hjemvei.presence import views_days as days
from hjemvei.presence import views_units as units

app_name = "presence"
UNIT = "enheter/<slug:slug>/"
CASE = "sak/<str:key>/moter/"
urlpatterns: list[URLPattern] = [
    path(f"{UNIT}arbeid/", units.work, name="unit_work"),
    path(f"{UNIT}arbeid/rolle/", units.addition, name="unit_addition"),
    path(f"{UNIT}arbeid/kontakt/", units.duty, name="unit_duty"),
    path(f"{UNIT}arbeid/kontakt/<str:duty>/slutt/", units.end_duty, name="unit_end_duty"),
    path(f"{UNIT}vakter/", units.roster, name="unit_roster"),
    path(f"{UNIT}vakter/fast/", units.pattern, name="unit_pattern"),
    path(f"{UNIT}vakter/fast/<str:pattern>/slutt/", units.end, name="unit_end_pattern"),
    path(f"{UNIT}vakter/dag/", units.shift, name="unit_shift"),
    path(f"{UNIT}vakter/dag/<str:shift>/stryk/", units.cancel, name="unit_cancel_shift"),
    path(f"{UNIT}vakter/lim-inn/", units.paste, name="unit_paste"),
    path(f"{UNIT}vakter/vakter.csv", units.export, name="unit_export"),
    path(f"{UNIT}besok/", days.days, name="unit_days"),
    path(f"{UNIT}besok/ny/", days.new_day, name="unit_new_day"),
    path(f"{UNIT}besok/besok.ics", days.calendar, name="unit_calendar"),
    path(f"{UNIT}besok/<str:day>/slutt/", days.end_day, name="unit_end_day"),
    path(f"{UNIT}besok/<str:day>/endre/", days.change_day, name="unit_change_day"),
    path(CASE, cases.meet, name="meet"),
    path(f"{CASE}bestill/", cases.book, name="book"),
    path(f"{CASE}<str:booking>/flytt/", cases.move, name="move"),
    path(f"{CASE}<str:booking>/svar/", cases.close, name="close"),
]
