"""Who is too near to a unit to judge it, worked out from the units a person serves, before anybody is asked.

- *own*: they serve the judged unit, or one that went on as it.
- *former*: they served it within the last five years, a term of office.
- *parent*: they serve the unit directly above it.
- *child*: they serve a unit below it, however deep.
- other kinds are added by the chapters that know them (`register`): the same emulation block.

An office in the judging unit is never a conflict: whoever judges for it serves it. Nor is one in a unit between the two
(a district, when a province judges its commune): the matter went up through it, and it stands in the line of the
judgement. So *parent* is found where the judging unit does not stand above the judged one: where peers score each
other, or a unit judges its own.

[DESIGN: conflicts of interest are not regulated in the sources, movement.md §2.3 note b; peers.md part 3 no. 7]
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.kernel import clock
from kheo.kernel.periods import format_date, last_day, period
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Membership, Succession, Unit, has_served_only

FORMER_YEARS = 5
Kin = set[tuple[int, int]]  # a unit that somebody serves, and a judged unit, by their ids


@dataclass(frozen=True)
class Circle:
    """What a kinship is worked out among: the units that the people serve, and the judged ones, on a day.

    `went_on_as` says of each of these units which it is today: itself, and those it wholly went on as. `chains`
    leads from each of all these units to the top.
    """

    served: frozenset[int]
    judged: frozenset[int]
    judge_id: int | None
    on: date
    went_on_as: Mapping[int, set[int]]
    chains: Mapping[int, list[int]]


@dataclass(frozen=True)
class Kinship:
    """A kind of nearness. The sentence may name `person`, `unit` (the judged one), `other` (theirs) and `until`."""

    kind: str
    sentence: str | Promise
    among: Callable[[Circle], Kin]
    of_ended_offices: bool = False


def own(circle: Circle) -> Kin:
    """The same unit, one that went on as it, or the one as which it went on: who serves that one acts for it."""
    before = {(unit_id, same) for unit_id in circle.served for same in circle.went_on_as[unit_id] & circle.judged}
    after = {(same, unit_id) for unit_id in circle.judged for same in circle.went_on_as[unit_id] & circle.served}
    return before | after


def parent(circle: Circle) -> Kin:
    """Directly above, where the judging unit does not stand above it too."""
    above = ((unit_id, circle.chains[unit_id][1:]) for unit_id in circle.judged)
    return {
        (chain[0], unit_id)
        for unit_id, chain in above
        if chain and chain[0] in circle.served and circle.judge_id not in chain
    }


def child(circle: Circle) -> Kin:
    """Below it, however deep."""
    return {
        (served, above) for served in circle.served for above in circle.chains[served][1:] if above in circle.judged
    }


_kinships: dict[str, Kinship] = {}


def register(kinship: Kinship) -> None:
    """A chapter adds a kind of nearness that it knows; once for each kind."""
    _kinships[kinship.kind] = kinship


for _known in (
    Kinship("own", _("%(person)s serves %(unit)s."), own),
    Kinship("former", _("%(person)s served %(unit)s until %(until)s."), own, of_ended_offices=True),
    Kinship("parent", _("%(person)s serves %(other)s, which stands directly above %(unit)s."), parent),
    Kinship("child", _("%(person)s serves %(other)s, which stands below %(unit)s."), child),
):
    register(_known)


def between(person: Person, unit: Unit, *, judge: Unit | None = None, on: date | None = None) -> list[str]:
    """Why this person may not judge this unit for `judge`, as sentences; empty when nothing is in the way.

    Without `judge` no office is left out of account. `on` is the day at which offices and places are read, today unless
    told.
    """
    if judge and has_served_only(person, judge):
        return []
    return Nearness([person], [unit.pk], judge=judge, on=on).of(person, unit.pk)


class Nearness:
    """The conflicts between many people and many units, in a handful of queries whatever their number."""

    def __init__(
        self, people: Iterable[Person], unit_ids: Iterable[int], *, judge: Unit | None = None, on: date | None = None
    ) -> None:
        self.people = {person.pk: person for person in people}
        self.judge_id = judge.pk if judge else None
        self.on = on or clock.today()
        self.judged = frozenset(unit_ids)
        self._found: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._look()

    def of(self, person: Person, unit_id: int) -> list[str]:
        """The sentences about one person and one judged unit."""
        return self._found.get((person.pk, unit_id), [])

    def _look(self) -> None:
        offices = self._offices()
        if not offices:
            return
        circle = self._circle(frozenset(office.unit_id for office in offices))
        near = [(kinship, _by_served(kinship.among(circle))) for kinship in _kinships.values()]
        if not any(kin for _kinship, kin in near):
            return
        names = dict(Unit.objects.filter(pk__in=circle.judged).values_list("pk", "name"))
        for kinship, kin in near:
            for office in offices:
                if self._has_ended(office) != kinship.of_ended_offices:
                    continue
                for judged in kin.get(office.unit_id, ()):
                    self._add(office, judged, str(kinship.sentence) % self._words(office, names[judged]))

    def _offices(self) -> list[Membership]:
        """Every office that counts: held on the day, or ended within the years before it; none in the judging unit."""
        lately = period(_years_before(self.on, FORMER_YEARS), self.on)
        rows = Membership.objects.filter(person__in=self.people, during__overlap=lately)
        return list(rows.exclude(unit=self.judge_id).select_related("unit").order_by("pk"))

    def _circle(self, served: frozenset[int]) -> Circle:
        chains = tree.chains(served | self.judged, on=self.on)
        return Circle(served, self.judged, self.judge_id, self.on, _went_on_as(served | self.judged), chains)

    def _has_ended(self, office: Membership) -> bool:
        return self.on not in office.during

    def _words(self, office: Membership, unit: str) -> dict[str, str]:
        person = self.people[office.person_id].full_name
        until = format_date(last_day(office.during))
        return {"person": person, "unit": unit, "other": office.unit.name, "until": until}

    def _add(self, office: Membership, judged: int, sentence: str) -> None:
        told = self._found[office.person_id, judged]
        if sentence not in told:
            told.append(sentence)


def _by_served(kin: Kin) -> dict[int, list[int]]:
    """The judged units by the served one to which they are near."""
    found: dict[int, list[int]] = defaultdict(list)
    for served, judged in sorted(kin):
        found[served].append(judged)
    return found


def _went_on_as(unit_ids: Iterable[int]) -> dict[int, set[int]]:
    """Each unit with those it wholly went on as, and theirs in turn: as many queries as there were mergers in a row."""
    became = {unit_id: {unit_id} for unit_id in unit_ids}
    ahead, seen = set(became), set(became)
    while ahead:
        steps = Succession.objects.filter(predecessor__in=ahead, share="whole").values_list("predecessor", "successor")
        successors: dict[int, set[int]] = defaultdict(set)
        for before, after in steps:
            successors[before].add(after)
        for units in became.values():
            units |= {after for before in list(units) for after in successors.get(before, ())}
        ahead = {after for afters in successors.values() for after in afters} - seen
        seen |= ahead
    return became


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a 29th that was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
