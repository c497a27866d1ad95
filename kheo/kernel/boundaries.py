"""An operator's own boundary file: GeoJSON with the code of a unit in each feature, drawn as paths.

The file is the operator's, and so are its source line and what it says about boundaries. We project it flat, round it
to the width of a page, and leave out what would not be seen.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput

WIDTH = 400  # units of the drawing: a third of a pixel on a wide screen
SEEN = 3  # points: fewer make no surface
type Point = tuple[float, float]


@dataclass(frozen=True)
class File:
    """Paths of units: their code, their folded name without its kind (empty where it is not told), and the path.

    `valid_from` is the first day on which the units stood so.
    """

    view_box: str
    source: str
    valid_from: date
    shapes: list[tuple[str, str, str]]

    @cached_property
    def by_code(self) -> dict[str, str]:
        """`{code: path}`."""
        return {code: path for code, _name, path in self.shapes if code}

    @cached_property
    def by_name(self) -> dict[str, str]:
        """`{name: path}`, without names that two units bear."""
        names = [name for _code, name, _path in self.shapes]
        return {name: path for _code, name, path in self.shapes if name and names.count(name) == 1}


def read(path: Path) -> File:
    """Read a GeoJSON FeatureCollection: `code` in the properties of each feature; `source` and `valid_from` beside.

    `BadInput` says what is missing and where.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise BadInput(
            _("The boundary file %(path)s cannot be read: %(why)s.") % {"path": path, "why": str(why).rstrip(".")}
        ) from why
    features = told.get("features") if isinstance(told, dict) else None
    if not features or not isinstance(features, list):
        raise BadInput(_("The boundary file %(path)s holds no features: save it as GeoJSON.") % {"path": path})
    if not told.get("source"):
        raise BadInput(
            _("The boundary file %(path)s does not name its source: write it under “source”.") % {"path": path}
        )
    rings = {_code(feature, number): _rings(feature) for number, feature in enumerate(features, 1)}
    project, view_box = _projection([point for found in rings.values() for ring in found for point in ring])
    shapes = [(code, "", "".join(_path(ring, project) for ring in found)) for code, found in rings.items()]
    try:
        valid_from = date.fromisoformat(told.get("valid_from") or "1900-01-01")
    except ValueError as why:
        raise BadInput(
            _("“valid_from” in the boundary file %(path)s is no day: write it like 2025-07-01.") % {"path": path}
        ) from why
    return File(view_box, str(told["source"]), valid_from, shapes)


def _code(feature: Any, number: int) -> str:
    code = (feature.get("properties") or {}).get("code") if isinstance(feature, dict) else None
    if not code:
        raise BadInput(
            _("Feature %(number)s of the boundary file has no code: write the unit's code into its properties.")
            % {"number": number}
        )
    return str(code)


def _rings(feature: dict[str, Any]) -> list[list[Point]]:
    """The outer rings of a polygon, or of several: holes are too small to be seen."""
    geometry = feature.get("geometry") or {}
    try:
        many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        if geometry["type"] in ("Polygon", "MultiPolygon"):
            return [[(float(point[0]), float(point[1])) for point in polygon[0]] for polygon in many]
    except (LookupError, TypeError, ValueError):
        pass  # is no surface either
    raise BadInput(
        _("The unit %(code)s of the boundary file is no surface: draw it as a polygon.")
        % {"code": feature["properties"]["code"]}
    )


def _projection(points: Sequence[Point]) -> tuple[Callable[[Point], Point], str]:
    """Degrees onto a flat page, as wide as it is there; and the frame."""
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    across = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * across, (north - south) / 2, 1e-9)

    def project(point: Point) -> Point:
        return round((point[0] - west) * across * scale, 1), round((north - point[1]) * scale, 1)

    width, height = project((east, south))
    return project, f"-2 -2 {width + 4:g} {height + 4:g}"


def _path(ring: Sequence[Point], project: Callable[[Point], Point]) -> str:
    points = list(dict.fromkeys(project(point) for point in ring))
    if len(points) < SEEN:
        return ""
    first, *others = (f"{x:g},{y:g}" for x, y in points)
    return f"M{first}L{'L'.join(others)}Z"
