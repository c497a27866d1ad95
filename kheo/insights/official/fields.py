"""T1: registered and recognised by field, subject and origin, with its check sums (movement.md §4.3)."""

from django.utils.translation import gettext as _

from kheo.exemplars.enums import Origin, Subject
from kheo.insights import tables
from kheo.insights.addresses import Opening, page_address
from kheo.insights.breakdown import MEASURES, Breakdown
from kheo.insights.enums import Measure
from kheo.insights.official.gathered import Gathered, with_gaps
from kheo.insights.official.sheet import Band, Head, Sheet, line_head, lines_of, named
from kheo.insights.rows import part_label
from kheo.movements.enums import UNCLASSIFIED, FieldKey

PARTS = {"subject": Subject.values, "field": [*FieldKey.values, UNCLASSIFIED], "origin": Origin.values}


def of_fields(gathered: Gathered) -> Sheet:
    """One band for each measure of each round. What is in no field stands in a column of its own; where parts do not
    add up to their total a note says so, and nothing is mended (§4.5 rule 2)."""
    bands, notes = [], []
    for made in gathered.breakdowns:
        bands += [_band(gathered, made, measure) for measure in MEASURES]
        notes += tables.of_breakdown(with_gaps(made), MEASURES, {}).notes[1:]
    checked = _(
        "Check sums: collective + individual = total; all fields and not classified = total; new or continued = total."
    )
    return Sheet(
        1, _("Registered and recognised, by field"), (line_head(), *_heads(gathered)), tuple(bands),
        (checked, *dict.fromkeys(notes)), page_address("breakdown", gathered.scopes[-1]),
    )  # fmt: skip


def _heads(gathered: Gathered) -> list[Head]:
    words = [part_label(dimension, part, gathered.field_names) for dimension, parts in PARTS.items() for part in parts]
    return [Head(_("Unit"), 3.6, "left"), Head(_("Total"), 1.2), *(Head(word, 1.5) for word in words)]


def _band(gathered: Gathered, made: Breakdown, measure: Measure) -> Band:
    table = tables.of_breakdown(made, [measure], gathered.field_names)
    keys = ["name", "total", *(part for parts in PARTS.values() for part in parts)]
    urls = [Opening(made.scope, row.line).behind(row.split.of(measure).total, measure) for row in made.rows]
    whole = Opening(made.scope).behind(made.total.of(measure).total, measure)
    return Band(named(gathered.scopes, made.scope, str(measure.label)), tuple(lines_of(table, keys, urls, whole)))
