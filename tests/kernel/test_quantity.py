"""Numbers keep their meaning (architecture, idea 6; movement.md §4.5): qualifiers, stock and flow, exact units."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.kernel import measures
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import CannotAdd, Nature, Qualifier, Quantity, in_words, join, total

MORE, LESS, ABOUT, EXACT = Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.ABOUT, Qualifier.EXACT
qualifiers = st.sampled_from(list(Qualifier))
values = st.decimals(min_value=0, max_value=10**12, places=6, allow_nan=False, allow_infinity=False)
money = st.builds(Quantity, values, st.sampled_from(["dong", "million_dong", "billion_dong"]), qualifiers)
flows = st.builds(
    Quantity, st.none() | values, st.sampled_from(["million_dong", "ha", "m2", "person", "turn", "máy"]), qualifiers
)


def million(value, qualifier=EXACT):
    return Quantity(Decimal(value), "million_dong", qualifier)


def test_the_cultural_houses_of_yên_giang():
    """More than 180 + 200 + 300 + 350 is more than 1.030 million (movement.md §6, seed 001)."""
    parts = [million(value, MORE) for value in ("180", "200", "300", "350")]
    (added,) = total(parts)
    assert in_words(added.quantity) == "more than 1.030 million đồng"
    assert added.quantity.amount == Decimal(1_030_000_000)


def test_the_women_of_quảng_yên():
    (added,) = total([million("106.8"), million("64.2"), million("310")])
    assert in_words(added.quantity) == "481 million đồng"


@pytest.mark.parametrize(
    ("one", "other", "sum_"),
    [
        (EXACT, EXACT, EXACT), (MORE, EXACT, MORE), (ABOUT, EXACT, ABOUT), (LESS, EXACT, LESS),
        (MORE, MORE, MORE), (MORE, ABOUT, ABOUT), (LESS, ABOUT, ABOUT), (MORE, LESS, ABOUT),
    ],
)  # fmt: skip
def test_a_sum_promises_no_more_than_its_parts(one, other, sum_):
    assert join(one, other) == join(other, one) == sum_


@given(st.lists(money, min_size=2, max_size=4))
def test_qualifiers_and_sums_survive_any_order(parts):
    sums = {total(order)[0].quantity for order in permutations(parts)}
    assert len(sums) == 1


@given(qualifiers, qualifiers, qualifiers)
def test_it_does_not_matter_what_is_added_first(one, two, three):
    assert join(join(one, two), three) == join(one, join(two, three))


@given(st.lists(st.tuples(flows, st.integers(0, 4)), max_size=30))
def test_sums_over_a_partition_of_units_equal_the_whole(rows):
    """Each quantity belongs to one unit; adding the units' totals gives the total of all, qualifiers too."""
    by_unit = [[quantity for quantity, unit in rows if unit == each] for each in range(5)]
    of_units = [part.quantity for unit in by_unit for part in total(unit)]
    assert numbers(total(of_units)) == numbers(total(quantity for quantity, _unit in rows))


def numbers(totals):
    return [each.quantity for each in totals if each.quantity.value is not None]


@given(values, values, st.text(min_size=1, max_size=4), st.text(min_size=1, max_size=4))
def test_stock_is_never_summed_over_periods(one, other, period, later):
    first = Quantity(one, "child", nature=Nature.STOCK, period=period)
    second = Quantity(other, "child", nature=Nature.STOCK, period=later)
    if period == later:
        assert (first + second).value == one + other  # of two units at one moment it adds up
        return
    with pytest.raises(CannotAdd, match="not added over periods"):
        first + second
    assert len(total([first, second])) == 2


def test_stock_and_flow_are_never_added():
    """2 new of 28 children are not 30."""
    new, there = Quantity(Decimal(2), "child"), Quantity(Decimal(28), "child", nature=Nature.STOCK, period="2024")
    with pytest.raises(CannotAdd, match="new and what is there"):
        new + there
    assert [in_words(each.quantity) for each in total([new, there])] == ["2 children", "28 children"]


@pytest.mark.parametrize(("one", "other"), [("turn", "person"), ("household", "person"), ("m", "m2"), ("máy", "bộ")])
def test_different_things_are_never_added(one, other):
    with pytest.raises(CannotAdd):
        Quantity(Decimal(1), one) + Quantity(Decimal(1), other)


def test_rates_are_not_added():
    with pytest.raises(CannotAdd, match="Rates"):
        Quantity(Decimal("86.4"), "percent") + Quantity(Decimal("87.6"), "percent")
    (rates,) = total([Quantity(Decimal("86.4"), "percent"), Quantity(Decimal("87.6"), "percent")])
    assert rates.quantity.value is None
    assert rates.parts == 2


def test_what_has_no_number_is_counted_and_adds_nothing():
    (added,) = total([Quantity(None, "dong"), million("180", MORE)])
    assert (added.parts, added.without_number, added.quantity.amount) == (2, 1, Decimal(180_000_000))
    with pytest.raises(CannotAdd, match="without a number"):
        Quantity(None, "dong") + million("1")


@pytest.mark.parametrize(
    ("value", "unit", "base", "amount"),
    [
        ("481.0", "million_dong", "dong", 481_000_000), ("12.6", "billion_dong", "dong", 12_600_000_000),
        ("1.25", "ha", "m2", 12_500), ("0.326", "km", "m", 326), ("2.5", "tonne", "kg", 2_500),
        ("16", "máy", "máy", 16),
    ],
)  # fmt: skip
def test_units_are_converted_where_it_is_exact(value, unit, base, amount):
    quantity = Quantity(Decimal(value), unit)
    assert (quantity.base, quantity.amount) == (base, Decimal(amount))
    assert measures.from_base(quantity.amount, unit) == Decimal(value)


def test_what_would_need_rounding_is_not_converted():
    assert measures.from_base(Decimal("0.000001"), "billion_dong") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("triệu đồng", "million_dong"), ("Triệu", "million_dong"), ("trđ", "million_dong"), ("tỷ", "billion_dong"),
        ("m²", "m2"), ("m2", "m2"), ("héc ta", "ha"), ("%", "percent"), ("hộ", "household"), ("người", "person"),
        ("lượt người", "turn"), ("cháu", "child"), ("ngày công", "work_day"), ("máy", "máy"), (" Máy ", "Máy"),
    ],
)  # fmt: skip
def test_units_are_read_as_people_write_them(written, meant):
    assert measures.read(written) == meant


def test_a_unit_is_a_word_or_two():
    with pytest.raises(BadInput, match="too long"):
        measures.read("một trăm hai mươi mét lan can chống đuối nước kênh thôn 1")


def test_words_of_a_quantity():
    assert in_words(Quantity(Decimal(1200), "m2", MORE)) == "more than 1.200 m²"
    assert in_words(Quantity(Decimal("89.7"), "percent")) == "89,7 %"
    assert in_words(Quantity(None)) == "–"
