"""Pages of a list, newest first, by key: the hundredth page costs as much as the first."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput

ON_PHONE, ON_PC = 20, 50
COUNTED_TO = 1_000  # beyond it, counting costs more than anybody learns from it
_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})")


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the keys from which the neighbours go on; an empty key means no such page."""

    rows: list[dict[str, Any]]
    newer: str = ""
    older: str = ""


def page(queryset: QuerySet, size: int, *, after: str = "", before: str = "") -> Page:
    """The page that goes on after a key (older rows), or ends before one (newer rows), or the first.

    `queryset` gives dictionaries with at least `pk` and `registered_on`.
    `BadInput` when a key cannot be read.
    """
    if before:
        day, pk = _read(before)
        newer = queryset.filter(Q(registered_on=day, pk__gt=pk) | Q(registered_on__gt=day), registered_on__gte=day)
        rows = list(newer.order_by("registered_on", "pk")[: size + 1])
        return _page(list(reversed(rows[:size])), has_newer=len(rows) > size, has_older=True)
    if after:
        day, pk = _read(after)
        queryset = queryset.filter(Q(registered_on=day, pk__lt=pk) | Q(registered_on__lt=day), registered_on__lte=day)
    rows = list(queryset.order_by("-registered_on", "-pk")[: size + 1])
    return _page(rows[:size], has_newer=bool(after), has_older=len(rows) > size)


def capped_count(queryset: QuerySet) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than that."""
    found = queryset.order_by()[: COUNTED_TO + 1].count()
    return min(found, COUNTED_TO), found > COUNTED_TO


def size_for(request) -> int:
    """Twenty rows for a browser that says it is a phone, fifty for any other (R8)."""
    return ON_PHONE if request.headers.get("Sec-CH-UA-Mobile") == "?1" else ON_PC


def _page(rows: list[dict[str, Any]], *, has_newer: bool, has_older: bool) -> Page:
    return Page(
        rows,
        newer=_key(rows[0]) if rows and has_newer else "",
        older=_key(rows[-1]) if rows and has_older else "",
    )


def _key(row: dict[str, Any]) -> str:
    return f"{row['registered_on']:%Y-%m-%d}.{row['pk']}"


def _read(key: str) -> tuple[date, int]:
    found = _KEY.fullmatch(key)
    try:
        return date.fromisoformat(found.group(1)), int(found.group(2))  # type: ignore[union-attr] # None is caught below
    except (AttributeError, ValueError):
        raise BadInput(_("This page of the list does not exist.")) from None
