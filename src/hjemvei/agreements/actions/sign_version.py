"""A party signs a draft. With the last party's signature the text is kept and nobody can change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clause_text import UnknownPlaceholder
from hjemvei.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    ReviewDate,
    Signature,
)
from hjemvei.agreements.policy_sign import can_sign
from hjemvei.agreements.signed import freeze
from hjemvei.agreements.signed_text import keep_text, text_hash
from hjemvei.agreements.signing import missing_parties, parties_of
from hjemvei.agreements.signing_kinds import SigningWay
from hjemvei.agreements.states import AGREEMENT, AgreementState, VersionState
from hjemvei.core import states
from hjemvei.core.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """`language`: the text that counts, chosen by the first who signs. `paper_reference`: of the scan."""

    name: str
    title: str
    signed_on: dt.date
    way: SigningWay
    language: str
    paper_reference: str = ""


def sign_version(
    *,
    actor: Actor,
    version: AgreementVersion,
    party: AgreementParty,
    signatory: Signatory,
    at: dt.datetime,
    today: dt.date,
) -> Signature:
    """Raises NotAllowed for who may not sign for the party, RuleBroken for a text that has changed since
    another party signed it, for what is signed already, and where there is no other party.
    """
    can_sign(actor, party, signatory.way).require()
    agreement = Agreement.objects.select_for_update().get(pk=version.agreement_id)
    version = AgreementVersion.objects.select_related("agreement", "parent_version").get(pk=version.pk)
    _check(agreement, version, party, signatory, today=today)
    row = Signature.objects.create(
        version=version,
        party=party,
        name=signatory.name.strip(),
        title=signatory.title.strip(),
        signed_on=signatory.signed_on,
        way=signatory.way,
        paper_reference=signatory.paper_reference.strip(),
        language=signatory.language,
        text_hash=_hash_to_sign(version, signatory.language),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if not missing_parties(version):
        _complete(agreement, version, row, today=today)
    return row


def _check(
    agreement: Agreement,
    version: AgreementVersion,
    party: AgreementParty,
    signatory: Signatory,
    *,
    today: dt.date,
) -> None:
    if version.state != VersionState.DRAFT or agreement.state == AgreementState.ENDED:
        raise RuleBroken(_("Versjonen er alt undertegnet av alle."), code="signed")
    if agreement.state == AgreementState.DIALOGUE:
        raise RuleBroken(
            _("Partene er i uforpliktende dialog. Gjør avtalen til et utkast først."), code="talk"
        )
    if version.signatures.standing().filter(party=party).exists():
        raise RuleBroken(_("Parten har alt undertegnet."), code="signed_by_party", field="party")
    if signatory.signed_on > today:
        raise RuleBroken(_("Datoen kan ikke ligge fram i tid."), code="future", field="signed_on")
    if signatory.way == SigningWay.OWN and signatory.signed_on != today:
        raise RuleBroken(
            _("Den som undertegner her, gjør det i dag. Velg «undertegnet på papir» for en annen dag."),
            code="not_today",
            field="signed_on",
        )
    earlier = AgreementVersion.objects.signed().filter(agreement=agreement).exists()
    if earlier and version.starts_on < today:
        raise RuleBroken(
            _("Utkastet gjelder fra en dag som har gått. Flytt den dagen fram før dere undertegner."),
            code="past",
        )


def _hash_to_sign(version: AgreementVersion, language: str) -> str:
    try:
        found = text_hash(version, language)
    except UnknownPlaceholder as error:
        raise RuleBroken(
            _("Teksten har et felt uten verdi: %(code)s. Rett punktet før dere undertegner.")
            % {"code": str(error)},
            code="hole",
        ) from error
    for other in version.signatures.standing().select_related("party__controller").order_by("id"):
        if other.language != language:
            raise RuleBroken(
                _("%(party)s har undertegnet en annen målform.") % {"party": other.party.controller.name},
                code="other_language",
                field="language",
            )
        if other.text_hash != found:
            raise RuleBroken(
                _("Teksten er endret etter at %(party)s undertegnet. De må undertegne på nytt.")
                % {"party": other.party.controller.name},
                code="text_changed",
            )
    return found


def _complete(agreement: Agreement, version: AgreementVersion, last: Signature, *, today: dt.date) -> None:
    """The text as it is now is kept in three languages; what was under revision is in force again. What one
    organisation agrees on with itself binds nobody.
    """
    if len(parties_of(version)) < 2:
        raise RuleBroken(_("En avtale har minst to parter. Før opp den andre først."), code="one_party")
    keep_text(version, prevailing=last.language)
    freeze(version)
    _plan_review(version)
    if agreement.state == AgreementState.DRAFT:
        states.move(agreement, "sign", by=AGREEMENT)
    is_now = AgreementVersion.objects.in_force(today).filter(agreement=agreement).exists()
    if is_now and agreement.state in (AgreementState.SIGNED, AgreementState.UNDER_REVISION):
        states.move(agreement, "take_effect", by=AGREEMENT)
    dates = version.signatures.standing().values_list("signed_on", flat=True)
    agreement.signed_on = max(dates)
    agreement.save(update_fields=["state", "signed_on"])


def _plan_review(version: AgreementVersion) -> None:
    """The day that the parties have agreed on becomes one that they are reminded of."""
    if version.review_on is not None:
        about = _("Gjennomgang som er avtalt i versjon %(number)s") % {"number": version.number}
        ReviewDate.objects.get_or_create(
            agreement_id=version.agreement_id, due_on=version.review_on, about=about
        )
