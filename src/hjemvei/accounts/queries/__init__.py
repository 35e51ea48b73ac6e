"""Read models of accounts: who acts (`acting`), and what administrators and users see (`directory`,
`own`).
"""

from __future__ import annotations

from hjemvei.accounts.queries.acting import Seat, actor_of, user_with_seats

__all__ = ["Seat", "actor_of", "user_with_seats"]
