"""What the address of a page asks for. Every parameter is checked on arrival: what cannot be read is refused with one
sentence, what the person may not see does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kheo.exemplars.enums import COUNTED, Kind, Origin, Subject
from kheo.insights.addresses import TODAY
from kheo.insights.breakdown import MEASURES
from kheo.insights.enums import Format, Measure
from kheo.insights.permissions import can_read_figures, highest_read
from kheo.insights.pivot import CHOICES, ROUNDS_SHOWN
from kheo.insights.rows import Part
from kheo.insights.scope import RestatedScope, Scope
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date, parse_date
from kheo.kernel.text import clean_line
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import restating, tree
from kheo.units.enums import HEIGHT, READS_FOR_UNIT, Level
from kheo.units.models import Unit, offices

LONGEST_NUMBER = 18  # digits of an id that the database takes


@dataclass(frozen=True)
class Asked:
    """The scope an address asks for, the rounds that may be chosen, the unit and all above it, and the way down to it
    from the highest one that the person reads for."""

    scope: Scope
    rounds: list[Round]
    chain: list[int]
    way: list[tuple[int, str]]
    format: str


def asked(query: QueryDict, person: Person, *, restatable: bool = False, cuttable: bool = False) -> Asked | None:
    """Read round, unit, level and format; None when there is nothing the person could read figures of.

    On a page that is `restatable`, `units` asks for the units of a day or of `today`, whatever became of those of the
    round. On one that is `cuttable`, `until` asks for what had happened by the end of a day of the round.
    """
    rounds = list(Round.objects.visible_to(person).select_related("movement__owner").newest_first())
    round_ = _round(query, rounds)
    day = _day(query, "units") if restatable else None
    path = _path(query, person, round_, restated_to=day) if round_ else []
    if not round_ or not path:
        return None
    until = _cut(query, round_) if cuttable else None
    scope = _scope(path, round_, person, level=word(query, "level", Level.values), restated_to=day, until=until)
    return Asked(scope, rounds, [pk for pk, _name in path], _way(person, path), word(query, "format", Format.values))


def reads_figures(person: Person) -> bool:
    """Whether there are figures that the person may read."""
    return asked(QueryDict(), person) is not None


def first_scope(round_: Round, person: Person) -> Scope | None:
    """What the figures of a round show a person when the address asks for nothing else; None when they read none."""
    path = _path(QueryDict(), person, round_)
    return _scope(path, round_, person) if path else None


def part_asked(query: QueryDict) -> Part:
    """Which number of a table was opened."""
    return Part(
        measure=Measure(word(query, "measure", Measure.values) or Measure.REGISTERED),
        field=word(query, "field", [*FieldKey.values, UNCLASSIFIED]),
        subject=word(query, "subject", Subject.values),
        kind=word(query, "kind", Kind.values),
        origin=word(query, "origin", Origin.values),
        state=word(query, "state", COUNTED),
        own=word(query, "own", ["1"]) == "1",
        apart=word(query, "apart", ["1"]) == "1",
        accepted=word(query, "accepted", ["1"]) == "1",
    )


def measure_asked(query: QueryDict) -> Measure:
    """Which of the two measures of the breakdown is shown."""
    return Measure(word(query, "measure", [measure.value for measure in MEASURES]) or Measure.REGISTERED)


def sides_asked(query: QueryDict) -> tuple[str, str]:
    """What the rows and the columns of the table across are; field by new or continued unless told."""
    by, across = word(query, "by", CHOICES) or "field", word(query, "across", CHOICES) or "origin"
    if by == across:
        raise BadInput(
            _("Rows and columns are both “%(side)s”. Choose another one for either.") % {"side": CHOICES[by]}
        )
    return by, across


def rounds_compared(ask: Asked) -> list[Scope]:
    """The scopes of the newest rounds of the same movement that had begun by now or are asked for, the earliest first;
    the same unit, level and units of a day."""
    scope, today = ask.scope, clock.today()
    of_movement = [one for one in ask.rounds if one.movement_id == scope.round.movement_id]
    begun = [one for one in of_movement if one.starts <= today or one == scope.round][:ROUNDS_SHOWN]
    on = scope.on if scope.is_restated else None
    told = {"on": on, "level": scope.level, "reader": scope.reader}
    return [scope.of(scope.unit, one, **told) for one in sorted(begun, key=lambda one: (one.starts, one.pk))]


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


type Path = list[tuple[int, str]]  # a unit and all above it with their names, from the unit up


def _path(query: QueryDict, person: Person, round_: Round, *, restated_to: date | None = None) -> Path:
    """The path of the unit asked for, or of what became of it; else of where the person's figures begin."""
    unit_id = number(query, "unit")
    if not unit_id:
        path = _path_of_own(person, round_)
        return _path_of_home(path[0][0], restated_to) if path and restated_to else path
    path = tree.path(unit_id, on=round_.date)
    may = _may_read(person, path) or can_read_figures.allows(person, tree.chain(unit_id, on=clock.today()))
    if not (may or (restated_to and _came_from_one_that_is_read(person, unit_id, restated_to))):
        raise Http404  # whoever is above a unit today reads its past as well
    return _path_of_home(unit_id, restated_to) if restated_to else path


