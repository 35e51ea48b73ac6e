"""A summary taken apart for a page."""

from __future__ import annotations

from collections.abc import Sequence

from hjemvei.agreements.clause_pieces import TextPiece, text_pieces
from hjemvei.agreements.summaries import Summary


def summary_parts(summary: Summary) -> Sequence[TextPiece]:
    return list(text_pieces(summary.body))
