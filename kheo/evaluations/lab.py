"""The fair-scoring lab in plain sentences: for officials who never had statistics. The arithmetic is in `fairness`."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.criteria.amounts import rounded
from kheo.criteria.enums import RoundingMode
from kheo.evaluations.enums import Ranking
from kheo.evaluations.fairness import Adjusted, Leaning
from kheo.evaluations.models import RankingChoice
from kheo.evaluations.results import Standing
from kheo.evaluations.standings import Table
from kheo.kernel.quantities import format_number
from kheo.people.models import Person

SHOWN = 1  # decimals of a point that the page shows
SLIGHT = Decimal("0.05")  # of a point: less is shown as nothing


@dataclass(frozen=True)
class Line:
    """A dossier in both orders."""

    standing: Standing
    found: Adjusted[int]

    @property
    def raw(self) -> Decimal:
        """The mean of what its scorers gave it."""
        return _shown(self.found.raw)

    @property
    def adjusted(self) -> Decimal:
        """What scorers of middling mildness would have given it."""
        return _shown(self.found.adjusted)

    @property
    def error(self) -> Decimal | None:
        """By how much the adjusted points may well be off."""
        return None if self.found.error is None else _shown(self.found.error)

    @property
    def moves(self) -> str:
        """How many places it gains or loses by the adjustment, in words."""
        places = abs(self.found.moves)
        if not places:
            return _("stays")
        up = ngettext("%(count)s place up", "%(count)s places up", places)
        down = ngettext("%(count)s place down", "%(count)s places down", places)
        return (up if self.found.moves > 0 else down) % {"count": format_number(places)}


class Telling:
    """What the lab of one unit in one round tells."""

    def __init__(self, table: Table) -> None:
        self.table, self.lab = table, table.lab
        self._by_pk = {one.evaluation.pk: one for one in table.standings}

    @property
    def is_empty(self) -> bool:
        """Whether nobody has sent points yet, as far as the reader may see."""
        return not self.lab.rows

    @property
    def lines(self) -> list[Line]:
        """Every dossier that was scored, in the adjusted order."""
        return [Line(self._by_pk[row.subject], row) for row in self.lab.rows]

    @property
    def bars(self) -> list[dict[str, Any]]:
        """One bar a scorer, the strictest first: by how many points, and which way."""
        return [self._bar(one) for one in self.lab.leanings]

    @property
    def widest(self) -> Decimal:
        """The length of a full bar."""
        return max((abs(_shown(one.points)) for one in self.lab.leanings), default=Decimal(0))

    @property
    def extremes(self) -> str:
        """The distance between the strictest and the mildest, as a sentence; empty for one scorer."""
        if len(self.lab.leanings) < 2 or not self.lab.is_comparable:
            return ""
        harsh, mild = self.lab.leanings[0], self.lab.leanings[-1]
        apart = _shown(mild.points - harsh.points)
        if apart <= SLIGHT:
            return _("All scorers are equally strict.")
        return _(
            "For the same dossier %(mild)s gives about %(points)s points more than %(harsh)s. Whoever met the stricter"
            " scorers is therefore worse off by chance, and the adjusted order takes that out."
        ) % {"mild": self._name(mild), "harsh": self._name(harsh), "points": format_number(apart)}  # fmt: skip

    @property
    def spread(self) -> str:
        """By how much scorers differ when their strictness is taken into account, as a sentence."""
        if self.lab.spread is None:
            return _("Too few dossiers have been scored by several people to say how far scorers agree.")
        if self.lab.spread <= SLIGHT:
            return _("When strictness is taken out, all scorers agree on every dossier.")
        return _(
            "Also when strictness is taken out, two people do not give the same dossier the same points: what one of"
            " them gives is typically about %(points)s points too high or too low."
        ) % {"points": format_number(_shown(self.lab.spread))}  # fmt: skip

    @property
    def circles(self) -> list[str]:
        """The names of each group of scorers that shares no dossier with the others; empty where all are linked."""
        if self.lab.is_comparable:
            return []
        groups = (sorted(circle, key=self._place) for circle in self.lab.circles)
        return [", ".join(self._people[pk].full_name for pk in group) for group in groups]

    @property
    def alike(self) -> list[tuple[Standing, Standing]]:
        """Neighbours in the adjusted order that nobody can tell apart."""
        return [(self._by_pk[a], self._by_pk[b]) for a, b in self.lab.alike]

    @cached_property
    def choice(self) -> RankingChoice | None:
        """What was chosen, by whom and when; None where nobody chose."""
        rows = RankingChoice.objects.filter(procedure=self.table.procedure, unit=self.table.unit)
        return rows.select_related("by").order_by("-at", "-pk").first()

    @property
    def what_counts(self) -> str:
        """Which order counts, and why, as a sentence."""
        if self.table.ranking == Ranking.ADJUSTED and not self.is_empty and not self.table.can_be_adjusted:
            return _(
                "The adjusted order was chosen. As long as it cannot be worked out for all dossiers, the order by the"
                " scores as they were given counts."
            )
        if self.choice is None:
            return _("Nobody has chosen: the order by the scores as they were given counts.")
        return _("What counts is the order %(order)s.") % {"order": Ranking(self.choice.ranking).label}

    def _bar(self, one: Leaning[int]) -> dict[str, Any]:
        points, tone = _shown(one.points), "b"
        if abs(points) <= SLIGHT:
            note = ngettext("as strict as the middle, %(count)s dossier", "as strict as the middle, %(count)s dossiers",
                            one.scores)  # fmt: skip
        elif points < 0:
            note, tone = ngettext("points stricter, %(count)s dossier", "points stricter, %(count)s dossiers",
                                  one.scores), "y"  # fmt: skip
        else:
            note = ngettext("points milder, %(count)s dossier", "points milder, %(count)s dossiers", one.scores)
        words = {"count": format_number(one.scores)}
        return {"text": self._name(one), "value": abs(points), "note": note % words, "tone": tone}

    def _name(self, one: Leaning[int]) -> str:
        return self._people[one.scorer].full_name

    def _place(self, pk: int) -> tuple[str, int]:
        return self._people[pk].sort_key, pk

    @cached_property
    def _people(self) -> dict[int, Any]:
        return _people(one.scorer for one in self.lab.leanings)


def _people(ids: Iterable[int]) -> dict[int, Any]:
    return Person.objects.in_bulk(list(ids))


def _shown(points: Decimal) -> Decimal:
    """An estimate with no more decimals than it bears; no minus before nothing."""
    return rounded(points, SHOWN, RoundingMode.HALF_UP) + 0
