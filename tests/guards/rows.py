"""One row of every kind that hangs on a case, so that the locks are tried on tables that hold something."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.apps import apps
from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.upkeep import upkeep
from hjemvei.cases.document_content import keep
from hjemvei.homes.models import Dwelling
from hjemvei.presence.models import VisitDay
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import ConsentEventKind, ConsentForm
from hjemvei.sharing.models import Case, CaseRow, ConsentChange, ConsentEvent, owned_by
from hjemvei.sharing.terms import Terms
from tests.world import World

TODAY = dt.date(2026, 11, 16)
NEXT_YEAR = dt.date(2027, 11, 16)


def case_row_models() -> list[type[CaseRow]]:
    return [model for model in apps.get_models() if issubclass(model, CaseRow)]


def readable_row_models() -> list[type[CaseRow]]:
    """Those that the application may read whole; of the others it is granted single columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')"
        )
        granted = {name for (name,) in cursor.fetchall()}
    return [model for model in case_row_models() if model._meta.db_table in granted]


def version() -> AgreementVersion:
    with upkeep():
        agreement, _made = Agreement.objects.get_or_create(
            name="Avtale til prøve", defaults={"state": "in_force"}
        )
        found, _made = AgreementVersion.objects.get_or_create(
            agreement=agreement, number=1, defaults={"starts_on": dt.date(2020, 1, 1), "state": "signed"}
        )
    return found


def dwelling(actor: Actor, at: dt.datetime, *, name: str = "Bolig til prøve") -> Dwelling:
    return Dwelling.objects.create(
        controller_id=actor.controller_id,
        owner_unit_id=actor.unit_id,
        municipality_id="5001",
        name=name,
        address="Prøveveien 1",
        kind="ordinary",
        ownership="municipal",
        rooms=2,
        rent=8000,
        available_from=TODAY,
        recorded_at=at,
    )


