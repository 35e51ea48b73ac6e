"""The real worker, again and again: Django is loaded once, and each line read starts one more worker process.

Run as a program with the settings in its environment; answers each line with the process id.
"""

from __future__ import annotations

import os
import signal
import sys

import django


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  settings are read by setup
    from django.core.management import call_command  # noqa: PLC0415

    settings.EMAIL_FILE_PATH = sys.argv[1]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(0)
            call_command("procrastinate", "worker", "--fetch-job-polling-interval", "0.2")
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
