"""Numbers as Vietnam writes them: `1.250,5` is one thousand two hundred and fifty and a half."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput

_WHOLE = re.compile(r"-?\d{1,3}(?:\.\d{3})+|-?\d+", re.ASCII)
_DECIMAL = re.compile(r"(-?\d{1,3}(?:\.\d{3})+|-?\d+)(?:,(\d+))?", re.ASCII)


def parse_number(text: str) -> Decimal:
    """Read a number written in Vietnam's way; `BadInput` when it is written in another.

    `12,5` is 12.5; `1.250` is 1250; `1,250.5` and `12.5` are refused, for reading them either way would corrupt one of
    the two readers (movement.md §4.5 rule 6).
    """
    found = _DECIMAL.fullmatch(text.strip().replace("\u00a0", ""))
    if not found:
        raise BadInput(
            _(
                "“%(text)s” is not a number as we write it:"
                " use a dot for thousands and a comma for decimals, like 1.250,5."
            )
            % {"text": text}
        )
    whole, fraction = found.group(1).replace(".", ""), found.group(2)
    return Decimal(f"{whole}.{fraction}") if fraction else Decimal(whole)


def parse_whole(text: str) -> int:
    """Read a whole number (`746`, `1.250`); `BadInput` otherwise."""
    if not _WHOLE.fullmatch(text.strip()):
        raise BadInput(_("“%(text)s” is not a whole number: write it like 1.250.") % {"text": text})
    return int(text.strip().replace(".", ""))


def format_number(value: int | Decimal, places: int | None = None) -> str:
    """Write a number in Vietnam's way; `places` fixes the decimals (half up is the caller's choice of rounding)."""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


def ratio(part: int, whole: int) -> Decimal | None:
    """Part over whole in per cent, one decimal, half up, as the reports print it; None when there is no whole.

    Always sum over sum: 155 of 746 is 20.8, never the mean of the units' ratios (movement.md T2).
    """
    if not whole:
        return None
    return ((Decimal(part) * 1000 / Decimal(whole)).quantize(Decimal(1), rounding="ROUND_HALF_UP")) / 10


def format_ratio(part: int, whole: int) -> str:
    """`20,8 %`, or a dash when there is nothing to divide by."""
    share = ratio(part, whole)
    return "–" if share is None else f"{format_number(share, 1)} %"
