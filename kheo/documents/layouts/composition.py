"""A paper laid out, before it is drawn: sections of pieces in reading order, with every word that will be printed.

Both drawings, PDF and Word, are made from this and add no words of their own, so they say the same.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from kheo.documents.enums import Layout


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the first page: issuer on the left, the nation or the Party on the right."""

    superior: str
    issuer: str
    number: str
    about: str
    heading: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper and on what it is; `note` stands under it in italics."""

    name: str
    subject: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnnexTitle:
    """`Phụ lục I`, its name, and with which paper it goes."""

    label: str
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class Centred:
    """Lines in the middle, in bold: who decides."""

    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """To whom a letter goes."""

    salutation: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is its beginning in bold (`Điều 1.`). A `small` one is a note under a table."""

    text: str
    lead: str = ""
    bold: bool = False
    italic: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside the text, level 1 or 2."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table: its cells, or one cell across all columns."""

    cells: tuple[str, ...]
    strong: bool = False
    band: bool = False
    links: tuple[str, ...] = ()  # the address that each cell opens, or none for the whole row


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    titles: tuple[str, ...]
    widths: tuple[float, ...]
    aligns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars (label, value, and the number as written); `alt` says what it shows."""

    caption: str
    alt: str
    bars: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """A place for a signature."""

    authority: tuple[str, ...] = ()
    office: str = ""
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a paper: a signature on the right; on the left the recipients, or who signs beside."""

    right: Signed
    left: Signed | None = None
    recipients: tuple[str, ...] = ()


Piece = Head | Title | AnnexTitle | Centred | Address | Paragraph | Subheading | Grid | Chart | Closing


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that follow each other and are numbered together."""

    pieces: tuple[Piece, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole paper."""

    layout: Layout
    title: str
    sections: tuple[Section, ...] = field(default=())
    language: str = "vi"


def data(composition: Composition) -> dict[str, Any]:
    """The composition as JSON data, each piece with the name of its kind."""
    return {
        "title": composition.title,
        "language": composition.language,
        "sections": [
            {"landscape": section.landscape, "pieces": [_named(piece) for piece in section.pieces]}
            for section in composition.sections
        ],
    }


def _named(piece: Piece) -> dict[str, Any]:
    return {"is": type(piece).__name__.lower()} | asdict(piece)
