"""A model of Lan's ward that the district recognised on 20 December 2023; the story lives on 20 November 2024."""

from datetime import date

import pytest

from tests.factories import RecognitionFactory, RegistrationFactory, RoundFactory

RECOGNISED = date(2023, 12, 20)
SHEET = {
    "running": True, "effect": "Bốn nhà văn hóa sáng đèn mỗi tối.", "evidence_on": date(2024, 11, 1),
    "decision": "maintain", "reason": "Vẫn hiệu quả.",
}  # fmt: skip


@pytest.fixture
def last_year(story):
    return RoundFactory(
        movement=story.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )


@pytest.fixture
def lasting(story, last_year):
    """The recognised exemplar."""
    return model(story, last_year)


def model(story, round_, *, on=RECOGNISED, unit=None, **registration):
    row = RegistrationFactory(
        unit=unit or story.ward, receiver=story.district, round=round_, status="reported", title="Nhà văn hóa sáng đèn",
        registered_on=date(2023, 3, 1), **registration,
    )  # fmt: skip
    return RecognitionFactory(registration=row, unit=story.district, on=on).exemplar
