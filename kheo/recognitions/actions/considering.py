"""The verbs of the line: consider, weigh each registration, conclude with a decision, propose upward or say that
nothing is proposed, recall."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.documents.actions import deliver, file_paper
from kheo.documents.enums import PaperKind
from kheo.documents.models import Paper
from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.models import Entry
from kheo.kernel.text import clean
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import demands, docket, drafted, permissions, policies
from kheo.recognitions.actions.drafting import list_changed
from kheo.recognitions.models import Consideration, Forgoing, Outcome, Proposal, Recognition
from kheo.recognitions.upward import end, overtake
from kheo.units.models import Unit


@transaction.atomic
def consider(unit: Unit, round_: Round, *, by: Person) -> Consideration:
    """The unit begins to consider what it accepted and what was proposed to it. One consideration is open at a time."""
    round_ = _as_it_is_now(round_)
    permissions.can_consider(by, unit, round_)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    already: Consideration | None = Consideration.objects.open().filter(unit=unit, round=round_).first()
    if already:
        return already
    consideration = Consideration.objects.create(unit=unit, round=round_, opened_at=clock.now(), opened_by=by)
    journal.record("consideration.opened", consideration, by=by, unit_id=unit.pk, round=round_.pk)
    return consideration


@transaction.atomic
def recognise(consideration: Consideration, registration: Registration, *, by: Person) -> Outcome:
    """Put a registration among those to be recognised. It counts, and is shown to others, only at the conclusion."""
    return _weigh(consideration, registration, recognised=True, reason="", by=by)


@transaction.atomic
def not_recognise(consideration: Consideration, registration: Registration, *, reason: str, by: Person) -> Outcome:
    """Put a registration among those not to be recognised, with the reason that its unit will read."""
    return _weigh(consideration, registration, recognised=False, reason=clean(reason), by=by)


@transaction.atomic
def conclude(
    consideration: Consideration, *, by: Person, number: str = "", on: date | None = None, signatory: str = "",
    title: str = "",
) -> Consideration:  # fmt: skip
    """The unit concludes: with a decision (number, date, list) when it recognises, without one when it recognises none.

    A decision that was drafted and issued here is the one that is cited; nobody types its number again. From here the
    outcomes are public to the units concerned, and each recognition is a row with its decision (F8).
    """
    consideration = _locked(consideration)
    _drop_what_left(consideration)
    demands.hold(consideration)
    permissions.can_conclude(by, consideration)
    outcomes = list(consideration.outcomes.select_related("registration"))
    recognised = [outcome for outcome in outcomes if outcome.recognised]
    if recognised:
        consideration.decision = _issued_here(consideration) or _filed(consideration, number, on, signatory, title, by)
        on = consideration.decision.date
        deliver(consideration.decision, _concerned(consideration, recognised), by=by)
    consideration.concluded_at, consideration.concluded_by = clock.now(), by
    consideration.save(update_fields=["concluded_at", "concluded_by", "decision"])
    day = on or clock.today()
    level = consideration.unit.level_on(day)
    Recognition.objects.bulk_create(
        Recognition(
            exemplar_id=o.registration.exemplar_id, registration=o.registration, unit=consideration.unit, level=level,
            round=consideration.round, decision=consideration.decision, on=day,
        )
        for o in recognised
    )  # fmt: skip
    journal.record(
        "consideration.concluded", consideration, by=by, unit_id=consideration.unit_id,
        recognised=len(recognised), not_recognised=len(outcomes) - len(recognised),
    )  # fmt: skip
    journal.record_many([_told(outcome, level, by) for outcome in outcomes])
    return consideration


@transaction.atomic
def propose_upward(
    unit: Unit, round_: Round, registrations: Sequence[Registration], *, by: Person, number: str = "",
    on: date | None = None,
) -> list[Proposal]:  # fmt: skip
    """The unit proposes registrations to its superior, in the order given (F7, BR-08); earlier ranks stand.

    `number` and `on` are of the submission letter, when there is one. A statement that nothing is proposed ends here.
    """
    round_ = _as_it_is_now(round_)
    permissions.can_propose_upward(by, unit, round_)
    to_unit = policies.superior(unit, round_)
    if not registrations:
        raise BadInput(_("Choose at least one registration to propose."))
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    earlier = Proposal.objects.filter(from_unit=unit, registration__round=round_).aggregate(last=Max("rank"))["last"]
    letter = file_paper(kind=PaperKind.SUBMISSION, issuer=unit, number=number, on=on, by=by) if number else None
    if letter:
        deliver(letter, [to_unit], by=by)
    made = []
    for rank, registration in enumerate(registrations, start=(earlier or 0) + 1):
        policies.can_be_proposed(registration, unit, round_, to_unit)
        proposal = Proposal.objects.create(
            registration=registration, from_unit=unit, to_unit=to_unit, rank=rank, paper=letter, at=clock.now(), by=by
        )
        journal.record("registration.proposed", registration, by=by, unit_id=unit.pk, to=proposal.to_unit_id, rank=rank)
        made.append(proposal)
    overtake([(unit.pk, round_.pk)], by=by)
    return made


@transaction.atomic
def forgo_proposal(unit: Unit, round_: Round, *, reason: str, by: Person) -> Forgoing:
    """The unit says that it proposes nothing of what it recognised in this round, and why; its superior reads it."""
    round_ = _as_it_is_now(round_)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    permissions.can_forgo_proposal(by, unit, round_)
    reason = clean(reason)
    if not reason:
        raise BadInput(_("Write why %(unit)s proposes nothing.") % {"unit": unit.name})
    forgoing: Forgoing = Forgoing.objects.create(
        from_unit=unit, to_unit=policies.superior(unit, round_), round=round_, reason=reason, at=clock.now(), by=by
    )
    journal.record(
        "forgoing.stated", forgoing, by=by, unit_id=unit.pk, reason=reason, round=round_.pk, to=forgoing.to_unit_id
    )
    return forgoing


@transaction.atomic
def recall_forgoing(forgoing: Forgoing, *, by: Person) -> None:
    """The unit takes back that it proposes nothing; the task to propose is there again."""
    rows = Forgoing.objects.select_for_update(of=("self",)).select_related("from_unit", "round__closing")
    forgoing = rows.get(pk=forgoing.pk)
    permissions.can_recall_forgoing(by, forgoing)
    end(forgoing, "forgoing.recalled", by=by)


@transaction.atomic
def recall(proposal: Proposal, *, by: Person) -> None:
    """The unit takes a proposal back before the upper unit has concluded on it; its rank stays empty."""
    rows = Proposal.objects.select_for_update(of=("self", "registration"))
    proposal = rows.select_related("from_unit", "to_unit", "registration__round__closing").get(pk=proposal.pk)
    permissions.can_recall(by, proposal)
    journal.record(
        "registration.proposal_recalled", proposal.registration, by=by,
        unit_id=proposal.from_unit_id, to=proposal.to_unit_id,
    )  # fmt: skip
    proposal.delete()


def _weigh(
    consideration: Consideration, registration: Registration, *, recognised: bool, reason: str, by: Person
) -> Outcome:
    consideration = _locked(consideration)
    permissions.can_weigh(by, consideration)
    policies.can_be_weighed(consideration, registration)
    policies.follows_judgement(consideration, registration, recognised=recognised)
    if not recognised and not reason:
        raise BadInput(_("Write why “%(title)s” is not recognised.") % {"title": registration.title})
    outcome, _made = Outcome.objects.update_or_create(
        consideration=consideration, registration=registration, defaults={"recognised": recognised, "reason": reason}
    )
    journal.record(
        "outcome.weighed", consideration, by=by, unit_id=consideration.unit_id,
        registration=registration.pk, recognised=recognised,
    )  # fmt: skip
    list_changed(consideration, by=by)
    return outcome


def _concerned(consideration: Consideration, recognised: Sequence[Outcome]) -> set[int]:
    """Whose exemplars are recognised, and those who proposed them: the decision is sent to them."""
    registrations = [outcome.registration_id for outcome in recognised]
    proposing = Proposal.objects.filter(to_unit=consideration.unit, registration__in=registrations)
    return {one.registration.unit_id for one in recognised} | set(proposing.values_list("from_unit", flat=True))


def _issued_here(consideration: Consideration) -> Paper | None:
    """The decision that was drafted from this consideration; the policies saw to it that it bears a number."""
    draft = drafted.decision_of(consideration)
    return draft.paper if draft else None


def _filed(
    consideration: Consideration, number: str, on: date | None, signatory: str, title: str, by: Person
) -> Paper:  # fmt: skip
    """The decision as the unit's registry knows it, where it was not drafted here."""
    if not number or not on:
        raise BadInput(_("Write the number and the date of the decision that recognises them."))
    policies.can_be_decided_on(consideration.unit, consideration.round, on)
    paper: Paper = file_paper(
        kind=PaperKind.DECISION,
        issuer=consideration.unit,
        number=number,
        on=on,
        by=by,
        signatory=signatory,
        title=title,
    )
    return paper


