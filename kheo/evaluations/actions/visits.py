"""The verbs of field verification: plan a visit, write down what was found, finish the record, both signatures."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.evaluations import moving, permissions, records
from kheo.evaluations.enums import Finding, Side
from kheo.evaluations.models import Evaluation, Observation, Visit, VisitMember, VisitSignature
from kheo.evaluations.records import Record, Seen
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.periods import format_date
from kheo.kernel.text import clean, clean_line
from kheo.people.models import Person

SITTING = timedelta(hours=1)  # writing within it is one line of the history, however often it is saved


@transaction.atomic
def plan_visit(
    evaluation: Evaluation, *, on: date, place: str, team: Iterable[tuple[Person, str]], by: Person
) -> Visit:  # fmt: skip
    """Plan a visit to the place: the day, and who of the judging unit looks at what. Nobody near to the judged unit."""
    evaluation = moving.locked(evaluation)
    permissions.can_verify(by, evaluation)
    team = list(team)
    if not clean_line(place) or not team:
        raise BadInput(_("Write the place, and who goes there."))
    for person, _part in team:
        permissions.can_verify(person, evaluation)
    visit = Visit.objects.create(evaluation=evaluation, on=on, place=clean_line(place))
    VisitMember.objects.bulk_create(
        VisitMember(visit=visit, person=person, part=clean_line(part)) for person, part in team
    )
    journal.record("visit.planned", visit, by=by, unit_id=evaluation.unit_id, on=format_date(on))
    return visit


@transaction.atomic
def note_visit(visit: Visit, record: Record, *, by: Person, seen: str = "") -> Visit:
    """Keep what is written of the record so far, gaps and all. `seen` is the version from which it was written
    (`records.version`); empty for a record of which nothing was written yet.

    Several of the team may write at once. `Stale` where somebody else has written on the same part meanwhile. A change
    of a finished record opens it again: it has to be finished anew before anybody signs.
    """
    visit = locked_visit(visit)
    permissions.can_record_visit(by, visit)
    record = records.cleaned(record)
    _check(visit, record)
    kept = records.of(visit)
    wanted, met = records.merged(visit, kept, record, seen=seen)
    if met:
        raise Stale(
            _("Somebody else wrote on the same part of this record meanwhile. Compare the two and save again."),
            theirs=records.told(visit, kept, met), mine=records.told(visit, wanted, met),
        )  # fmt: skip
    if wanted != kept:
        _keep(visit, kept, wanted)
        _record_writing(visit, by)
    return visit


@transaction.atomic
def record_visit(visit: Visit, *, by: Person) -> Visit:
    """The record is finished: whom the team met and what it concludes stand there, and both sides can sign it."""
    visit = locked_visit(visit)
    permissions.can_record_visit(by, visit)
    if visit.finding not in Finding.values or not visit.people_met:
        raise BadInput(_("Write whom you met, and choose the conclusion."))
    if unseen := [one.code for one in visit.observations.all() if not one.observed]:
        raise BadInput(_("%(code)s: write what was seen there.") % {"code": ", ".join(unseen)})
    visit.recorded_at, visit.recorded_by = clock.now(), by
    visit.save(update_fields=["recorded_at", "recorded_by"])
    journal.record("visit.recorded", visit, by=by, unit_id=visit.evaluation.unit_id, finding=str(visit.finding))
    return visit


@transaction.atomic
def sign_visit(visit: Visit, side: str, *, by: Person, revision: int, remark: str = "") -> VisitSignature:
    """One side signs the record, with what it has to remark. From the first signature on the record stays.

    `revision` is the one that was read: `Stale` when the record is another one by now.
    """
    visit = locked_visit(visit)
    permissions.can_sign_visit(by, visit, side)
    if visit.revision != revision:
        why = _("The record was changed after you opened it. Read it again before you sign.")
        raise Stale(why, mine=[(_("Remark"), clean(remark))] if clean(remark) else ())
    signature = VisitSignature.objects.create(visit=visit, side=side, remark=clean(remark), at=clock.now(), by=by)
    signed_for = visit.evaluation.unit_id if side == Side.JUDGE else visit.evaluation.subject.unit_id
    journal.record("visit.signed", visit, by=by, unit_id=signed_for, side=str(side))
    return signature


@transaction.atomic
def cancel_visit(visit: Visit, *, reason: str, by: Person) -> Visit:
    """A visit does not take place, and why; what is signed stays."""
    visit = locked_visit(visit)
    permissions.can_record_visit(by, visit)
    if not clean(reason):
        raise BadInput(_("Write why the visit does not take place."))
    visit.cancelled_at, visit.cancel_reason = clock.now(), clean(reason)
    visit.save(update_fields=["cancelled_at", "cancel_reason"])
    journal.record("visit.cancelled", visit, by=by, unit_id=visit.evaluation.unit_id)
    return visit


def locked_visit(visit: Visit) -> Visit:
    """The visit with its evaluation's row taken, before anything is asked of it."""
    evaluation = moving.locked(visit.evaluation)
    found: Visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    found.evaluation = evaluation
    return found


def _check(visit: Visit, record: Record) -> None:
    """`BadInput` for a leaf that cannot be looked at, a position that is nowhere, and words that do not fit."""
    if record.finding and record.finding not in Finding.values:
        raise BadInput(_("Choose the conclusion."))
    leaves = {leaf.code for leaf in records.leaves_of(visit.evaluation)}
    for code, seen in record.observations.items():
        if code not in leaves:
            words = {"framework": visit.evaluation.sheet.name, "code": code}
            raise BadInput(_("“%(framework)s” has no criterion %(code)s that is scored.") % words)
        if len(seen.observed) > records.LONGEST:
            raise BadInput(_("%(code)s: at most %(most)s letters.") % {"code": code, "most": records.LONGEST})
    if (record.latitude is None) != (record.longitude is None):
        raise BadInput(_("A position has a latitude and a longitude."))
    if record.latitude is not None and not (abs(record.latitude) <= 90 and abs(record.longitude or Decimal(0)) <= 180):
        raise BadInput(_("This position is not on the earth."))


def _keep(visit: Visit, kept: Record, wanted: Record) -> None:
    """Write what changed; a finished record is open again."""
    for name in (*records.WORDS, "latitude", "longitude"):
        setattr(visit, name, getattr(wanted, name))
    visit.revision += 1
    visit.recorded_at = visit.recorded_by = None
    visit.save()
    visit.observations.exclude(code__in=wanted.observations).delete()
    with override("vi"):  # what was declared is printed beside what was seen: the language of the papers
        declared = records.declared_by(visit.evaluation)
    for code, seen in wanted.observations.items():
        if kept.observations.get(code) != seen:
            _observe(visit, code, declared.get(code, ""), seen)


def _observe(visit: Visit, code: str, declared: str, seen: Seen) -> None:
    said = {"declared": declared, "observed": seen.observed, "note": seen.note}
    Observation.objects.update_or_create(visit=visit, code=code, defaults=said)


def _record_writing(visit: Visit, by: Person) -> None:
    """One line a sitting."""
    last = journal.history(visit).last()
    if last and last.verb == "visit.noted" and last.by_id == by.pk and clock.now() - last.at < SITTING:
        return
    journal.record("visit.noted", visit, by=by, unit_id=visit.evaluation.unit_id)
