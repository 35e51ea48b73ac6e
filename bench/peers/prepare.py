"""Make django-helpdesk's tables, a queue and a member of staff for each unit, and a session; print its key.

Reads the units from standard input: a JSON list of their ids, names and slugs; the first one's user is the
one who looks. Queue and user have the unit's id, so that tickets can be written without asking.
"""

from __future__ import annotations

import json
import sys

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    django.setup()
    units = json.load(sys.stdin)
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import Permission, User  # noqa: PLC0415  apps must be ready
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from helpdesk.models import Queue  # noqa: PLC0415  an optional extra

    for unit, name, slug in units:
        user = User(id=unit, username=slug, email=f"{slug}@bench.test", first_name=name[:150], is_staff=True)
        user.set_unusable_password()
        user.save()
        queue = Queue(id=unit, title=name[:100], slug=slug[:50], default_owner=user)
        kind = ContentType.objects.get_for_model(Queue)
        code = queue.prepare_permission_name()
        queue.save()
        permission = Permission.objects.create(name=f"Queue {slug}", content_type=kind, codename=code)
        user.user_permissions.add(permission)
    looks = User.objects.get(id=units[0][0])
    session = SessionStore()
    session[SESSION_KEY] = str(looks.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = looks.get_session_auth_hash()
    session.save()
    sys.stdout.write(f"{session.session_key}\n")


if __name__ == "__main__":
    main()