def _as_it_is_now(round_: Round) -> Round:
    """The round read again: it may have been closed since its page was made."""
    return Round.objects.select_related("movement__owner", "closing").get(pk=round_.pk)


def _locked(consideration: Consideration) -> Consideration:
    rows = Consideration.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "round__movement__owner", "round__closing").get(pk=consideration.pk)


def _drop_what_left(consideration: Consideration) -> None:
    """Forget the outcomes of what was withdrawn or recalled meanwhile, and hold the others until we are done.

    The unit that withdrew could not be told “it is being weighed”: that would have been a word about an unpublished
    result. So the list is compared here, at the end, with the rows locked.
    """
    weighed = consideration.outcomes.values("registration")
    list(Registration.objects.select_for_update(of=("self",)).filter(pk__in=weighed).order_by("pk").values_list("pk"))
    waiting = docket.waiting(consideration.unit, consideration.round)
    consideration.outcomes.exclude(registration__in=waiting).delete()


def _told(outcome: Outcome, level: str, by: Person) -> Entry:
    """The line in the registration's own history."""
    verb = "registration.recognised" if outcome.recognised else "registration.not_recognised"
    unit_id = outcome.consideration.unit_id
    return journal.entry(verb, "registration", outcome.registration_id, by_id=by.pk, unit_id=unit_id, level=level)
