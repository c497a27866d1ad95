"""The history of a unit as its dated rows tell it: names, superiors, kinds, predecessors and successors, day by day."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kheo.kernel.periods import first_day
from kheo.units.enums import Share
from kheo.units.models import Succession, Unit, UnitName


@dataclass(frozen=True)
class Event:
    """One line: from which day, what, and on which paper it rests. `unit` is the other unit it is about."""

    on: date
    what: str
    value: str
    unit: Unit | None
    basis: str
    note: str = ""


def chronicle(unit: Unit) -> list[Event]:
    """Everything that happened to the unit, in order. Other units are called as they were called on that day."""
    successions = _successions(unit)
    places = list(unit.placements.select_related("parent").order_by("during"))
    called = _names_of([place.parent_id for place in places] + [other.pk for _row, other in successions])
    events = [Event(unit.founded, _("Founded"), "", None, unit.legal_basis)]
    events += [Event(first_day(row.during), _("Name"), row.name, None, row.legal_basis) for row in unit.names.all()]
    events += [
        Event(first_day(row.during), _("Kind and level"), _kind(row), None, row.legal_basis) for row in unit.kinds.all()
    ]
    events += [
        Event(day := first_day(place.during), _("Superior"), called(place.parent, day), place.parent, place.legal_basis)
        for place in places
    ]
    events += [_succession_event(unit, row, other, called) for row, other in successions]
    if unit.closed:
        events.append(Event(unit.closed, _("Last day"), "", None, unit.closing_basis))
    return sorted(events, key=lambda event: event.on)


def predecessors(unit: Unit) -> list[Succession]:
    """What went on as this unit, wholly or in part."""
    return list(unit.origins.select_related("predecessor").order_by("on", "predecessor__sort_key"))


def successors(unit: Unit) -> list[Succession]:
    """What this unit went on as."""
    return list(unit.successions.select_related("successor").order_by("on", "successor__sort_key"))


def _kind(row):
    return f"{capfirst(row.get_kind_display())}, {row.get_level_display()}"


def _successions(unit):
    return [(row, row.predecessor) for row in predecessors(unit)] + [(row, row.successor) for row in successors(unit)]


def _succession_event(unit, row, other, called):
    took_over = row.successor_id == unit.pk
    words = {
        (True, Share.WHOLE): _("Took over all of"),
        (True, Share.PART): _("Took over part of"),
        (False, Share.WHOLE): _("Continued as"),
        (False, Share.PART): _("Part of it continued as"),
    }[took_over, Share(row.share)]
    return Event(row.on, words, called(other, row.on), other, row.legal_basis, row.note)


def _names_of(unit_ids):
    """A function that tells how each of these units was called on a day; one query for them all."""
    rows: dict[int, list[tuple[date, str]]] = {}
    for row in UnitName.objects.filter(unit__in=unit_ids).order_by("unit", "during"):
        rows.setdefault(row.unit_id, []).append((first_day(row.during), row.name))

    def called(unit, day):
        names = rows.get(unit.pk, [])
        return next((name for first, name in reversed(names) if first <= day), names[0][1] if names else unit.name)

    return called
