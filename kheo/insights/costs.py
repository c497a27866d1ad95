"""What results cost, drawn and written: lowest, quartiles, median, highest; nobody is named and nobody accused."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.insights.scope import Scope
from kheo.insights.tables import Cell, Column, Table, what_it_is
from kheo.kernel import measures
from kheo.kernel.quantities import Quantity, in_words
from kheo.results.comparing import Spread, whole_dong
from kheo.results.exporting import notes


@dataclass(frozen=True)
class Drawn:
    """A spread as the page shows it: five numbers in words, and where they lie on a line from 0 to 100."""

    name: str
    unit: str
    works: int
    lowest: str
    first: str
    median: str
    third: str
    highest: str
    box: tuple[str, str, str]  # where the middle half begins, how wide it is, and where the median lies


def drawn(spread: Spread) -> Drawn:
    """A spread with its picture; the line reaches from nothing to the highest cost."""
    low, first, middle, third, high = spread.five
    words = [in_words(Quantity(whole_dong(value), measures.DONG)) for value in (low, first, middle, third, high)]
    box = (_share(first, high), _share(third - first, high), _share(middle, high))
    return Drawn(spread.name, measures.label(spread.per), len(spread.costs), *words, box=box)


def of_spreads(scope: Scope, spreads: list[Spread]) -> Table:
    """The same as a table for a file, in đồng."""
    columns = [
        Column("result", _("Result")), Column("measure", _("Cost of one")), Column("works", _("Works")),
        Column("lowest", _("Lowest")), Column("first_quartile", _("First quartile")), Column("median", _("Median")),
        Column("third_quartile", _("Third quartile")), Column("highest", _("Highest")),
    ]  # fmt: skip
    rows = [
        [
            Cell(spread.name, spread.name),
            Cell(spread.per, measures.label(spread.per)),
            Cell(len(spread.costs), len(spread.costs)),
            *(Cell(whole_dong(value), whole_dong(value)) for value in spread.five),
        ]
        for spread in spreads
    ]
    title = _("Comparable costs – %(unit)s") % {"unit": scope.name}
    return Table("comparable", title, columns, rows, [], [*what_it_is(scope), *notes()])


def _share(part: Decimal, whole: Decimal) -> str:
    """With the dot that SVG reads."""
    return f"{part * 100 / whole:.2f}" if whole else "0"
