"""How the scores of several scorers become one."""

from decimal import Decimal

import pytest

from kheo.criteria import aggregate
from kheo.criteria.sheet import Aggregate

SCORES = [Decimal(n) for n in (90, 60, 80, 85, 100)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"by": "mean"}, 83),
        ({"by": "median"}, 85),
        ({"by": "trimmed_mean", "trim": 1}, 85),
        ({"by": "trimmed_mean", "trim": 2}, 85),
        ({"by": "trimmed_mean", "trim": 9}, 85),
    ],
)
def test_of_five_scorers(rule, expected):
    assert aggregate.of(SCORES, Aggregate(**rule)) == expected


def test_the_order_of_the_scorers_does_not_matter():
    for rule in ({"by": "mean"}, {"by": "median"}, {"by": "trimmed_mean", "trim": 1}):
        assert aggregate.of(reversed(SCORES), Aggregate(**rule)) == aggregate.of(SCORES, Aggregate(**rule))


def test_the_middle_of_an_even_number_lies_between_two():
    assert aggregate.of(SCORES[:4], Aggregate(by="median")) == Decimal("82.5")


def test_a_mean_stays_exact():
    assert aggregate.of([Decimal("0.1")] * 3, Aggregate()) == Decimal("0.1")


def test_too_few_to_trim_are_not_trimmed_away():
    assert aggregate.of(SCORES[:2], Aggregate(by="trimmed_mean", trim=1)) == 75


def test_nobody_scored():
    assert aggregate.of([], Aggregate()) is None
