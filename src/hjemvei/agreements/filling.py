"""A version's clauses with every number, list and table filled in, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Q
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hjemvei.agreements.clause_laws import LAWS
from hjemvei.agreements.clause_text import escaped, filled, placeholders_in
from hjemvei.agreements.clauses import BLOCKS, lengths
from hjemvei.agreements.composed import VersionClause, clauses_of, in_language
from hjemvei.agreements.defaults import AGREEMENT_DEADLINES, Parameters
from hjemvei.agreements.drafts import VersionDraft
from hjemvei.agreements.enums import OffsetUnit, PartyCode
from hjemvei.agreements.models import AgreementParty, AgreementVersion, RoleUnit
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.agreements.words import PARTY, ROLE, length, said
from hjemvei.parties.models import Unit
from hjemvei.ui.formats import long_date

Rows = Sequence[Sequence[str]]
SEPARATOR = " | "


def filled_clauses(
    version: AgreementVersion, language: str, *, prevailing: str = "nb"
) -> list[VersionClause]:
    """Tables stand as lines that begin with a bar; where somebody can be reached today stands elsewhere, so
    that a new telephone changes no signed text. Raises UnknownPlaceholder for a clause with a hole."""
    found = clauses_of(version, language, prevailing=prevailing)
    values = {code: Values(version, code) for code in {clause.language for clause in found}}
    return [_filled(clause, values[clause.language]) for clause in found]


def _filled(clause: VersionClause, values: Values) -> VersionClause:
    with translation.override(clause.language):
        body = filled(clause.body, values.words, standing=BLOCKS)
        for code in BLOCKS:
            if f"{{{code}}}" in body:
                body = body.replace(f"{{{code}}}", values.block(code))
    return in_language(clause, title=clause.title, body=body)


class Values:
    """What the placeholders of one version mean in one language; blocks are made when they are asked for.

    `beside`: another version's numbers and deadlines in place of its own, to compare the two.
    """

    def __init__(
        self,
        version: AgreementVersion,
        language: str,
        *,
        beside: tuple[VersionDraft, Sequence[DeadlineRule]] | None = None,
    ) -> None:
        self.version = version
        self.terms = terms_of([version.pk])[version.pk]
        self.numbers: AgreementVersion | VersionDraft = beside[0] if beside else version
        self.rules: Sequence[DeadlineRule] = beside[1] if beside else self.terms.rules
        with translation.override(language):
            self.words = self._words()

    def _words(self) -> Mapping[str, str]:
        row = self.numbers
        numbers = Parameters(
            minimum_stay_months=row.minimum_stay_months,
            prison_access_days_after_release=row.prison_access_days_after_release,
            renotice_moved_days=row.renotify_when_moved_days,
            consent_renewal_days=row.consent_renewal_days,
        )
        words = {
            code: length(offset.count, offset.unit)
            for code, offset in lengths(numbers, tuple(self.rules)).items()
        }
        months = OffsetUnit.MONTHS
        return words | {
            "contact_interval": length(row.contact_interval_count, OffsetUnit(row.contact_interval_unit)),
            "committee_interval": length(row.committee_interval_months, months),
            "termination_notice": length(row.termination_notice_months, months),
            "review_on": long_date(row.review_on) if row.review_on else _("en dag som partene blir enige om"),
            "starts_on": long_date(self.version.starts_on),
        }

    def block(self, code: str) -> str:
        makers: Mapping[str, Callable[[], str]] = {
            "parties": self._parties,
            "scope": self._scope,
            "laws": self._laws,
            "remand_needs_presumption": self._remand,
            "deadlines": self._deadlines,
            "contacts": self._contacts,
            "roles": self._roles,
            "targets": self._targets,
        }
        return makers[code]()

    def _parties(self) -> str:
        return points(
            f"{row.controller.name} ({PARTY[PartyCode(row.side)]}, {row.get_role_display()})"
            for row in self._party_rows()
        )

    def _party_rows(self) -> list[AgreementParty]:
        rows = AgreementParty.objects.filter(agreement_id=self.version.agreement_id)
        return list(
            rows.on(self.version.starts_on).select_related("controller", "contact_unit").order_by("id")
        )

    def _scope(self) -> str:
        rows = self.version.agreement.scope.select_related("unit").order_by("unit__name", "id")
        return points([row.unit.name for row in rows] or [_("Ingen enheter er ført opp.")])

    def _laws(self) -> str:
        return points(
            ", ".join(part for part in (_(law.title), law.number, law.sections) if part)
            for law in LAWS.values()
        )

    def _remand(self) -> str:
        if self.numbers.remand_needs_presumption:
            return points([_("Oppholdet teller når noen antar at det varer like lenge, med dato og grunn.")])
        return points([_("Oppholdet teller alltid.")])

    def _deadlines(self) -> str:
        rules = (*self.rules, *AGREEMENT_DEADLINES)
        rows = [
            (
                _(rule.title),
                f"{PARTY[rule.party]}, {ROLE[rule.role]}",
                said(rule.due, each_prison=rule.each_prison),
            )
            for rule in rules
        ]
        return table((_("Oppgave"), _("Hvem"), _("Frist")), rows)

    def _contacts(self) -> str:
        rows = [(row.controller.name, row.contact_unit.name) for row in self._party_rows()]
        return table((_("Part"), _("Kontaktpunkt")), rows)

    def _roles(self) -> str:
        units = self.terms.role_units
        ids = {*units.values()}
        rows = RoleUnit.objects.filter(
            Q(version=self.version) | Q(version__isnull=True), agreement_id=self.version.agreement_id
        )
        deputies = {row.role: row.deputy_unit_id for row in rows.order_by("-version_id", "id")}
        names = dict(
            Unit.objects.filter(pk__in=ids | {*deputies.values()} - {None}).values_list("id", "name")
        )
        lines = [
            (capfirst(str(ROLE[role])), names[unit], names.get(deputies.get(role) or 0, "–"))
            for role, unit in units.items()
        ]
        return table((_("Rolle"), _("Enhet"), _("Stedfortreder")), lines or [("–", "–", "–")])

    def _targets(self) -> str:
        target = self.numbers.target_people_at_a_time
        people = str(target) if target else _("ikke avtalt")
        both = str(PARTY[PartyCode.BOTH])
        return table(
            (_("Måltall"), _("Mål"), _("Ansvarlig")), [(_("Omtrent hvor mange om gangen"), people, both)]
        )


def blanks_of(version: AgreementVersion, clause: VersionClause) -> list[tuple[str, str]]:
    """What stands in braces in a clause, as it is written there, and what comes in its place."""
    codes = list(dict.fromkeys(placeholders_in(clause.body)))
    if not codes:
        return []
    words = Values(version, clause.language).words
    return [(f"{{{code}}}", words.get(code) or _("settes inn som liste eller tabell")) for code in codes]


def points(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def table(head: Sequence[str], rows: Rows) -> str:
    return "\n".join("| " + SEPARATOR.join(_cell(str(cell)) for cell in row) for row in (head, *rows))


def _cell(value: str) -> str:
    return escaped(value.replace("|", "/")) or "–"
