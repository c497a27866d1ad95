"""Visits from the side of people: who may go, what a person has before them today, what waits for their signature."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.evaluations.conflicts import Nearness
from kheo.evaluations.enums import OVER, Side
from kheo.evaluations.models import Evaluation, Visit
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Membership, acting_unit_ids, answering_unit_ids


@dataclass(frozen=True)
class Candidate:
    """Somebody of the judging unit; `why_not` is the sentence why they may not go there, empty when they may."""

    person: Person
    why_not: str


@dataclass(frozen=True)
class Diary:
    """The visits of a person that are not over: as one who goes, and as one who is visited."""

    today: list[Visit] = field(default_factory=list)
    to_record: list[Visit] = field(default_factory=list)
    coming: list[Visit] = field(default_factory=list)
    to_sign: list[Visit] = field(default_factory=list)


def candidates(evaluation: Evaluation) -> list[Candidate]:
    """Everybody who reviews for the judging unit, with the reason where somebody may not go; in a handful of queries
    whatever their number. The same reasons as `permissions.is_not_near`."""
    held = Membership.objects.current().filter(unit=evaluation.unit, role__in=REVIEWS_FOR_UNIT)
    people = list(Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "pk"))
    near = Nearness(people, [evaluation.subject.unit_id], judge=evaluation.unit)
    declared = set(evaluation.declared_conflicts.values_list("person", flat=True))
    return [
        Candidate(person, _why_not(near.of(person, evaluation.subject.unit_id), person, declared)) for person in people
    ]


def diary_of(person: Person) -> Diary:
    """What the person has to do about visits: those of the teams they are in, and those to units they write for."""
    reviews = set(answering_unit_ids(person, *REVIEWS_FOR_UNIT))
    writes = set(acting_unit_ids(person, *WRITES_FOR_UNIT))
    diary, today = Diary(), clock.today()
    for visit in _open_visits(person, reviews, writes):
        goes = visit.evaluation.unit_id in reviews and any(one.person_id == person.pk for one in visit.members.all())
        waiting = _waiting_for(visit, goes=goes, visited=visit.evaluation.subject.unit_id in writes)
        if visit.recorded_at:
            diary.to_sign.extend([visit] if waiting else [])
        elif visit.on == today:
            diary.today.append(visit)
        elif visit.on > today:
            diary.coming.append(visit)
        elif goes:
            diary.to_record.append(visit)
    return diary


def _open_visits(person: Person, reviews: set[int], writes: set[int]) -> list[Visit]:
    """Standing visits of open evaluations that concern the person, in the order of their days."""
    goes = Q(members__person=person, evaluation__unit__in=reviews)
    rows = Visit.objects.standing().filter(goes | Q(evaluation__subject__unit__in=writes))
    rows = rows.exclude(evaluation__state__in=OVER).filter(evaluation__subject__round__closing=None)
    needed = rows.select_related("evaluation__subject__unit", "evaluation__unit")
    return list(needed.prefetch_related("members__person", "signatures").distinct().order_by("on", "pk"))


def _waiting_for(visit: Visit, *, goes: bool, visited: bool) -> bool:
    """Whether a side on which the person stands has not signed yet."""
    signed = {signature.side for signature in visit.signatures.all()}
    return (goes and Side.JUDGE not in signed) or (visited and Side.SUBJECT not in signed)


def _why_not(near: list[str], person: Person, declared: set[int]) -> str:
    if near:
        return " ".join(near)
    if person.pk in declared:
        return _("%(person)s declared a conflict of interest.") % {"person": person.full_name}
    return ""
