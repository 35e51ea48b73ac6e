"""What a unit has besides cases goes to another of the same organisation, and to no other's."""

from __future__ import annotations

from hjemvei.reorganisation.migrations import _move_sql as before

ME = "current_setting('hjemvei.controller')::int"
OURS = f"(SELECT count(*) FROM public.parties_unit u WHERE u.id IN (from_unit, to_unit) AND u.controller_id = {ME}) = 2"
MOVE_REST = before.MOVE_REST.replace("  IF NOT EXISTS (", f"  IF NOT {OURS} OR NOT EXISTS (", 1)
