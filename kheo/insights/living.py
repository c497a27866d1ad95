"""What goes on living: the copies that a round brought, and how many recognised models are known to live."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from kheo.exemplars.enums import Origin
from kheo.insights.addresses import Opening
from kheo.insights.enums import Measure
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.kernel.quantities import format_number
from kheo.progress import survival
from kheo.progress.enums import Survival
from kheo.units import tree
from kheo.units.models import inherited_unit_ids


@dataclass(frozen=True)
class After:
    """What is known after so many years, in words, with the way to the models."""

    words: str
    ratio: str
    alive: int
    url: str


@dataclass(frozen=True)
class Living:
    """`copies` opens to its rows; `after` is empty where no model is a year old, or the reader stands above nothing
    of it today."""

    copies: int
    copies_url: str
    after: list[After]
    survival_url: str


def living(scope: Scope) -> Living:
    """The copies registered in the round (a copy is a registration of the receiver: movement.md §5), and survival as of
    today."""
    copies = scope.registrations(scope.tops).filter(origin=Origin.REPLICATED).count()
    url = Opening(scope).behind(copies, Measure.REGISTERED, "origin", Origin.REPLICATED)
    if not _stands_above(scope):
        return Living(copies, url, [], "")
    known = survival.models(scope.unit, clock.today(), reader=scope.reader).table("level").total
    address = f"{reverse('progress:survival')}?{urlencode({'unit': scope.unit.pk})}"
    return Living(copies, url, _after(scope, known), address)


def _after(scope: Scope, known: Mapping[int, survival.Cell]) -> list[After]:
    found = []
    for years, cell in known.items():
        if not cell.whole:
            continue
        said = ngettext(
            "after %(years)s year: %(alive)s of %(whole)s known to live, %(stopped)s stopped, %(silent)s not answered",
            "after %(years)s years: %(alive)s of %(whole)s known to live, %(stopped)s stopped, %(silent)s not answered",
            years,
        )
        numbers = {"alive": cell.alive, "whole": cell.whole, "stopped": cell.stopped, "silent": cell.unanswered}
        words = said % {"years": years, **{name: format_number(number) for name, number in numbers.items()}}
        query = urlencode({"unit": scope.unit.pk, "year": years, "state": Survival.ALIVE.value})
        found.append(After(words, cell.ratio, cell.alive, f"{reverse('progress:survivors')}?{query}"))
    return found


def _stands_above(scope: Scope) -> bool:
    """Whether the reader reads today for the unit or for one above it: the page of survival asks the same."""
    if not scope.reader:
        return False
    own = inherited_unit_ids(scope.reader)
    return bool(own) and scope.unit.pk in tree.reach(own, on=clock.today())
