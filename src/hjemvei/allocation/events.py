"""News for the apps above: what was decided, replied and offered. Called in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hjemvei.accounts.actor import Actor
from hjemvei.allocation.models import Application, Offer

ApplicationListener = Callable[[Actor, Application, dt.datetime], None]
OfferListener = Callable[[Actor, Offer, dt.datetime], None]
application_decided: list[ApplicationListener] = []
provisional_reply_sent: list[ApplicationListener] = []
offer_made: list[OfferListener] = []
