"""What is registered already in the same area, this year and last, and is like what somebody registers now.

The units of an area hold some dozens of registrations a year; they are read by the index of their units and compared
here on folded text. Decision 0016 says why.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from kheo.duplicates import area
from kheo.duplicates.likeness import ALIKE, LEAST, Work, alike, compare
from kheo.evidence.resemblance import resembling
from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.units.models import Unit

MOST = 5  # shown
READ = 2_000  # the newest registrations of an area that are compared: more no area has in two years


@dataclass(frozen=True)
class Similar:
    """A registration like the one in hand. `seen`: the reader may open it and know its state; else its name, unit and
    year are told, and nothing more. `copy`: it is older and somebody else's, so this may be replicated from it.
    `joins`: another unit's that counts in a round that is not closed, so the unit may ask to take part in it."""

    pk: int
    title: str
    unit: str
    year: int
    status: Status
    seen: bool
    weight: float
    reasons: tuple[str, ...] = ()
    copy: bool = False
    joins: bool = False


def titles_like(title: str, unit: Unit, person: Person, *, than: int | None = None) -> list[Similar]:
    """Registrations of the unit's area, of this year and last, with a name like this one; the most alike first.

    What one may see is found, and of the area what was sent, but then its name, unit and year alone: what was sent
    enters a list that the area hears read out, while a draft is the unit's own (trust.md T2). `than`: not this one.
    """
    found = _of_area(unit, clock.today().year, than).annotate(closed=F("round__closing"))
    found = found.only("title", "status", "registered_on", "unit__name")[:READ]
    by_share = [(share, row) for row in found if (share := alike(title, row.title)) >= ALIKE]
    return _shown(by_share, unit, person)


def like(registration: Registration, person: Person) -> list[Similar]:
    """For the receiving office: what may be the same, or what this may be replicated from, with the reasons in words.

    Only what the reader may see, whichever organisation of the area registered it; never other years of the same.
    """
    rows = _of_area(registration.unit, registration.registered_on.year, registration.pk)
    rows = rows.exclude(exemplar=registration.exemplar_id).exclude(status=Status.DRAFT)
    same_photo = _with_the_same_photo(registration, person)
    mine, found = _work(registration, same_photo), []
    for row in rows.visible_to(person).select_related("dossier", "field")[:READ]:
        weight, reasons = compare(mine, _work(row, frozenset([row.pk])))
        if weight >= LEAST:
            copy = row.registered_on.year < registration.registered_on.year and row.unit_id != registration.unit_id
            found.append(_similar(row, weight, seen=True, reasons=tuple(reasons), copy=copy))
    return sorted(found, key=lambda one: -one.weight)[:MOST]


def _with_the_same_photo(registration: Registration, person: Person) -> frozenset[int]:
    photos = registration.files.filter(file__picture__isnull=False).select_related("file__picture")
    return frozenset(other.pk for others in resembling(photos, person).values() for other in others)


def _of_area(unit: Unit, year: int, than: int | None):
    units = area.ids_around(unit)
    rows = Registration.objects.filter(unit__among=units, registered_on__gte=date(year - 1, 1, 1))
    rows = rows.exclude(pk=than).exclude(status__in=[Status.DECLINED, Status.WITHDRAWN, Status.MERGED])
    return rows.select_related("unit").newest_first()


def _shown(by_share, unit, person) -> list[Similar]:
    by_share = sorted(by_share, key=lambda pair: -pair[0])[: 4 * MOST]
    if not by_share:
        return []
    ids, units = [row.pk for _share, row in by_share], {row.unit_id for _share, row in by_share}
    visible = Registration.objects.visible_to(person, among=units).filter(pk__in=ids)
    seen = set(visible.values_list("pk", flat=True))
    return [
        _similar(row, share, seen=row.pk in seen, joins=_may_be_joined(row, unit))
        for share, row in by_share
        if row.pk in seen or row.status in COUNTED
    ][:MOST]


def _may_be_joined(row, unit) -> bool:
    return row.status in COUNTED and row.unit_id != unit.pk and row.closed is None


def _similar(row: Registration, weight: float, *, seen: bool, **more) -> Similar:
    return Similar(row.pk, row.title, row.unit.name, row.registered_on.year, Status(row.status), seen, weight, **more)


def _work(registration: Registration, photos: frozenset[int]) -> Work:
    dossier = getattr(registration, "dossier", None)
    text = f"{dossier.situation} {dossier.method} {dossier.outputs}" if dossier else ""
    field = registration.field.key if registration.field else None
    return Work(registration.title, dossier.place if dossier else "", field, text, photos)
