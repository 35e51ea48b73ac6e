"""Whose somebody's account is, counted in every controller: an account opens all its seats, so what is done
to it is never one employer's alone while another has a seat for it.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from hjemvei.accounts.models import Membership, User


def open_seats(user_id: int, *, today: dt.date) -> QuerySet[Membership]:
    """In force, or to come."""
    rows = Membership.objects.filter(user_id=user_id)
    return rows.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))


def has_seat_elsewhere(user_id: int, controller_id: int, *, today: dt.date) -> bool:
    return open_seats(user_id, today=today).exclude(unit__controller_id=controller_id).exists()


def must_say_yes(user: User, controller_id: int, *, today: dt.date) -> bool:
    """Whether a role here must be taken by whoever owns the account: it has seats elsewhere and none with us,
    or is in use and never was ours.
    """
    ours = Q(unit__controller_id=controller_id)
    seats = open_seats(user.pk, today=today)
    if seats.filter(ours).exists():
        return False
    if seats.exists():
        return True
    was_ours = Membership.objects.filter(ours, user=user).exists()
    return user.is_active and user.has_entered() and not was_ours
