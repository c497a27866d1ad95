"""The business clock: which day it is for deadlines, offices and figures.

An ordinary installation lives today. A demonstration lives on the date in `KHEO_TODAY`, because the units of its real
reports ended on 30 June 2025; a played story moves the clock with `at(...)`. Technical times (sessions, tokens) are
not ours and stay real. Decision: docs/decisions/0003-business-date.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_played: ContextVar[datetime | None] = ContextVar("played_moment", default=None)


def demonstration_date() -> date | None:
    """The fixed date of a demonstration, or None in an ordinary installation."""
    return settings.KHEO_TODAY


def now() -> datetime:
    """The present moment of the business, aware, in the installation's time zone."""
    if moment := _played.get():
        return moment
    present = timezone.localtime()
    if fixed := demonstration_date():
        return present.replace(year=fixed.year, month=fixed.month, day=fixed.day)
    return present


def today() -> date:
    """The present day of the business, in Vietnam's time zone."""
    return now().date()


@contextmanager
def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """Live at another moment: how the demonstration plays a year by the ordinary verbs."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())
    token = _played.set(moment)
    try:
        yield
    finally:
        _played.reset(token)