def visit_day(actor: Actor, prison_id: int, at: dt.datetime) -> VisitDay:
    """One of its own a case: a slot is nobody else's."""
    return VisitDay.objects.create(
        controller_id=actor.controller_id,
        unit_id=actor.unit_id,
        prison_id=prison_id,
        topic="Bolig",
        weekday="1",
        begins=dt.time(9),
        ends=dt.time(12),
        starts_on=TODAY,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def fill(world: World, actor: Actor, case: Case, *, at: dt.datetime) -> dict[str, list[Any]]:
    """Write rows of every model as `actor`, one of each class where a table is mixed; by model name."""
    maker = _Maker(world, actor, case, at)
    return maker.everything()


class _Maker:
    def __init__(self, world: World, actor: Actor, case: Case, at: dt.datetime) -> None:
        self.world, self.actor, self.case, self.at = world, actor, case, at
        self.rows: dict[str, list[Any]] = {}

    def make(self, label: str, **values: Any) -> Any:
        model = apps.get_model(label)
        row = model.objects.create(**owned_by(self.actor, self.case, at=self.at), **values)
        self.rows.setdefault(model.__name__, []).append(row)
        return row

    def each_class(self, label: str, classes: list[InfoClass], **values: Any) -> None:
        for info_class in classes:
            unique = {name: f"{value}-{info_class}" for name, value in values.items() if name == "code"}
            self.make(label, info_class=info_class, **{**values, **unique})

    def everything(self) -> dict[str, list[Any]]:
        self._sharing()
        self._custody()
        self._cooperation()
        self._home()
        self._portal()
        return self.rows

    def _portal(self) -> None:
        later = self.at + dt.timedelta(days=7)
        self.make("portal.Pack", code_hash=b"x" * 32, language="nb", expires_at=later)
        self.make("portal.Pin", pin_hash="!")
        self.make(
            "portal.Visit",
            token_hash=hashlib.sha256(self.case.key.encode()).digest(),
            strength="code",
            cases=[self.case.pk],
            language="nb",
            opens_before=later,
        )
        for kind in ("message", "complaint"):
            self.make("portal.Word", kind=kind, body="x")

    def _sharing(self) -> None:
        stranger = self.world.unit("ok-koordinering")
        self.consent = self.make("sharing.Consent", form="oral")
        self.make(
            "sharing.ConsentScope",
            consent=self.consent,
            giver_id=self.actor.controller_id,
            receiver_unit=self.world.unit("frivillig"),
            info_class=InfoClass.IDENTITY,
        )
        self._log()
        self.make(
            "sharing.Disclosure",
            receiver_unit=stranger if self.actor.unit_id == stranger.pk else self.world.unit("frivillig"),
            info_classes=[1],
            basis="statute_danger",
            what="melding",
        )
        self.make("sharing.HiddenDisclosure", disclosure=self.rows["Disclosure"][0], reason="x")

    def _log(self) -> None:
        """The kernel writes it, and only of a consent that was given."""
        given = self.make(
            "sharing.Consent", state="given", starts_on=TODAY, ends_before=NEXT_YEAR, form="oral"
        )
        arrow = {"giver_id": self.actor.controller_id, "receiver_unit": self.world.unit("frivillig")}
        self.make("sharing.ConsentScope", consent=given, info_class=InfoClass.IDENTITY, **arrow)
        said = Terms(form=ConsentForm.ORAL)
        kind = ConsentEventKind.GIVEN
        event = write_event(actor=self.actor, consent=given, kind=kind, terms=said, at=self.at)
        self.rows["ConsentEvent"] = list(ConsentEvent.objects.filter(pk=event))
        self.rows["ConsentChange"] = list(ConsentChange.objects.filter(event_id=event))

        self.make("sharing.ProtectionChange", before=0, after=1, reason="x")

    def _custody(self) -> None:
        custody = self.make("cases.Custody", status="sentenced", reference="X1", starts_on=TODAY)
        self.make("cases.Placement", custody=custody, unit_id=self.actor.unit_id, starts_on=TODAY)
        self.make(
            "cases.ReleaseDate",
            custody=custody,
            expected_on=TODAY,
            certainty="likely",
            source="x",
            known_at=self.at,
        )
        self.make("cases.PresumedStay", custody=custody, until=TODAY, reason="x")
        self.make("cases.Absence", custody=custody, kind="leave", starts_on=TODAY)

    def _cooperation(self) -> None:
        here = self.actor.unit_id
        everything = list(InfoClass)
        self.make("cases.AppliedAgreement", version=version(), municipality_id="5001", rule="x")
        self.make("cases.Responsibility", municipality_id="5001", rule=2, reason="x")
        self.make(
            "cases.MoveWish", from_municipality_id="5001", to_municipality_id="0301", wished_on=TODAY,
            decide_by=TODAY,
        )  # fmt: skip
        self.make("cases.Hand", kind="municipality", municipality_id="5001")
        self.make(
            "cases.Notice", to_unit_id=here, consent=self.consent, certainty="likely", sent_at=self.at,
            acknowledge_by=TODAY,
        )  # fmt: skip
        self.make(
            "cases.NoticeRating",
            notice=self.rows["Notice"][0],
            to_unit_id=here,
            is_early=True,
            is_complete=False,
        )
        self.make("cases.Assignment", role="contact_officer", to_unit_id=here, offered_at=self.at)
        self.make("cases.HomeStatus", risk="yes")
        self.make("cases.Message", to_unit_id=here, body="hei", sent_at=self.at)
        task = {"title": "x", "party": "prison", "to_unit_id": here, "opens_on": TODAY, "due_on": TODAY}
        self.each_class("cases.Task", everything, code="prove", first_due_on=TODAY, **task)
        self.each_class("cases.Event", everything, code="x", text="x", happened_at=self.at)
        for info_class in everything:
            row = self.make(
                "cases.Document", info_class=info_class, kind="letter", title="x", media_type="text/plain",
                content=b"", sha256=b"x" * 32, size=1,
            )  # fmt: skip
            keep(row, b"x")
            row.save(update_fields=["content"])
        said = {"to_unit_id": here, "form": "oral", "due_on": TODAY, "about": "x", "said": "x"}
        self.each_class("rights.Correction", everything, **said)
        self._deviations(everything)

    def _deviations(self, everything: list[InfoClass]) -> None:
        here = self.actor.unit_id
        for info_class in everything:
            row = self.make(
                "deviations.Deviation",
                info_class=info_class,
                kind="other",
                happened_on=TODAY - dt.timedelta(days=info_class),
                to_unit_id=here,
            )
        agreement = version().agreement
        self.make("deviations.DeviationSummary", deviation=row, agreement=agreement, text="x")

    def _home(self) -> None:
        here = self.actor.unit_id
        self.each_class(
            "needs.HousingFact",
            [InfoClass.HOUSING, InfoClass.CONFIDENTIAL],
            topic="before",
            as_of=TODAY,
            source="x",
        )
        self.make(
            "needs.ConfidentialAnswer", question="real_home", answer="family", told_on=TODAY, way="talk"
        )
        self.make("needs.RiskAssessment", answer="unknown", computed_on=TODAY)
        self.make("plans.Plan", starts_on=TODAY)
        for area, info_class in (("housing", 3), ("health", 5), ("network", 6), ("work", 7)):
            goal = self.make("plans.Goal", info_class=info_class, area=area, text="x")
            self.make("plans.Measure", info_class=info_class, goal=goal, text="x", is_own_effort=True)
        day = visit_day(self.actor, here, self.at)
        ends_at = self.at + dt.timedelta(minutes=30)
        self.make(
            "presence.Booking", visit_day=day, to_unit_id=here, starts_at=self.at, ends_at=ends_at, about="x"
        )
        home = dwelling(self.actor, self.at, name=f"Bolig {self.case.key}")
        application = self.make("allocation.Application", to_unit_id=here, received_on=TODAY)
        offer = self.make(
            "allocation.Offer", application=application, dwelling=home, available_from=TODAY, answer_by=TODAY,
            made_at=self.at,
        )  # fmt: skip
        lease = self.make("tenancies.Lease", offer=offer, dwelling=home, rent=1, starts_on=TODAY)
        self.make("tenancies.Guarantee", lease=lease, kind="guarantee", amount=1, issued_on=TODAY)
        self.make("tenancies.FirstNight", place="permanent", night_of=TODAY, source="x")
        self.make("tenancies.FollowUp", to_unit_id=here, planned_on=TODAY)
