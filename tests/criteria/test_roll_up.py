"""A year from its months: Phú Thọ's cell meetings (cells-and-democracy.md §1.3, Table B)."""

import pytest

from kheo.criteria import library
from kheo.criteria.classes import Verdict
from kheo.criteria.roll_up import year
from tests.criteria.builders import CLASSES_90_70_50, sheet

PHU_THO = library.by_code("PT-SHCB")


def of(months, **words):
    """A year of months: `"T K TB"`, a dash for one that was not judged."""
    verdicts = {n: Verdict(class_code=code, **words) for n, code in enumerate(months.split(), start=1) if code != "-"}
    return year(PHU_THO, PHU_THO.roll_up, verdicts)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ("T T T T T T T K K K K K", "T"),
        ("T T T T T T K K K K K K", "K"),
        ("T T T T T T T T T T T TB", "K"),
        ("K K K K K K K K K K K TB", "K"),
        ("T T T T T T T T T T T KEM", None),
    ],
    ids=["7 good, all fair or better", "only 6 good", "one average", "all average or better", "one poor"],
)
def test_a_good_year(months, expected):
    found = of(months)
    assert (found.class_code, found.missing, found.provisional) == (expected, (), False)


def test_a_year_in_which_months_are_missing_is_provisional():
    found = of("T T T T T T T - K - - -")
    assert (found.class_code, found.missing, found.provisional) == ("T", (8, 10, 11, 12), True)


def test_a_provisional_month_makes_the_year_provisional():
    assert of("T T T T T T T T T T T T", provisional=True).provisional


def test_no_month_is_no_class():
    assert of("- - -").class_code is None


def test_a_month_that_is_not_eligible_is_below_every_class():
    verdicts = {n: Verdict(class_code="T") for n in range(1, 12)} | {12: Verdict(not_eligible=True)}
    assert year(PHU_THO, PHU_THO.roll_up, verdicts).class_code is None


def test_a_year_has_four_quarters():
    classes = [{"code": "XS", "every": "T", "times": [{"code": "XS", "at_least": 3}]}, {"code": "T"}]
    asked = sheet(classes=CLASSES_90_70_50, roll_up={"over": "quarters", "classes": classes})
    verdicts = {n: Verdict(class_code=code) for n, code in enumerate(("XS", "XS", "XS", "T"), start=1)}
    assert year(asked, asked.roll_up, verdicts).class_code == "XS"
    assert year(asked, asked.roll_up, verdicts | {1: Verdict(class_code="T")}).class_code == "T"
    assert year(asked, asked.roll_up, {1: Verdict(class_code="XS")}).missing == (2, 3, 4)
