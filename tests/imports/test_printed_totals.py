"""Totals as reports print them, kept beside the sums of our rows."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import pytest

from kheo.insights.models import PrintedTotal
from tests.imports.conftest import sentences

pytestmark = pytest.mark.django_db


def total(**more):
    return {
        "unit_code": "QN", "round_code": "QN-2024", "measure": "Đăng ký", "printed_total": "1.250", "source": "Báo cáo 2024", **more,
    }  # fmt: skip


def test_a_total_is_recorded_for_a_unit_a_round_and_a_measure(story, bring):
    bring("printed-totals", total(), total(measure="recognised_above", printed_total="22"))
    kept = PrintedTotal.objects.order_by("value").values_list("unit__code", "round__code", "measure", "value", "source")
    assert list(kept) == [
        ("QN", "QN-2024", "recognised_above", 22, "Báo cáo 2024"), ("QN", "QN-2024", "registered", 1250, "Báo cáo 2024"),
    ]  # fmt: skip


def test_another_total_for_the_same_is_refused(story, bring):
    bring("printed-totals", total())
    assert sentences(bring("printed-totals", total(printed_total="1.251"))) == [
        "Row 2, column “printed_total”: A total of 1.250 is already recorded, from: Báo cáo 2024"
    ]
    assert sentences(
        bring("printed-totals", total(measure="proposed"), total(measure="proposed", printed_total="7"))
    ) == ["Row 3, column “printed_total”: Row 2 gives another total: 1.250."]
    assert PrintedTotal.objects.count() == 1
