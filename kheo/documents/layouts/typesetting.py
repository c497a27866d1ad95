"""PDFs and pictures, drawn by Typst with the fonts we ship and nothing else: no system fonts, no packages, no network.

A PDF is made for the archive and for screen readers: PDF/A-2a and PDF/UA-1, tagged, with its language and title. The
same value gives the same bytes: as the moment of its making a file carries the day of the paper, and an undated draft
the day on which it was drawn.
"""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import gettext as _

from kheo.documents.layouts import certifying, composition
from kheo.documents.layouts.composing import compose
from kheo.documents.layouts.house import house_of
from kheo.documents.layouts.kinds import Certificates
from kheo.documents.layouts.parts import Part
from kheo.kernel import clock
from kheo.kernel.errors import BadInput

_HERE = Path(__file__).parent
FONTS = _HERE.parent / "fonts"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
STANDARDS = ["a-2a", "ua-1"]


def pdf(document: Part) -> bytes:
    """The paper as a PDF. `BadInput` names a sign that our letters lack: an archive takes no boxes for letters."""
    return cast(bytes, _compiled(document, format="pdf", pdf_standards=STANDARDS, timestamp=_moment(document)))


def pictures(document: Part, *, dots_per_inch: int = 96) -> list[bytes]:
    """Each page of the paper as a PNG, for a preview."""
    made = _compiled(document, format="png", ppi=float(dots_per_inch))
    return made if isinstance(made, list) else [made]


def drawn(chart: composition.Chart, language: str, *, format_: str) -> bytes:
    """A chart as a picture by itself: `svg` for the PDF, `png` for Word, at 200 dots an inch. Both are one drawing."""
    bars = [{"label": label, "value": value, "shown": shown} for label, value, shown in chart.bars]
    inputs = {"chart": {"bars": bars, "language": language}}
    return cast(bytes, _drawn("chart.typ", inputs, format=format_, ppi=200.0))


def _compiled(document: Part, **how: Any) -> bytes | list[bytes]:
    return _drawn(*_inputs(document), **how)


def _drawn(template: str, inputs: dict[str, Any], **how: Any) -> bytes | list[bytes]:
    try:
        return typst.compile(  # type: ignore[no-any-return] # typst says nothing of its types
            str(_HERE / template), root=str(_HERE), font_paths=[str(FONTS)], ignore_system_fonts=True,
            sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}, **how,
        )  # fmt: skip
    except typst.TypstError as fault:
        if missing := _MISSING.search(str(fault)):
            raise BadInput(
                _("The paper holds a sign that its letters do not have: %(sign)s. Write it in words, or take it out.")
                % {"sign": missing.group(1)}
            ) from None
        raise


def _moment(document: Part) -> int:
    """The day of the paper, in seconds since 1970, as the format wants it."""
    day = document.on if isinstance(document, Certificates) else document.letterhead.on  # type: ignore[attr-defined]
    return int(datetime.combine(day or clock.today(), time(), UTC).timestamp())


def _inputs(document: Part) -> tuple[str, dict[str, Any]]:
    if isinstance(document, Certificates):
        return "certificates.typ", {"certificates": certifying.with_drawings(certifying.data(document))}
    composed = compose(document)
    return "paper.typ", {"paper": _with_charts(composed), "house": house_of(composed.layout).data()}


def _with_charts(composed: composition.Composition) -> dict[str, Any]:
    """The data of a composition, each chart with its drawing."""
    paper = composition.data(composed)
    for section, told in zip(composed.sections, paper["sections"], strict=True):
        for piece, data in zip(section.pieces, told["pieces"], strict=True):
            if isinstance(piece, composition.Chart):
                data["drawn"] = drawn(piece, composed.language, format_="svg").decode()
    return paper
