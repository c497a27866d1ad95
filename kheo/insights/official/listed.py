"""T3: the list of models and examples (F5): those recognised; before any is, those registered."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.exemplars.models import Registration
from kheo.insights import listing
from kheo.insights.addresses import page_address
from kheo.insights.enums import Measure
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.sheet import Band, Head, Line, Sheet, line_head, named, text
from kheo.insights.rows import Part, behind, part_label
from kheo.insights.scope import Scope
from kheo.insights.tables import Cell
from kheo.kernel.quantities import format_number
from kheo.movements.enums import UNCLASSIFIED
from kheo.units.enums import Level

PRINTED = 500  # lines of the list in a Word file or PDF; the workbook has them all


def of_models(gathered: Gathered) -> Sheet:
    """One band for each round."""
    measure = Measure.RECOGNISED if gathered.total.recognised else Measure.REGISTERED
    bands = [_band(gathered, scope, measure) for scope in gathered.scopes]
    count = sum(len(band.lines) for band in bands)
    notes = [_said(measure, count)]
    if count > PRINTED:
        notes.append(
            _("Printed are the first %(printed)s of each part; the workbook has all.")
            % {"printed": format_number(PRINTED)}
        )
    heads = (
        line_head(), Head(_("Name"), 5, "left"), Head(_("Unit"), 2.6, "left"), Head(_("Subject"), 1.2, "left"),
        Head(_("Field"), 1.7, "left"), Head(_("Kind"), 1.1, "left"), Head(_("New or continued"), 1.2, "left"),
        Head(_("Highest level that recognised it"), 1.3, "left"), Head(_("Number of the decision"), 1.7, "left"),
        Head(_("Date of the decision"), 1.4, "center"),
    )  # fmt: skip
    url = page_address("rows", gathered.scopes[-1], measure=measure.value)
    return Sheet(3, _("List of models and examples"), heads, tuple(bands), tuple(notes), url, PRINTED)


def _said(measure: Measure, count: int) -> str:
    if measure == Measure.RECOGNISED:
        said = ngettext(
            "Listed is the %(count)s that was recognised.", "Listed are the %(count)s that were recognised.", count
        )
    else:
        said = ngettext(
            "None is recognised yet: listed is the %(count)s that was registered.",
            "None is recognised yet: listed are the %(count)s that were registered.",
            count,
        )
    return said % {"count": format_number(count)}


def _band(gathered: Gathered, scope: Scope, measure: Measure) -> Band:
    rows = listing.with_all_it_takes(behind(scope, Part(measure)), scope.until).order_by(
        "unit__sort_key", "unit_id", "pk"
    )
    lines = (_line(row, gathered.field_names) for row in rows.iterator(chunk_size=listing.PORTION))
    return Band(named(gathered.scopes, scope), tuple(lines))


def _line(row: Registration, field_names: Mapping[str, str]) -> Line:
    url = reverse("exemplars:detail", args=[row.pk])
    best = listing.highest(row)
    decision = best.decision if best else None
    day = (decision.date if decision else best.on) if best else None
    field = part_label("field", row.field.key if row.field else UNCLASSIFIED, field_names)
    cells = (
        text(row.title, url), text(row.unit_name or ""), text(str(Subject(row.subject).label)), text(field),
        text(str(Kind(row.kind).label)), text(str(Origin(row.origin).label)),
        text(str(Level(best.level).label) if best else ""), text(decision.number if decision else ""),
        Cell(day, f"{day:%d/%m/%Y}" if day else ""),
    )  # fmt: skip
    return Line(cells, url)
