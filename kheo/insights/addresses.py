"""Every figure has an address: the page it stands on, and the rows it opens to."""

from functools import cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from kheo.insights.scope import Line, Scope


def page_address(name: str, scope: Scope, unit_id: int | None = None, **more: str) -> str:
    """A page of this chapter for the scope's unit, or for another one, in the same round and of the same level."""
    query = {"round": scope.round.pk, "unit": unit_id or scope.unit.pk, "level": scope.level, **more}
    return f"{_path(name, get_script_prefix())}?{urlencode({key: value for key, value in query.items() if value})}"


class Opening:
    """The addresses of the rows behind the numbers of one table; made for a line, or for the whole scope."""

    def __init__(self, scope: Scope, line: Line | None = None):
        own = {"own": "1"} if line and line.own else {}
        self._start = page_address("rows", scope, line.unit_id if line else None, **own)

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
