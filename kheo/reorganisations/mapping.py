"""The national mapping of 1 July 2025 as a proposal: the table of a province, filled in as far as the units are known.

A unit is known when its code ends with its national code and it bears the name that goes with it; neither alone is
enough (trap 1 of movement.md §9.2). The source and what it leaves out: national/README.md.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.text import fold
from kheo.reorganisations.models import Reorganisation
from kheo.units.enums import Level
from kheo.units.models import Unit

FILE = Path(__file__).with_name("national") / "communes.csv"
NEW_ORDER = date(2025, 7, 1)
UNKNOWN = "?"  # refused by the reader of the table, in its row, until somebody has written what the unit becomes
_NATIONAL = re.compile(r"\d{3}(?:\d{2})?$")


class Row(NamedTuple):
    """What one old unit, or a part of it, became; the columns of the file."""

    old_province_code: str
    old_province: str
    district_code: str
    district: str
    old_code: str
    old_name: str
    share: str
    new_code: str
    new_name: str
    new_province_code: str
    new_province: str


def proposal(plan: Reorganisation) -> Iterator[list[str]]:
    """The rows of the plan's table, in its columns: each commune below the owner with what it became; districts end.

    Raises `NotNow` for a plan of another day: the mapping is that of 1 July 2025.
    """
    if plan.on != NEW_ORDER:
        raise NotNow(
            _("The national mapping is that of %(day)s; this plan begins on another day.")
            % {"day": format_date(NEW_ORDER)}
        )
    before = plan.on - timedelta(days=1)
    units = Unit.objects.under([plan.owner_id], on=before).alive_on(before).with_name_on(before).with_kind_on(before)
    for unit in units.filter(level__in=(Level.DISTRICT, Level.COMMUNE)).in_order():
        known = _became(unit.code, unit.name_then)
        if known:
            prefix = unit.code.removesuffix(known[0].old_code)
            yield from ([unit.code, unit.name_then, *_new(row, prefix)] for row in known)
        elif unit.level_then == Level.DISTRICT:
            yield [unit.code, unit.name_then, "", "", "", "", "", "", ""]
        else:
            yield [unit.code, unit.name_then, UNKNOWN, "", "", "", "", "", ""]


def _became(code: str, name: str) -> list[Row]:
    national = _NATIONAL.search(code)
    rows = national_rows().get(national[0], []) if national else []
    return [row for row in rows if fold(row.old_name) == fold(name)]


def _new(row: Row, prefix: str) -> list[str]:
    """From the new code to the legal basis. The superior is left to the owner; villages and basis to who plans."""
    kind = "đặc khu" if row.new_name.startswith("Đặc khu") else row.new_name.split()[0].lower()
    share = "toàn bộ" if row.share == "whole" else "một phần"
    return [f"{prefix}{row.new_code}", row.new_name, kind, "", share, "", ""]


@cache
def national_rows() -> dict[str, list[Row]]:
    """`{old code: what the unit became}`, of the whole nation."""
    found: dict[str, list[Row]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            found[line[4]].append(Row(*line))
    return dict(found)
