"""From the text of a cell to its value; `BadInput` with a sentence for what cannot be read."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.periods import parse_date
from kheo.kernel.quantities import format_number, parse_number, parse_whole

_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?$")
_POINT_FOR_DECIMALS = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4,6})", re.ASCII)
_SERIAL = re.compile(r"\d{5}")
_LOOKS_LIKE_A_FORMULA = re.compile(r"^[=+@]|^-\D")
EXCEL_BEGINS = date(1899, 12, 30)  # day 0 of Excel's calendar, with its leap year 1900 that never was
FARTHEST = date(2100, 12, 31)


def line(limit: int) -> Callable[[str], str]:
    """Text of at most so many characters."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise BadInput(
                _("The text has %(length)s characters; at most %(limit)s are allowed. Shorten it.")
                % {"length": format_number(len(text)), "limit": format_number(limit)}
            )
        return text

    return read


def code(text: str) -> str:
    """A code: a short text without spaces; never a formula."""
    if _LOOKS_LIKE_A_FORMULA.match(text):
        raise BadInput(_("“%(text)s” is a formula, not a code: enter the code itself.") % {"text": text})
    return line(40)(text)


def day(text: str) -> date:
    """A day as `parse_date` reads it, also with a time of day behind it, or as the bare number Excel keeps for it."""
    if _SERIAL.fullmatch(text):
        found = EXCEL_BEGINS + timedelta(days=int(text))
    else:
        found = parse_date(_TIME_OF_DAY.sub("", text))
    if not date(1900, 1, 1) <= found <= FARTHEST:
        raise BadInput(_("“%(text)s” cannot be right: dates from 1900 to 2100 are accepted.") % {"text": text})
    return found


def number(text: str) -> Decimal:
    """A number with decimals, as we write it (`1.250,5`) or as programs do (`12.5`).

    A point before exactly three digits is ours, for thousands: `1.250` is one thousand two hundred and fifty.
    """
    if _POINT_FOR_DECIMALS.fullmatch(text):
        return Decimal(text)
    return parse_number(text)


def whole(text: str) -> int:
    """A whole number that is not negative."""
    number = parse_whole(text)
    if number < 0 or number > 2_000_000_000:
        raise BadInput(_("“%(text)s” cannot be right: enter 0 or a larger number.") % {"text": text})
    return number
