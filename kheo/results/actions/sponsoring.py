"""A commitment that runs over years, and how it stands in each round."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal, measures
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.results import permissions
from kheo.results.actions.sheets import locked
from kheo.results.enums import Source
from kheo.results.models import Commitment, Statement


@transaction.atomic
def commit(
    registration: Registration, *, name: str, began: date, by: Person, measure: str = "child"
) -> Commitment:  # fmt: skip
    """Record that a work carries a commitment that runs on, like “Mẹ đỡ đầu” with its children."""
    registration = locked(registration)
    permissions.can_commit(by, registration)
    name, measure = clean_line(name), measures.read(measure)
    if not name or not measure:
        raise BadInput(_("Give the commitment a name, and say whom it is for."))
    if began > clock.today():
        raise BadInput(_("The first day lies in the future."))
    made = Commitment.objects.create(exemplar=registration.exemplar, name=name, measure=measure, began=began)
    journal.record("commitment.made", made, by=by, unit_id=registration.unit_id, registration=registration.pk)
    return made


@transaction.atomic
def state_commitment(
    commitment: Commitment, registration: Registration, *, newly: int, now: int, by: Person, left: int = 0,
    budget: int | None = None, source: str = Source.NOT_TOLD,
) -> Statement:  # fmt: skip
    """State how the commitment stands in the registration's round: new ones, those who left, all at the end, and what
    it cost in đồng. A second statement replaces the first. What does not add up is kept and flagged, never mended."""
    registration = locked(registration)
    commitment = _locked(commitment, registration)
    permissions.can_state(by, commitment, registration)
    if min(newly, now, left, budget or 0) < 0:
        raise BadInput(_("This number is never negative."))
    if newly > now + left:
        raise BadInput(_("More are new than there are in all, even with those who left: check the three numbers."))
    told = {"newly": newly, "now": now, "left": left, "budget": budget, "source": source, "at": clock.now(), "by": by}
    stated, _new = Statement.objects.update_or_create(
        commitment=commitment, registration=registration, defaults=told, create_defaults=told
    )
    journal.record("commitment.stated", commitment, by=by, unit_id=registration.unit_id, registration=registration.pk)
    return stated


@transaction.atomic
def end_commitment(
    commitment: Commitment, registration: Registration, *, on: date, reason: str, by: Person
) -> Commitment:  # fmt: skip
    """It runs no longer, and why; its statements stay."""
    registration = locked(registration)
    commitment = _locked(commitment, registration)
    permissions.can_end_commitment(by, commitment, registration)
    if not clean_line(reason):
        raise BadInput(_("Write why the commitment ended."))
    if on < commitment.began or on > clock.today():
        raise BadInput(_("It ended after it began, and not in the future."))
    commitment.ended, commitment.reason = on, clean_line(reason)
    commitment.save(update_fields=["ended", "reason"])
    journal.record("commitment.ended", commitment, by=by, unit_id=registration.unit_id, registration=registration.pk)
    return commitment


def _locked(commitment: Commitment, registration: Registration) -> Commitment:
    """The commitment's row; it belongs to the registration's exemplar, or the address was made up."""
    found = Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment.pk)
    theirs = found.filter(exemplar=registration.exemplar_id).first()
    if theirs is None:
        raise BadInput(_("This commitment belongs to another work."))
    return theirs
