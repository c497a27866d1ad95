"""The business date: today, the demonstration's day, or the day a story is played at."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from kheo.kernel import clock


@pytest.fixture
def on_22_november():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=timezone.get_fixed_timezone(0)), tick=False):
        yield


def test_an_ordinary_installation_lives_today(on_22_november, settings):
    settings.KHEO_TODAY = None
    assert clock.today() == date(2026, 11, 22)


def test_the_day_is_vietnams_day(settings):
    """23:30 in London is already tomorrow in Hà Nội: a deadline ends with Vietnam's day."""
    settings.KHEO_TODAY = None
    with time_machine.travel(datetime(2024, 10, 31, 18, 30, tzinfo=timezone.get_fixed_timezone(0)), tick=False):
        assert clock.today() == date(2024, 11, 1)


def test_a_demonstration_stands_on_its_day_with_todays_hour(on_22_november, settings):
    settings.KHEO_TODAY = date(2024, 11, 20)
    assert (clock.today(), clock.now().hour) == (date(2024, 11, 20), 10)


def test_a_story_is_played_at_its_own_days(settings):
    settings.KHEO_TODAY = date(2024, 11, 20)
    with clock.at(date(2023, 12, 15)):
        assert clock.today() == date(2023, 12, 15)
    assert clock.today() == date(2024, 11, 20)
