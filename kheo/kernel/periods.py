"""Periods as PostgreSQL keeps them: the first day is in, the day after the last is out; no end means still going on."""

import re
from calendar import monthrange
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel.errors import BadInput

_WRITTEN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)


# Our own words for Django's: Vietnamese prose writes "Thứ Tư", Django "Thứ 4".
WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip


def period(first: date, last: date | None = None) -> DateRange:
    """The period from `first` to `last`, both days in; open when there is no last day."""
    return DateRange(first, last + timedelta(days=1) if last else None, "[)")


def first_day(during: DateRange) -> date | None:
    """The first day of a period."""
    return during.lower  # type: ignore[no-any-return] # the stub leaves the bound open


def last_day(during: DateRange) -> date | None:
    """The last day that belongs to a period, None while it goes on."""
    return during.upper - timedelta(days=1) if during.upper else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_date(text: str) -> date:
    """Read `31/12/2024` (also with dots or dashes) or `2024-12-31`; `BadInput` says what is wrong with all else."""
    text = text.strip()
    if found := _WRITTEN.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise BadInput(_("“%(text)s” is not a date: write day/month/year, like 31/12/2024.") % {"text": text})
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(
            _("“%(text)s” does not exist in the calendar: write day/month/year, like 31/12/2024.") % {"text": text}
        ) from None


def format_date(day: date | None) -> str:
    """`31/12/2024`, or an empty string."""
    return f"{day:%d/%m/%Y}" if day else ""


def weekday(day: date) -> str:
    """The day of the week in the language of the page: Wednesday, Thứ Tư."""
    return str(WEEKDAYS[day.weekday()])
