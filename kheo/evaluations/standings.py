"""What a unit judged in a round, side by side: ranks with ties, the two orders of the lab, classes and their caps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kheo.criteria import caps, standing
from kheo.criteria.caps import Allotment, Judged
from kheo.criteria.enums import Grouping
from kheo.criteria.sheet import Cap, Sheet
from kheo.criteria.standing import Place
from kheo.evaluations import fairness, results
from kheo.evaluations.enums import INDEPENDENT, Ranking
from kheo.evaluations.fairness import Lab
from kheo.evaluations.ledger import Ledger
from kheo.evaluations.models import Evaluation, Procedure, RankingChoice
from kheo.evaluations.results import Standing
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import Kind, Level
from kheo.units.models import Unit


@dataclass(frozen=True)
class Line:
    """A subject in the order: its rank, and by the sheet's own rule who is equal to it and what put it where it is.

    Who is not eligible has no rank, and neither has anything whose points the reader may not see.
    """

    standing: Standing
    place: Place[int] | None = None

    @property
    def rank(self) -> int | None:
        return self.place.rank if self.place else None


@dataclass(frozen=True)
class CapOfClass:
    """A cap of the sheet, and what it says of each group."""

    cap: Cap
    class_name: str
    groups: tuple[Allotment[int], ...]


class Table:
    """Everything one unit judges by one procedure, as a reader may see it; the command line reads all."""

    def __init__(self, procedure: Procedure, unit: Unit, *, reader: Person | None = None) -> None:
        self.procedure, self.unit, self.reader = procedure, unit, reader

    @cached_property
    def ledger(self) -> Ledger:
        """What stands on the cards."""
        rows = Evaluation.objects.counting().filter(procedure=self.procedure, unit=self.unit).order_by("pk")
        return Ledger(rows.visible_to(self.reader) if self.reader else rows, reader=self.reader)

    @cached_property
    def standings(self) -> list[Standing]:
        """Every evaluation, in the order in which they were opened."""
        return results.in_ledger(self.ledger)

    @property
    def sheet(self) -> Sheet:
        """By which all of it is judged."""
        return self.standings[0].sheet if self.standings else self.procedure.version.sheet

    @cached_property
    def lines(self) -> list[Line]:
        """In their order, the best first; then, by name, who has no rank."""
        open_ = {one.evaluation.pk: one for one in self.standings if self._has_rank(one)}
        tallies = {pk: one.outcome.tally for pk, one in open_.items() if one.outcome}
        profiles = {pk: one.evaluation.profile_value for pk, one in open_.items()}
        places = standing.rank(self.sheet, tallies, profiles=profiles)
        rest = sorted(
            (one for one in self.standings if one.evaluation.pk not in open_), key=lambda one: one.subject.code
        )
        return [*(Line(open_[place.subject], place) for place in places), *map(Line, rest)]

    @property
    def provisional(self) -> bool:
        """Whether anything of it may still move: then no rank is final."""
        return any(one.provisional for one in self.standings)

    @cached_property
    def by_class(self) -> list[tuple[str, str, int]]:
        """How many have each class: code, name, count; best first. Who is not eligible stands outside."""
        counts = Counter(
            one.verdict.class_code for one in self.standings if one.verdict and not one.verdict.not_eligible
        )
        return [(class_.code, class_.name, counts[class_.code]) for class_ in self.sheet.classes]

    @property
    def not_eligible(self) -> list[Standing]:
        """Who cannot be classified: outside the classes and the percentages."""
        return [one for one in self.standings if one.verdict and one.verdict.not_eligible]

    @cached_property
    def caps(self) -> list[CapOfClass]:
        """What each cap of the sheet allows, with base and rounding; who is cut is proposed, never decided."""
        names = {class_.code: class_.name for class_ in self.sheet.classes}
        return [
            CapOfClass(cap, names.get(cap.of, cap.of), caps.allowed(self.sheet, cap, self._judged(cap)))
            for cap in self.sheet.caps
        ]

    @cached_property
    def lab(self) -> Lab[int, int]:
        """Harsh and mild scorers, over the evaluations whose points the reader may see: by evaluation and scorer."""
        open_ = [one.evaluation for one in self.standings if one.outcome]
        return fairness.look(_totals_by_scorer(self.ledger, open_))

    @cached_property
    def ranking(self) -> str:
        """Which order counts, as the unit chose before it saw a score; as the scores were given where it did not."""
        choices = RankingChoice.objects.filter(procedure=self.procedure, unit=self.unit).order_by("-at", "-pk")
        return choices.values_list("ranking", flat=True).first() or Ranking.RAW.value

    @cached_property
    def can_be_adjusted(self) -> bool:
        """Whether the lab knows the adjusted order of everything that has a rank: each was scored by somebody, and
        common dossiers link all scorers."""
        scored = {row.subject for row in self.lab.rows}
        return self.lab.is_comparable and all(line.standing.evaluation.pk in scored for line in self._placed)

    @cached_property
    def counting(self) -> dict[int, int]:
        """The rank that counts, by evaluation: in the order that was chosen, where the lab knows it; else by the
        sheet's own rule. Who has no rank is absent. No points and no class follow from it."""
        if self.ranking == Ranking.ADJUSTED and self.can_be_adjusted:
            return fairness.ranks({line.standing.evaluation.pk: self._adjusted(line) for line in self._placed})
        return {line.standing.evaluation.pk: line.place.rank for line in self._placed if line.place}

    @cached_property
    def codes(self) -> dict[int, str]:
        """The code of each subject, by its evaluation."""
        return {one.evaluation.pk: one.subject.code for one in self.standings}

    def group_of(self, cap: Cap, evaluation_id: int) -> str:
        """The group in which a cap counts a subject, in words."""
        return self._groups_by[cap.grouping][evaluation_id]

    @cached_property
    def _groups_by(self) -> dict[str, dict[int, str]]:
        return {cap.grouping: self._groups(cap.grouping) for cap in self.sheet.caps}

    @property
    def _placed(self) -> list[Line]:
        return [line for line in self.lines if line.place]

    def _adjusted(self, line: Line) -> Decimal:
        """What classes are measured in, moved as the lab moves the scorers' points: later stages keep their say."""
        place, total = line.place, line.standing.total
        assert place is not None  # only what has a rank is asked for
        shift = self._shifts[line.standing.evaluation.pk]
        return place.score * (total + shift) / total if total else place.score + shift

    @cached_property
    def _shifts(self) -> dict[int, Decimal]:
        return {row.subject: row.adjusted - row.raw for row in self.lab.rows}

    def _has_rank(self, one: Standing) -> bool:
        return one.outcome is not None and not one.outcome.verdict.not_eligible

    def _judged(self, cap: Cap) -> list[Judged[int]]:
        groups = self._groups_by[cap.grouping]
        return [
            Judged(
                one.evaluation.pk, one.outcome.verdict, one.outcome.tally, groups[one.evaluation.pk],
                one.evaluation.profile_value,
            )
            for one in self.standings
            if one.outcome
        ]  # fmt: skip

    def _groups(self, grouping: str) -> dict[int, str]:
        """The group of each evaluation, in words."""
        subjects = {one.evaluation.pk: one.subject for one in self.standings}
        match grouping:
            case Grouping.KIND:
                return {pk: one.kind or str(Kind(one.unit.kind).label) for pk, one in subjects.items()}
            case Grouping.LEVEL:
                return {pk: str(Level(one.unit.level).label) for pk, one in subjects.items()}
            case Grouping.FIELD:
                return {pk: one.field for pk, one in subjects.items()}
            case Grouping.PARENT:
                above = _superiors({one.unit_id for one in subjects.values()}, self.procedure.round)
                return {pk: above.get(one.unit_id, "") for pk, one in subjects.items()}
            case _:
                return dict.fromkeys(subjects, "")