def _path_of_own(person: Person, round_: Round) -> Path:
    """The path of the movement's owner, where the person reads for it or above it; else of the highest unit they read
    for. Empty when they read for none."""
    own = [office.unit for office in offices(person) if office.role in READS_FOR_UNIT]
    if not own:
        return []
    highest = max(own, key=lambda unit: (HEIGHT[Level(unit.level)], -unit.pk))
    owner = round_.movement.owner
    if HEIGHT[Level(highest.level)] >= HEIGHT[Level(owner.level)]:
        path = tree.path(owner.pk, on=round_.date)
        if _may_read(person, path):
            return path
    return tree.path(highest.pk, on=round_.date)


def _day(query: QueryDict, name: str) -> date | None:
    """A parameter that is a day, or `today`; None when it is not there."""
    value = query.get(name, "")
    if not value:
        return None
    return clock.today() if value == TODAY else parse_date(value)


def _path_of_home(unit_id: int, day: date) -> Path:
    """The path of the unit under which one counts on a day: itself, or what became of it.

    Whoever reads a unit's figures may ask where they count; what others registered there is narrowed as ever.
    """
    home = restating.homes([unit_id], on=day).get(unit_id)
    if home is None:
        raise Http404
    return tree.path(home.unit_id, on=day)


def _came_from_one_that_is_read(person: Person, unit_id: int, day: date) -> bool:
    """Whether some unit that went on as this one, wholly or in part, is the person's to read."""
    chains = tree.chains(restating.earlier([unit_id], on=day), on=day)
    return any(can_read_figures.allows(person, chain) for chain in chains.values())


def _cut(query: QueryDict, round_: Round) -> date | None:
    """The day up to which the round is told; None for all of it."""
    until = _day(query, "until")
    if until and not round_.starts <= until <= round_.ends:
        raise BadInput(
            _("%(day)s is no day of %(round)s. Choose one from %(starts)s to %(ends)s.")
            % {
                "day": format_date(until), "round": round_.name, "starts": format_date(round_.starts),
                "ends": format_date(round_.ends),
            }
        )  # fmt: skip
    return until


def _scope(
    path: Path, round_: Round, person: Person, *, level: str = "", restated_to: date | None = None,
    until: date | None = None,
) -> Scope:  # fmt: skip
    unit = get_object_or_404(Unit, pk=path[0][0])
    unit.name_then = path[0][1]
    if restated_to:
        return RestatedScope.of(unit, round_, on=restated_to, level=level, reader=person, until=until)
    return Scope.of(unit, round_, level=level, reader=person, until=until)


def _may_read(person: Person, path: Path) -> bool:
    return can_read_figures.allows(person, [unit_id for unit_id, _name in path])


def _way(person: Person, path: Path) -> Path:
    """From the highest unit that the person reads for down to the one asked for."""
    highest = highest_read(person, [unit_id for unit_id, _name in path]) or 0
    return path[highest::-1]
