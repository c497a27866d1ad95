"""Numbers as Vietnam writes them, in every interface language (experience.md §0.2)."""

from decimal import Decimal

import pytest
from django.forms import DecimalField
from django.utils import translation
from django.utils.formats import number_format
from hypothesis import given
from hypothesis import strategies as st

from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number, format_ratio, parse_number, parse_whole, ratio


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12,5", "12.5"), ("1.250", "1250"), ("1.250,5", "1250.5"), ("746", "746"), ("-3,25", "-3.25"), ("2.310", "2310")],
)
def test_read(written, meant):
    assert parse_number(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["1,250.5", "12.5", "1.25.0", "1,2,3", "", "abc", "1e5", "１２"])
def test_refused_rather_than_guessed(written):
    with pytest.raises(BadInput) as refusal:
        parse_number(written)
    assert f"“{written}”" in str(refusal.value)


def test_whole_numbers():
    assert parse_whole("1.250") == 1250
    with pytest.raises(BadInput):
        parse_whole("12,5")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_what_is_written_is_read_back(value):
    assert parse_number(format_number(value)) == value


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_pages_write_numbers_the_same_in_every_language(language):
    with translation.override(language):
        assert number_format(Decimal("1250.5")) == "1.250,5"


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_forms_read_numbers_the_same_in_every_language(language):
    with translation.override(language):
        assert DecimalField(localize=True).clean("12,5") == Decimal("12.5")
        assert DecimalField(localize=True).clean("1.250") == Decimal(1250)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(155, 746, "20.8"), (39, 155, "25.2"), (22, 39, "56.4"), (13, 14, "92.9"), (1, 8, "12.5")],
)
def test_ratios_of_the_bình_thuận_report(part, whole, share):
    """movement.md §6 seed 000: 155/746, 39/155, 22/39, printed with one decimal."""
    assert ratio(part, whole) == Decimal(share)


def test_a_ratio_of_nothing_is_a_dash_not_a_zero():
    assert ratio(0, 0) is None
    assert format_ratio(0, 0) == "–"
    assert format_ratio(155, 746) == "20,8 %"
