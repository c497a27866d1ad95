"""The verbs of field verification: plan a visit, record what was found, photographs, both signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.evaluations import cards, moving, permissions
from kheo.evaluations.enums import Finding, Side
from kheo.evaluations.models import Evaluation, Observation, Scorecard, Visit, VisitMember, VisitPhoto, VisitSignature
from kheo.kernel import clock, files, journal
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.periods import format_date
from kheo.kernel.text import clean, clean_line
from kheo.people.models import Person

PHOTOS = ("jpg", "jpeg", "png")


@dataclass(frozen=True)
class Seen:
    """What was seen of a leaf on the spot, in a few words or a number, and a note."""

    observed: str
    note: str = ""


@dataclass(frozen=True)
class Record:
    """What a visit found, whole: it is saved whole, and again, until somebody signs."""

    finding: str
    people_met: str
    observations: Mapping[str, Seen]
    papers_seen: str = ""
    remarks: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


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
def record_visit(visit: Visit, record: Record, *, by: Person, revision: int) -> Visit:
    """Write down what a visit found: beside each observation stands what the unit had declared, as it stood then.

    `Stale` when somebody else of the team saved another record since `revision`.
    """
    visit = _locked(visit)
    permissions.can_record_visit(by, visit)
    if record.finding not in Finding.values or not clean(record.people_met):
        raise BadInput(_("Write whom you met, and choose the conclusion."))
    if (record.latitude is None) != (record.longitude is None):
        raise BadInput(_("A position has a latitude and a longitude."))
    observations = _observations(visit, record)
    if visit.revision != revision:
        raise Stale(
            _("Somebody else saved the record of this visit after you opened it. Compare the two and save again."),
            theirs=_told(visit, visit.observations.all()),
            mine=_told(_with(visit, record), observations),
        )
    _with(visit, record)
    visit.revision += 1
    visit.recorded_at, visit.recorded_by = clock.now(), by
    visit.save()
    visit.observations.all().delete()
    Observation.objects.bulk_create(observations)
    journal.record("visit.recorded", visit, by=by, unit_id=visit.evaluation.unit_id, finding=str(record.finding))
    return visit


@transaction.atomic
def add_photo(visit: Visit, uploaded: File, *, by: Person, caption: str = "", code: str = "") -> VisitPhoto:
    """Keep a photograph with the record; `BadInput` says what is wrong with the file."""
    visit = _locked(visit)
    permissions.can_record_visit(by, visit)
    if code and code not in visit.evaluation.sheet.by_code:
        raise BadInput(_unknown(visit.evaluation, code))
    stored = files.store(uploaded, by_id=by.pk, allowed=PHOTOS)
    photo = VisitPhoto.objects.create(visit=visit, file=stored, caption=clean_line(caption), code=code)
    journal.record("visit.photo_added", visit, by=by, unit_id=visit.evaluation.unit_id, file=str(stored.pk))
    return photo


@transaction.atomic
def sign_visit(visit: Visit, side: str, *, by: Person, remark: str = "") -> VisitSignature:
    """One side signs the record, with what it has to remark. From the first signature on the record stays."""
    visit = _locked(visit)
    permissions.can_sign_visit(by, visit, side)
    signature = VisitSignature.objects.create(visit=visit, side=side, remark=clean(remark), at=clock.now(), by=by)
    signed_for = visit.evaluation.unit_id if side == Side.JUDGE else visit.evaluation.subject.unit_id
    journal.record("visit.signed", visit, by=by, unit_id=signed_for, side=str(side))
    return signature


@transaction.atomic
def cancel_visit(visit: Visit, *, reason: str, by: Person) -> Visit:
    """A visit does not take place, and why; what is signed stays."""
    visit = _locked(visit)
    permissions.can_record_visit(by, visit)
    if not clean(reason):
        raise BadInput(_("Write why the visit does not take place."))
    visit.cancelled_at, visit.cancel_reason = clock.now(), clean(reason)
    visit.save(update_fields=["cancelled_at", "cancel_reason"])
    journal.record("visit.cancelled", visit, by=by, unit_id=visit.evaluation.unit_id)
    return visit


def _locked(visit: Visit) -> Visit:
    evaluation = moving.locked(visit.evaluation)
    found: Visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    found.evaluation = evaluation
    return found


def _observations(visit: Visit, record: Record) -> list[Observation]:
    declared = _declared(visit.evaluation)
    found = []
    for code, seen in record.observations.items():
        criterion = visit.evaluation.sheet.by_code.get(code)
        if criterion is None or not criterion.is_leaf:
            raise BadInput(_unknown(visit.evaluation, code))
        if not clean_line(seen.observed):
            raise BadInput(_("%(code)s: write what was seen there.") % {"code": code})
        observed, note = clean_line(seen.observed), clean(seen.note)
        found.append(Observation(visit=visit, code=code, declared=declared.get(code, ""), observed=observed, note=note))
    return found


def _declared(evaluation: Evaluation) -> dict[str, str]:
    """What the unit has sent of each leaf, in words."""
    card: Scorecard | None = evaluation.cards.sent().filter(stage=Stage.SELF).first()
    return {code: cards.entry_in_words(entry)[:200] for code, entry in cards.entries_of(card).items()} if card else {}


def _with(visit: Visit, record: Record) -> Visit:
    visit.finding, visit.people_met = record.finding, clean(record.people_met)
    visit.papers_seen, visit.remarks = clean(record.papers_seen), clean(record.remarks)
    visit.latitude, visit.longitude = record.latitude, record.longitude
    return visit


def _told(visit: Visit, observations: Iterable[Observation]) -> list[tuple[Any, Any]]:
    """The record as (label, text) pairs, for the page that shows two versions side by side."""
    words = [
        (_("Conclusion"), visit.get_finding_display()), (_("People met"), visit.people_met),
        (_("Documents seen"), visit.papers_seen), (_("Remarks"), visit.remarks),
    ]  # fmt: skip
    return [*words, *((one.code, one.observed) for one in observations)]


def _unknown(evaluation: Evaluation, code: str) -> str:
    words = {"framework": evaluation.sheet.name, "code": code}
    return _("“%(framework)s” has no criterion %(code)s that is scored.") % words
