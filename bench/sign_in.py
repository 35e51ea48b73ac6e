"""Make a session for the user with this e-mail, as after a sign-in, and print its key."""

from __future__ import annotations

import sys
import time

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(email: str) -> None:
    django.setup()
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415  apps must be ready

    from hjemvei.accounts.models import User  # noqa: PLC0415

    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen_at"] = session["signed_in_at"] = int(time.time())
    session.set_expiry(86_400)
    session.save()
    sys.stdout.write(f"{session.session_key}\n")


if __name__ == "__main__":
    main(sys.argv[1])
