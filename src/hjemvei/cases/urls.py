"""Pages of `cases`."""

from __future__ import annotations

from hjemvei.cases import urls_cooperation, urls_inside

app_name = "cases"
urlpatterns = [*urls_inside.urlpatterns, *urls_cooperation.urlpatterns]
