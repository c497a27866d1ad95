"""The summary list (F5) carries points and class where the round demands an evaluation, and only there."""

import pytest

from kheo.exemplars.models import Registration
from kheo.recognitions import actions, papers
from kheo.recognitions.models import Proposal
from tests.factories import UnitFactory
from tests.recognitions.judging import before_the_province, demand, evaluated

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return before_the_province()


def listed(place):
    """The summary list of everything that waits, as if the province proposed it to the centre."""
    above = UnitFactory(name="Trung ương", level="central")
    proposals = [
        Proposal(from_unit=place.province, to_unit=above, registration=Registration.objects.get(pk=one.pk), rank=rank)
        for rank, one in enumerate(place.waiting, start=1)
    ]
    return papers.summary_list(place.province, place.round, proposals).table


def test_without_an_evaluation_there_is_no_column_of_points(place):
    assert "Điểm, xếp loại" not in [column.title for column in listed(place).columns]


def test_points_and_class_stand_beside_the_results_once_it_is_concluded(place):
    demand(place)
    actions.open_evaluations(place.province, place.round, by=place.van)
    evaluated(place, place.waiting[0], less=5)
    evaluated(place, place.waiting[1], conclude=False)
    table = listed(place)
    assert [column.title for column in table.columns][7:10] == [
        "Tóm tắt kết quả",
        "Điểm, xếp loại",
        "Đã được công nhận",
    ]
    assert [row.cells[8] for row in table.rows] == ["95,00\nXuất sắc", "", ""]
