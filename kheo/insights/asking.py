"""What the address of a page asks for. Every parameter is checked on arrival: what cannot be read is refused with one
sentence, what the person may not see does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.insights.breakdown import MEASURES
from kheo.insights.enums import Format, Measure
from kheo.insights.permissions import can_read_figures, reading_unit_ids
from kheo.insights.rows import Part
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import HEIGHT, READS_FOR_UNIT, Level
from kheo.units.models import Unit
from kheo.units.permissions import offices

LONGEST_NUMBER = 18  # digits of an id that the database takes


@dataclass(frozen=True)
class Asked:
    """The scope an address asks for, the rounds that may be chosen, and the way down to the unit from the highest one
    that the person reads for."""

    scope: Scope
    rounds: list[Round]
    way: list[Unit]
    format: str


def asked(query: QueryDict, person: Person) -> Asked | None:
    """Read round, unit, level and format; None when there is nothing the person could read figures of."""
    rounds = list(Round.objects.visible_to(person).select_related("movement").newest_first())
    round_ = _round(query, rounds)
    chain = _chain(query, person, round_) if round_ else []
    if not round_ or not chain:
        return None
    way = _way(person, chain, round_)
    scope = Scope.of(way[-1], round_, level=word(query, "level", Level.values), reader=person)
    return Asked(scope, rounds, way, word(query, "format", Format.values))


def part_asked(query: QueryDict) -> Part:
    """Which number of a table was opened."""
    return Part(
        measure=Measure(word(query, "measure", Measure.values) or Measure.REGISTERED),
        field=word(query, "field", [*FieldKey.values, UNCLASSIFIED]),
        subject=word(query, "subject", Subject.values),
        kind=word(query, "kind", Kind.values),
        origin=word(query, "origin", Origin.values),
        own=word(query, "own", ["1"]) == "1",
    )


def measure_asked(query: QueryDict) -> Measure:
    """Which of the two measures of the breakdown is shown."""
    return Measure(word(query, "measure", [measure.value for measure in MEASURES]) or Measure.REGISTERED)


def number(query: QueryDict, name: str) -> int | None:
    """A parameter that is a number, None when it is not there."""
    value = query.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        raise _unreadable(name, value)
    return int(value)


def word(query: QueryDict, name: str, known: Iterable[str]) -> str:
    """A parameter that is one of some words, empty when it is not there."""
    value = query.get(name, "")
    if value and value not in known:
        raise _unreadable(name, value)
    return value


def _unreadable(name: str, value: str) -> BadInput:
    return BadInput(
        _("The address of the figures cannot be read: “%(name)s” cannot be “%(value)s”.")
        % {"name": name, "value": clean_line(value)[:60]}
    )


def _round(query: QueryDict, rounds: list[Round]) -> Round | None:
    """The round asked for, else the newest that has begun, else the newest."""
    pk = number(query, "round")
    if pk:
        chosen = next((round_ for round_ in rounds if round_.pk == pk), None)
        if not chosen:
            raise Http404
        return chosen
    begun = [round_ for round_ in rounds if round_.starts <= clock.today()]
    return next(iter([*begun, *rounds]), None)


def _chain(query: QueryDict, person: Person, round_: Round) -> list[int]:
    """The unit and all above it on the round's date: the unit asked for; else the owner of the movement, where the
    person reads for it or above it; else the highest unit they read for. Empty when they read for none."""
    unit_id = number(query, "unit")
    if unit_id:
        chain = tree.chain(unit_id, on=round_.date)
        if not can_read_figures.allows(person, [*chain, *_chain_today(unit_id, person, chain)]):
            raise Http404
        return chain
    chain = tree.chain(round_.movement.owner_id, on=round_.date)
    if can_read_figures.allows(person, chain):
        return chain
    own = [office.unit for office in offices(person) if office.role in READS_FOR_UNIT]
    if not own:
        return []
    highest = max(own, key=lambda unit: (HEIGHT[Level(unit.level)], -unit.pk))
    return tree.chain(highest.pk, on=round_.date)


def _chain_today(unit_id: int, person: Person, chain: list[int]) -> list[int]:
    """Whoever is above a unit today reads its past as well; asked only where the past does not allow it already."""
    return [] if can_read_figures.allows(person, chain) else tree.chain(unit_id, on=clock.today())


def _way(person: Person, chain: list[int], round_: Round) -> list[Unit]:
    """The units from the highest that the person reads for down to the one asked for, as they were called then."""
    units = Unit.objects.with_name_on(round_.date).in_bulk(chain)
    if chain[0] not in units:
        raise Http404
    reach = reading_unit_ids(person)
    highest = max((place for place, pk in enumerate(chain) if pk in reach), default=0)
    return [units[pk] for pk in reversed(chain[: highest + 1])]
