"""Days and periods: dd/mm/yyyy in every language, the last day belongs to the period."""

from datetime import date

import pytest
from django.forms import DateField, ValidationError
from django.utils import translation

from kheo.kernel.errors import BadInput
from kheo.kernel.periods import first_day, format_date, last_day, parse_date, period


@pytest.mark.parametrize(
    "written", ["05/11/2026", "5/11/2026", "05-11-2026", "05.11.2026", "2026-11-05", "2026-11-05 00:00:00"]
)
def test_read(written):
    assert parse_date(written) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31/02/2024", "does not exist in the calendar"),
        ("2/13/2024", "does not exist in the calendar"),
        ("2/13/24", "is not a date"),
        ("tháng 3", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_refused_with_what_and_how(written, sentence):
    with translation.override("en"), pytest.raises(BadInput) as refusal:
        parse_date(written)
    assert f"“{written}” {sentence}" in str(refusal.value)
    assert "31/12/2024" in str(refusal.value)


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_forms_read_days_as_we_write_them_in_every_language(language):
    """Django's defaults read 05/11/2026 as 11 May and refuse 22/11/2026 (experience.md §0.2)."""
    with translation.override(language):
        assert DateField().clean("05/11/2026") == date(2026, 11, 5)
        assert DateField().clean("22/11/2026") == date(2026, 11, 22)
        for nobody in ("2/13/24", "31/02/2024"):
            with pytest.raises(ValidationError):
                DateField().clean(nobody)


def test_the_last_day_belongs_to_the_period():
    districts = period(date(2000, 1, 1), date(2025, 6, 30))
    assert date(2025, 6, 30) in districts
    assert date(2025, 7, 1) not in districts
    assert (first_day(districts), last_day(districts)) == (date(2000, 1, 1), date(2025, 6, 30))


def test_an_open_period_has_no_last_day():
    assert last_day(period(date(2025, 7, 1))) is None


def test_days_are_written_with_two_digits():
    assert format_date(date(2024, 3, 5)) == "05/03/2024"
    assert format_date(None) == ""
