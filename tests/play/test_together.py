"""One work, several organisations: what Quảng Yên shows of joining and merging, with every figure as it was printed."""

import pytest

from kheo.duplicates.enums import Standing
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.story import stages
from kheo.story.facts import printed


@pytest.fixture
def demo(played):
    """Live on the demonstration's business day, in a copy of it."""
    with clock.at(stages.BUSINESS_DAY):
        yield played


def test_one_unit_joined_and_another_was_merged_and_the_138_stay_138(demo):
    work = Registration.objects.get(unit__code="QN-206-01", demonstration=False)
    parts = Cooperation.objects.filter(registration=work).order_by("asked_at")
    assert [(part.unit.name, part.standing, part.merging_id is not None) for part in parts] == [
        ("Đoàn Thanh niên thị xã Quảng Yên", Standing.TAKES_PART, False),
        ("Liên đoàn Lao động thị xã Quảng Yên", Standing.TAKES_PART, True),
    ]
    assert parts[0].draft.status == Status.WITHDRAWN
    merged = Merging.objects.standing().get()
    assert (merged.kept, merged.merged.status, merged.office.name) == (work, Status.MERGED, "Thị xã Quảng Yên")
    assert Registration.objects.counted().filter(round__code="QN-2024").count() == printed("001-02")


def test_two_that_were_merged_in_error_are_two_again(demo):
    undone = Merging.objects.exclude(undone_at=None).get()
    assert {undone.kept.status, undone.merged.status} == {Status.ACCEPTED}
    assert undone.cooperations.get().standing == Standing.ENDED
