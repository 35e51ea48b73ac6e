"""What is reported with one click on the page of a case: the kinds and causes that are said most often."""

from __future__ import annotations

from dataclasses import dataclass

from hjemvei.deviations.agenda import cause_label
from hjemvei.deviations.choices import Cause, DeviationKind


@dataclass(frozen=True, slots=True)
class Preset:
    kind: DeviationKind
    cause: Cause

    @property
    def label(self) -> str:
        return f"{str(self.kind.label).capitalize()}: {cause_label(self.kind, self.cause)}"

    @property
    def values(self) -> dict[str, str]:
        return {"kind": self.kind.value, "cause": self.cause.value}


SLIPPED = (
    Preset(DeviationKind.INQUIRY_UNANSWERED, Cause.COMMUNICATION),
    Preset(DeviationKind.DEADLINE_PASSED, Cause.RESOURCES),
    Preset(DeviationKind.NOTICE_LATE, Cause.DATE_MOVED),
    Preset(DeviationKind.NO_HOME_AT_RELEASE, Cause.NO_HOME),
    Preset(DeviationKind.NO_OWNER, Cause.NOT_PRIORITISED),
)
WENT_WELL = (
    Preset(DeviationKind.WELL_EARLY, Cause.ROUTINES),
    Preset(DeviationKind.WELL_ANSWERED, Cause.COMMUNICATION),
    Preset(DeviationKind.WELL_HOME, Cause.KNOWLEDGE),
)
