"""The year report of Bình Thuận: a week after the province has decided, its office closes the figures of 2023."""

from datetime import date

from kheo.insights.actions import close_report
from kheo.insights.enums import PeriodKind
from kheo.insights.official.here import here
from kheo.kernel import clock
from kheo.story import binh_thuan
from kheo.story.line import Line
from kheo.units.enums import REVIEWS_FOR_UNIT

CLOSED = date(2024, 1, 15)


def play(line: Line) -> None:
    """Close the year report, with the figures that the province's own report prints."""
    with clock.at(CLOSED):
        province, round_ = line.unit("BT"), line.round(binh_thuan.ROUND)
        by = line.company.who(province, REVIEWS_FOR_UNIT)
        close_report(province, [round_], PeriodKind.YEAR, by=by, address_of=here)
