"""T5: replication: model × place × date × status (movement.md §4.3)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.insights.addresses import page_address
from kheo.insights.official.copies import Copy
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.sheet import Band, Head, Line, Sheet, line_head, named, text
from kheo.insights.tables import Cell
from kheo.kernel.periods import format_date
from kheo.replication.enums import AdoptionState


def of_replication(gathered: Gathered) -> Sheet:
    """One band for each round."""
    heads = (
        line_head(), Head(_("What is copied"), 4, "left"), Head(_("Of which unit"), 2.4, "left"),
        Head(_("Where it is copied"), 3.4, "left"), Head(_("Starts on"), 1.4, "center"),
        Head(_("Confirmed on"), 1.4, "center"), Head(_("State"), 1.6, "left"),
    )  # fmt: skip
    bands = (
        Band(named(gathered.scopes, scope), tuple(_line(copy) for copy in copies))
        for scope, copies in zip(gathered.scopes, gathered.copies, strict=True)
    )
    note = _("Listed are the copies that the units registered in the period; they count among those registered.")
    url = page_address("rows", gathered.scopes[-1], measure="registered", origin="replicated")
    return Sheet(5, _("Replication"), heads, tuple(bands), (note,), url)


def _line(copy: Copy) -> Line:
    url = reverse("exemplars:detail", args=[copy.pk])
    where = ", ".join(filter(None, [copy.unit, copy.place]))
    cells = (
        text(copy.pattern or copy.title, url), text(copy.pattern_unit), text(where),
        Cell(copy.starts_on, format_date(copy.starts_on)),
        Cell(copy.confirmed_on, format_date(copy.confirmed_on) if copy.confirmed_on else None),
        Cell(copy.state, str(AdoptionState(copy.state).label) if copy.state else None),
    )  # fmt: skip
    return Line(cells, url)
