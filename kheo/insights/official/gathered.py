"""The figures of a report, each read once, for its tables and its sentences alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kheo.insights.breakdown import Breakdown, breakdown_of
from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures, Funnel, funnel_of
from kheo.insights.mobilised import of_resources
from kheo.insights.official.copies import Copy, copies_of
from kheo.insights.official.reported import Reported
from kheo.insights.official.rewards import Reward, awards_of, rewards_of
from kheo.insights.scope import Scope
from kheo.insights.tables import Table
from kheo.movements.naming import field_names


@dataclass(frozen=True)
class Gathered:
    """One of each for every round, in the order of time. Rounds are never added but where they hold flows: models
    registered and recognised. What is there in all (stock) stays with its round."""

    reported: Reported

    @property
    def scopes(self) -> list[Scope]:
        return self.reported.scopes

    @cached_property
    def funnels(self) -> list[Funnel]:
        return [funnel_of(scope) for scope in self.scopes]

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        return [breakdown_of(scope) for scope in self.scopes]

    @cached_property
    def resources(self) -> list[Table]:
        return [of_resources(scope) for scope in self.scopes]

    @cached_property
    def copies(self) -> list[list[Copy]]:
        return [copies_of(scope) for scope in self.scopes]

    @cached_property
    def rewards(self) -> list[list[Reward]]:
        return [rewards_of(scope) for scope in self.scopes]

    @cached_property
    def awards(self) -> list[list[Reward]]:
        return [awards_of(scope) for scope in self.scopes]

    @cached_property
    def field_names(self) -> dict[str, str]:
        """What the unit calls the fields."""
        return field_names(self.reported.movement, self.reported.unit, on=self.reported.as_at)

    @cached_property
    def total(self) -> Figures:
        """How far the registrations of all rounds came."""
        return _sum(self.funnels)

    @cached_property
    def total_before(self) -> Figures:
        """The same of the period before."""
        return _sum([funnel_of(scope) for scope in self.reported.before])

    def parts(self, measure: Measure, dimension: str) -> Counter[str]:
        """How many of a measure fell into each part of a dimension, over all rounds."""
        counts: Counter[str] = Counter()
        for made in self.breakdowns:
            counts.update(made.total.of(measure).by[dimension])
        return counts


def _sum(funnels: Sequence[Funnel]) -> Figures:
    return sum((made.total for made in funnels), Figures())


def with_gaps[Made: (Breakdown, Funnel)](made: Made) -> Made:
    """The same with those printed totals only that differ from the sum of our rows."""
    return replace(made, printed=[printed for printed in made.printed if printed.gap])