def tables(round_: Round, *, reader: Person | None = None) -> list[Table]:
    """Every unit that judges in a round, with all that it judges; from the lowest rung up, units in their order."""
    found = (
        Evaluation.objects.counting().filter(procedure__round=round_).order_by("procedure", "unit__sort_key", "unit")
        .values_list("procedure", "unit").distinct()
    )  # fmt: skip
    pairs = list(found)
    procedures = (
        Procedure.objects.select_related("round")
        .prefetch_related("version__framework")
        .in_bulk({procedure for procedure, _unit in pairs})
    )
    units = Unit.objects.in_bulk({unit for _procedure, unit in pairs})
    return [Table(procedures[procedure], units[unit], reader=reader) for procedure, unit in pairs]


def _totals_by_scorer(ledger: Ledger, evaluations: Sequence[Evaluation]) -> Mapping[tuple[int, int], Decimal]:
    """What each scorer gave each evaluation in all, by the last stage at which several scored."""
    found = {}
    for one in evaluations:
        cards = [card for card in ledger.given(one) if card.stage in INDEPENDENT and card.scorer_id]
        last = max((card.stage for card in cards), key=one.sheet.stages.index, default=None)
        for card in cards:
            if card.stage == last and card.scorer_id:
                found[one.pk, card.scorer_id] = results.total_of(one, card)
    return found


def _superiors(unit_ids: set[int], round_: Round) -> dict[int, str]:
    """The unit directly above each, by its name."""
    above = {unit_id: chain[1] for unit_id, chain in tree.chains(unit_ids, on=round_.date).items() if len(chain) > 1}
    names = dict(Unit.objects.filter(pk__in=set(above.values())).values_list("pk", "name"))
    return {unit_id: names[superior] for unit_id, superior in above.items()}
