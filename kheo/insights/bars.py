"""One bar of a comparison: its name, its length, what is written at its end, and the way to the rows behind it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise


@dataclass(frozen=True)
class Bar:
    """`value` is the length; `shown` what is written in its place where the number alone would say less."""

    text: str | Promise
    value: int | Decimal
    url: str = ""
    note: str = ""
    shown: str = ""
    tone: str = ""
