from __future__ import annotations

from django.http import HttpRequest

from hjemvei.ui.chrome import Chrome
from hjemvei.ui.parts import Link


def chrome(request: HttpRequest) -> Chrome:
    return Chrome(
        navigation=(Link(label="Utlån", url="#", current=True, count=3),),
        user_name="Ida Eksempel",
        unit_name="Nordbygda",
        notice="Hasteåpning til kl. 15:00.",
        search_url="/sok/",
        sign_out_url="/ut/",
    )
