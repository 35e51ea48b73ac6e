"""News of a roll taken into use: whoever keeps tasks or lists for the cases it touched listens. Same
transaction.
"""

from __future__ import annotations

from hjemvei.cases.events import News

roll_applied = News("roll_applied")
