"""Every figure has an address: the page it stands on, and the rows it opens to."""

from functools import cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from kheo.insights.scope import Line, Scope
from kheo.kernel import clock
from kheo.kernel.periods import format_date

TODAY = "today"
# Pages that can be restated to today's units; what a unit did or left undone it did as the unit it was.
RESTATABLE = {"home", "funnel", "breakdown", "pivot", "rows", "mobilised", "achieved", "amounts", "comparable"}
# Pages that can tell of a part of the round, up to some day.
CUTTABLE = {"funnel", "breakdown", "rows", "mobilised", "achieved", "amounts"}


def page_address(name: str, scope: Scope, unit_id: int | None = None, **more: str) -> str:
    """A page of this chapter for the scope's unit, or for another one, in the same round and of the same level."""
    units = _units_of(scope) if name in RESTATABLE else ""
    until = format_date(scope.until) if name in CUTTABLE else ""
    query = {
        "round": scope.round.pk, "unit": unit_id or scope.unit.pk, "level": scope.level, "units": units, "until": until,
        **more,
    }  # fmt: skip
    return f"{_path(name, get_script_prefix())}?{urlencode({key: value for key, value in query.items() if value})}"


def part_of_line(line: Line | None) -> dict[str, str]:
    """What an address says of a line that does not stand for a whole unit."""
    if line is None or line.of_unit:
        return {}
    return {"own": "1"} if line.own else {"apart": "1"}


def _units_of(scope: Scope) -> str:
    """To which units the scope is restated, as an address says it; nothing where it is not."""
    if not scope.is_restated:
        return ""
    return TODAY if scope.on == clock.today() else format_date(scope.on)


class Opening:
    """The addresses of the rows behind the numbers of one table; made for a line, or for the whole scope."""

    def __init__(self, scope: Scope, line: Line | None = None):
        self._start = page_address("rows", scope, line.unit_id if line else None, **part_of_line(line))

    def behind(self, count: int, measure: str, dimension: str = "", part: str = "") -> str:
        """The rows behind a count, of one part of a dimension or of all; none behind zero. Words are keys of ours."""
        if not count:
            return ""
        return (
            f"{self._start}&measure={measure}&{dimension}={part}" if dimension else f"{self._start}&measure={measure}"
        )


@cache
def _path(name: str, _prefix: str) -> str:
    """A table asks for the same few paths a hundred times."""
    return reverse(f"insights:{name}")
