"""The list of movements, one row a round."""

# ruff: noqa: E501 - rows and sentences stand as they are read

from datetime import date

import pytest

from kheo.kernel import periods
from kheo.movements.models import Movement, Round
from tests.imports.conftest import sentences

pytestmark = pytest.mark.django_db


def round_of(year="2023", **more):
    return {
        "movement_code": "DVK", "movement_name": "Phong trào thi đua Dân vận khéo", "owner_code": "QN", "round_code": f"DVK-{year}",
        "round_name": f"Năm {year}", "starts": f"01/01/{year}", "ends": f"31/12/{year}", **more,
    }  # fmt: skip


def test_a_new_movement_is_launched_with_its_fields_and_its_ladder(story, bring):
    bring("movements", round_of("2023"), round_of("2024"))
    movement = Movement.objects.get(code="DVK")
    assert (movement.owner, movement.during) == (story.province, periods.period(date(2023, 1, 1), date(2024, 12, 31)))
    assert [field.key for field in movement.fields.all()] == [
        "economy",
        "culture_society",
        "defence_security",
        "political_system",
    ]
    assert {rung.level for rung in movement.rungs.all()} == {"central", "province", "district", "commune", "grassroots"}
    assert [r.code for r in movement.rounds.order_by("starts")] == ["DVK-2023", "DVK-2024"]


def test_a_round_is_added_to_a_movement_that_is_here(story, bring):
    bring("movements", round_of("2025", movement_code="DVK-QN", movement_name="phong trào thi đua dân vận khéo"))
    assert story.movement.rounds.count() == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([round_of(ends="31/12/2022")], ["Row 2, column “ends”: The round ends before it starts: check the two days."]),
        ([round_of(owner_code="XX")], ["Row 2, column “owner_code”: There is no unit with the code “XX”."]),
        ([round_of(starts="31/02/2023")], ["Row 2, column “starts”: “31/02/2023” does not exist in the calendar: write day/month/year, like 31/12/2024."]),
        (
            [round_of(), round_of("2024", owner_code="BT", movement_name="Khác")],
            [
                "Row 3, column “owner_code”: Row 2 names another unit for this movement.",
                "Row 3, column “movement_name”: Row 2 gives this movement another name.",
            ],
        ),
        ([round_of(), round_of(ends="30/11/2023")], ["Row 3, column “round_code”: Row 2 gives this round other dates."]),
        (
            [round_of(movement_code="DVK-QN", owner_code="QY")],
            ["Row 2, column “owner_code”: This movement already exists and is run by Tỉnh Quảng Ninh."],
        ),
        (
            [round_of("2024", movement_code="DVK-QN", round_code="QN-2024", ends="30/11/2024")],
            ["Row 2, column “round_code”: This round already exists as Năm 2024, from 01/01/2024 to 31/12/2024."],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(story, bring, rows, told):
    before = Round.objects.count()
    assert sentences(bring("movements", *rows)) == told
    assert Round.objects.count() == before
