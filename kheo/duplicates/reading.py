"""What a reader is told of co-operations and mergings, and between what an office chooses."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kheo.duplicates import area, permissions, similar
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Registration, carried_by
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, acting_unit_ids, offices

FOUND = 20  # registrations found by words, to choose from
SHOWN = 200  # co-operations on one page


@dataclass(frozen=True)
class Part:
    """One co-operation for one reader: whether the work may be opened, and what the reader may do about it."""

    cooperation: Cooperation
    openable: bool
    may_confirm: bool
    may_leave: bool


def writing_units(person: Person) -> list[Unit]:
    """The units for which the person writes, each once."""
    return list({o.unit_id: o.unit for o in offices(person) if o.role in WRITES_FOR_UNIT}.values())


def neighbours(work: Registration, person: Person) -> list[Unit]:
    """The units for which the person writes and in whose area another unit has registered this work."""
    others = [unit for unit in writing_units(person) if unit.pk != work.unit_id]
    return [unit for unit in others if work.unit_id in area.ids_around(unit)]


def is_told(work: Registration, person: Person) -> bool:
    """Whether the area of one of the person's units is told of this work by name: what counts there (trust.md T2)."""
    return work.status in COUNTED and bool(neighbours(work, person))


def drafts_of(units: list[Unit], work: Registration) -> list[Registration]:
    """The units' own drafts in the round of a work: one of them may be the same work."""
    rows = Registration.objects.filter(unit__in=units, round=work.round_id, status=Status.DRAFT)
    return list(rows.select_related("unit").newest_first()[:SHOWN])


def parts(cooperations: QuerySet[Cooperation], person: Person) -> list[Part]:
    """Co-operations with what the reader may do. In one query more, whatever their number."""
    related = ("unit", "asked_by", "answered_by", "registration__unit", "registration__round__closing")
    rows = list(cooperations.select_related(*related)[:SHOWN])
    seen = Registration.objects.visible_to(person).filter(pk__in=[row.registration_id for row in rows])
    openable = set(seen.values_list("pk", flat=True)) if rows else set()
    return [
        Part(
            row,
            row.registration_id in openable,
            permissions.can_confirm_joining.allows(person, row),
            permissions.can_leave_joining.allows(person, row),
        )
        for row in rows
    ]


def parts_in(registration: Registration, person: Person) -> list[Part]:
    """Who takes part in a registration; to the two units alone also who asks to."""
    own = set(acting_unit_ids(person))
    rows = registration.cooperations.in_hand().order_by("asked_at", "pk")
    if registration.holder_id not in own:
        rows = rows.filter(Q(accepted=True) | Q(unit__in=own))
    return parts(rows, person)


def asked_with(draft: Registration) -> Cooperation | None:
    """The last request with which this draft was named; nothing for what was sent."""
    if draft.status not in (Status.DRAFT, Status.WITHDRAWN):
        return None
    rows = draft.joinings.select_related("registration__unit").order_by("-asked_at", "-pk")
    found: Cooperation | None = rows.first()
    return found


def takes_part_somewhere(person: Person) -> bool:
    """Whether one's units have anything to do with a co-operation: asked, answered, in force or ended."""
    own = acting_unit_ids(person)
    return Cooperation.objects.filter(Q(unit__in=own) | carried_by(own, "registration")).exists()


def merged_in(registration: Registration) -> list[Merging]:
    """What was merged into it and not taken out again."""
    rows = registration.merged_in.standing().select_related("merged__unit", "merged__round__closing", "office", "by")
    return list(rows.order_by("at", "pk"))


def merging_of(registration: Registration) -> Merging | None:
    """Where a merged registration went."""
    if registration.status != Status.MERGED:
        return None
    rows = registration.mergings.standing().select_related("kept__unit", "office", "by")
    found: Merging | None = rows.first()
    return found


def may_rule(person: Person) -> bool:
    """Whether the person reviews for any unit: for nobody else it is worth asking more."""
    return any(office.role in REVIEWS_FOR_UNIT for office in offices(person))


def candidates(registration: Registration, person: Person, words: str, chosen: list[int]) -> list[Registration]:
    """What a registration may be merged with, in its round: what is chosen, and what the words find.

    Without words, what is like it.
    """
    rows = Registration.objects.visible_to(person).counted().filter(round=registration.round_id)
    rows = rows.exclude(pk=registration.pk).select_related("unit")
    if words:
        ids = [*chosen, *rows.matching(words).newest_first().values_list("pk", flat=True)[:FOUND]]
    else:
        ids = [*chosen, *(one.pk for one in similar.like(registration, person))]
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]
