"""Units as shapes, shaded by a number: the schema of the 34 provinces that we ship, or an operator's own boundary file.

A drawing is an illustration beside a table, and says nothing about boundaries: no sea, no line and no name is drawn. It
is of units as they stood from a day on, so figures of earlier units are drawn only where they are restated.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kheo.insights.addresses import page_address
from kheo.insights.scope import Line, Scope
from kheo.kernel import boundaries
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number
from kheo.kernel.text import fold

logger = logging.getLogger(__name__)
SCHEMA = Path(__file__).with_name("provinces.json")
SHADES = 5  # from none to most: more than five cannot be told apart
FEWEST = 2  # shapes: one alone compares nothing
# What stands before the name of a unit and not in a drawing.
KINDS = ("tinh", "thanh pho", "tp", "xa", "phuong", "dac khu", "thi tran", "thi xa", "huyen", "quan")


@dataclass(frozen=True)
class Shape:
    """A unit: how dark it is, what it says, the way to its figures; and its path, where it is drawn."""

    shade: int
    name: str
    said: str
    url: str
    path: str = ""


@dataclass(frozen=True)
class Drawing:
    """Shapes in a frame, and where they come from."""

    view_box: str
    source: str
    shapes: list[Shape]


def drawing(scope: Scope, counts: Mapping[int, int]) -> Drawing | None:
    """The units right below the scope's, drawn; None where no file of ours or of the operator's holds them."""
    lines = [line for line in scope.lines if line.of_unit]
    for file in _files():
        if scope.on < file.valid_from:
            continue
        placed = _placed(lines, file)
        if len(placed) >= FEWEST and len(placed) * 2 > len(lines):
            shade = shading(counts.get(line.unit_id, 0) for line in lines)
            shapes = [_shape(scope, line, counts, shade, path) for line, path in placed]
            return Drawing(file.view_box, file.source, shapes)
    return None


def tiles(scope: Scope, counts: Mapping[int, int]) -> list[Shape]:
    """The units right below as a board, in their order: nobody has to have drawn them."""
    lines = [line for line in scope.lines if line.of_unit]
    shade = shading(counts.get(line.unit_id, 0) for line in lines)
    return [_shape(scope, line, counts, shade) for line in lines]


def shading(counts: Iterable[int]) -> dict[int, int]:
    """How dark each count is drawn, 0 to 4: nothing is white, the rest in steps of the greatest."""
    there = set(counts)
    most = max(there, default=0)
    return {count: -(-count * (SHADES - 1) // most) if count else 0 for count in there}


def _placed(lines: Iterable[Line], file: boundaries.File) -> list[tuple[Line, str]]:
    """Each line with its path: by its code; else, among units that exist on that day, by its name without its kind."""
    found = [(line, file.by_code.get(line.code) or file.by_name.get(_bare(line.name), "")) for line in lines]
    return [(line, path) for line, path in found if path]


def _shape(scope: Scope, line: Line, counts: Mapping[int, int], shade: Mapping[int, int], path: str = "") -> Shape:
    count = counts.get(line.unit_id, 0)
    return Shape(shade[count], line.name, format_number(count), page_address("home", scope, line.unit_id), path)


def _bare(name: str) -> str:
    folded = fold(name)
    kind = next((kind for kind in KINDS if folded.startswith(f"{kind} ")), "")
    return folded[len(kind) :].strip()


def _files() -> list[boundaries.File]:
    """The operator's own file first, then ours."""
    own = _own(settings.KHEO_BOUNDARIES)
    return [*([own] if own else []), _schema()]


@cache
def _schema() -> boundaries.File:
    ours = json.loads(SCHEMA.read_text(encoding="utf-8"))
    shapes = [(shape["code"], _bare(shape["name"]), shape["path"]) for shape in ours["shapes"]]
    return boundaries.File(ours["view_box"], ours["source"], date.fromisoformat(ours["valid_from"]), shapes)


@cache
def _own(path: str) -> boundaries.File | None:
    """None where there is none, or where it cannot be read: `kheo doctor` says why, and the figures go on without."""
    try:
        return boundaries.read(Path(path)) if path else None
    except BadInput as why:
        logger.warning("%s", why)
        return None
