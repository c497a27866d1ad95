"""A printed total stands beside the sum of our rows with the gap between them, and changes neither (rule 2 of §4.5)."""

import pytest

from kheo.insights import exports
from kheo.insights.breakdown import MEASURES, breakdown
from kheo.insights.funnel import funnel
from kheo.insights.models import PrintedTotal
from kheo.insights.tables import of_breakdown, of_funnel
from tests.insights.builders import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(land):
    """The report prints 8 for Quảng Yên, of which the list names 5, and 9 for the province."""
    registered(land.communes[0], land.round, 5)
    registered(land.communes[2], land.round, 4)
    for unit, value in ((land.first, 8), (land.province, 9)):
        PrintedTotal.objects.create(
            unit=unit, round=land.round, measure="registered", value=value, source="Báo cáo năm 2024"
        )
    return land


def test_the_gap_is_shown_and_the_sum_stays(printed):
    made = funnel(printed.province, printed.round)
    assert made.total.registered == 9
    assert [(p.code, p.value, p.sum_of_rows, p.gap) for p in made.printed] == [("QN", 9, 9, 0), ("QY", 8, 5, 3)]


def test_it_says_so_in_the_json(printed):
    row = {"measure": "registered", "source": "Báo cáo năm 2024"}
    wanted = [
        {"unit": "QN", "printed_total": 9, "sum_of_rows": 9, "gap": 0, **row},
        {"unit": "QY", "printed_total": 8, "sum_of_rows": 5, "gap": 3, **row},
    ]
    assert exports.funnel_as_json(funnel(printed.province, printed.round))["printed"] == wanted
    assert exports.breakdown_as_json(breakdown(printed.province, printed.round))["printed"] == wanted


def test_without_printed_totals_the_json_has_no_such_key(land):
    assert "printed" not in exports.funnel_as_json(funnel(land.province, land.round))


def test_in_a_table_it_has_columns_of_its_own_beside_the_count(printed):
    for table in (
        of_funnel(funnel(printed.province, printed.round)),
        of_breakdown(breakdown(printed.province, printed.round), MEASURES, {}),
    ):
        heads = table.header(machine=True)
        at = heads.index("printed_registered"), heads.index("gap_registered")
        numbers = [[line[place] for place in at] for line in table.lines(machine=True)]
        assert numbers == [[8, 3], [None, None], [9, 0]] or numbers == [[None, None], [8, 3], [9, 0]]
        assert "a gap of 3." in " ".join(table.notes)


def test_a_report_prints_no_level_so_there_is_nothing_to_compare_when_one_is_chosen(printed):
    assert funnel(printed.province, printed.round, level="district").printed == []


def test_of_the_superior_itself_it_is_beside_the_total_not_beside_its_own_row(printed):
    registered(printed.province, printed.round, 1)
    made = funnel(printed.province, printed.round)
    assert [(p.code, p.sum_of_rows) for p in made.printed] == [("QN", 10), ("QY", 5)]
    assert of_funnel(made).rows[-1][2].note == ""
    assert of_funnel(made).total[2].note == "printed: 9"
