"""A whole report as one value: its sentences, tables and charts, in the language in which it is issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kheo.insights.breakdown import DIMENSIONS
from kheo.insights.enums import Measure
from kheo.insights.official.decisions import of_decisions
from kheo.insights.official.fields import of_fields
from kheo.insights.official.funnels import of_funnels
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.listed import of_models
from kheo.insights.official.narrative import Section, sections
from kheo.insights.official.replication import of_replication
from kheo.insights.official.reported import Reported
from kheo.insights.official.resources import of_resources
from kheo.insights.official.sheet import Sheet, as_data, numbered
from kheo.insights.rows import part_label
from kheo.kernel.quantities import format_number, format_ratio

SHEETS = (of_fields, of_funnels, of_models, of_resources, of_replication, of_decisions)  # T1 to T6


@dataclass(frozen=True)
class Bars:
    """A chart: its caption, and for each bar what it stands for, its number, and how that is written."""

    caption: str
    bars: tuple[tuple[str, int, str], ...]

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return f"{self.caption}: " + "; ".join(f"{label} {shown}" for label, _value, shown in self.bars)


@dataclass(frozen=True)
class Told:
    """`charts` are by the names by which sections call for them."""

    reported: Reported
    title: str
    subject: str
    day: date
    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...]
    charts: dict[str, Bars]

    def as_data(self) -> dict[str, Any]:
        """As JSON data: what a closed report keeps, to show it and to hold today's figures against it."""
        return {
            "title": self.title,
            "subject": self.subject,
            "sections": [{"heading": one.heading, "paragraphs": list(one.paragraphs)} for one in self.sections],
            "sheets": [as_data(sheet) for sheet in self.sheets],
        }


def tell(reported: Reported) -> Told:
    """Everything the report says. Figures are read once, and all words are in the report's language."""
    with translation.override(reported.language):
        gathered = Gathered(reported)
        sheets = tuple(numbered(make(gathered)) for make in SHEETS)
        return Told(
            reported, _("Report"), _subject(gathered), reported.as_at,
            tuple(sections(gathered, {sheet.number: sheet for sheet in sheets})), sheets, dict(_charts(gathered)),
        )  # fmt: skip


def _subject(gathered: Gathered) -> str:
    reported = gathered.reported
    about = {"movement": reported.movement.name, "period": reported.period, "unit": reported.name}
    said = (
        _("Results of the movement “%(movement)s”, %(period)s") % about
        if reported.unit == reported.movement.owner
        else _("Results of the movement “%(movement)s” – %(unit)s, %(period)s") % about
    )
    made_up = any(scope.rows().filter(demonstration=True).exists() for scope in gathered.scopes)
    return f"{said} {_('(demonstration data)')}" if made_up else said


def _charts(gathered: Gathered) -> Iterator[tuple[str, Bars]]:
    figures, before = gathered.total.by_measure(), 0
    bars = []
    for measure in Measure:
        count = figures[measure.value]
        share = f" ({format_ratio(count, before)})" if measure != Measure.REGISTERED else ""
        bars.append((str(measure.label), count, f"{format_number(count)}{share}"))
        before = count
    yield "funnel", Bars(_("Chart 2. From registration to recognition; shares are of the step before"), tuple(bars))
    counts = gathered.parts(Measure.REGISTERED, "field")
    yield (
        "fields",
        Bars(
            _("Chart 1. Registered, by field"),
            tuple(
                (part_label("field", part, gathered.field_names), counts[part], format_number(counts[part]))
                for part in DIMENSIONS["field"]
            ),
        ),
    )
