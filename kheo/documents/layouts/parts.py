"""The parts that papers are made of: frozen values, read from and written to JSON without loss.

They say what stands in a paper, never how it looks: the same value prints in both layouts. Papers are in Vietnamese,
whatever language the interface speaks; only a report may be issued in another one, inside the same Vietnamese head.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kheo.documents.enums import Layout
from kheo.kernel.text import clean, clean_line

_NOT_IN_FILES = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no letters: neither XML nor JSON may carry them


def _line(text: str) -> str:
    return clean_line(_NOT_IN_FILES.sub("", text))


def _lines(text: str) -> str:
    return clean(_NOT_IN_FILES.sub("", text))


Line = Annotated[str, AfterValidator(_line)]
Text = Annotated[str, AfterValidator(_lines)]
Written = Annotated[str, Field(min_length=1), AfterValidator(_line)]  # a line that may not be missing


class Part(BaseModel):
    """A frozen value that knows exactly its own fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Part):
    """Who issues the paper, where and when, and under which number.

    `issuer` and `superior` are names as one writes them; capitals are the layout's doing. They may hold line breaks
    where a long name is to break. `number` is what the registry gave, whole (`127/QĐ-UBND`); until it is known, room is
    left for it in front of `symbol` (`QĐ-UBND`). `on` is the day of issue.
    """

    layout: Layout
    issuer: Text = Field(min_length=1)
    superior: Text = ""
    place: Line = ""
    number: Line = ""
    symbol: Line = ""
    on: date | None = None


class Signature(Part):
    """Who signs: on whose behalf (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`), in which office, by which name."""

    authority: tuple[Line, ...] = ()
    office: Line = ""
    note: Line = ""
    name: Line = ""


class Words(Part):
    """A paragraph; a `small` one is a note under a table."""

    is_: Literal["words"] = Field(default="words", alias="is")
    text: Text
    bold: bool = False
    italic: bool = False
    small: bool = False


class Heading(Part):
    """The heading of a part of the text: level 1 (`I. THÀNH PHẦN`) or 2."""

    is_: Literal["heading"] = Field(default="heading", alias="is")
    text: Written
    level: Literal[1, 2] = 1


class Points(Part):
    """A list; each point begins with a dash."""

    is_: Literal["points"] = Field(default="points", alias="is")
    items: tuple[Line, ...]


class Facts(Part):
    """Pairs of a label and what is true of it: `Thời gian bắt đầu: 08 giờ 00, ngày 15 tháng 12 năm 2023`."""

    is_: Literal["facts"] = Field(default="facts", alias="is")
    pairs: tuple[tuple[Line, Text], ...]


class Column(Part):
    """A column of a table. `width` is its share of the whole, in any unit."""

    title: Line
    width: Annotated[float, Field(gt=0, le=1000)] = 1
    align: Literal["left", "center", "right"] = "left"


class Row(Part):
    """A row of cells; `strong` for totals and groups of criteria.

    `links` are the addresses that the cells open, empty where one opens none; left out where no cell does.
    """

    cells: tuple[Text, ...]
    strong: bool = False
    links: tuple[Line, ...] = ()


class Band(Part):
    """A row across the whole table that names what follows: `I. TẬP THỂ`."""

    band: Written


class Table(Part):
    """A table with a header that repeats on each page; `small` letters for one of many columns."""

    is_: Literal["table"] = Field(default="table", alias="is")
    columns: tuple[Column, ...] = Field(min_length=1, max_length=20)
    rows: tuple[Row | Band, ...] = ()
    small: bool = False

    @model_validator(mode="after")
    def _rows_fill_the_columns(self) -> Self:
        for number, row in enumerate(self.rows, start=1):
            if isinstance(row, Row) and len(row.cells) != len(self.columns):
                raise PydanticCustomError(
                    "cells", "row {row} has {cells} cells", {"row": number, "cells": len(row.cells)}
                )
            if isinstance(row, Row) and row.links and len(row.links) != len(row.cells):
                raise PydanticCustomError(
                    "links", "row {row} has {links} links", {"row": number, "links": len(row.links)}
                )
        return self


class Bar(Part):
    """One bar of a chart: what it stands for, its number, and how the number is written beside it."""

    label: Written
    value: Annotated[float, Field(ge=0)]
    shown: Line


class Chart(Part):
    """Bars that compare numbers. `alt` says in words what the picture shows, for those who do not see it."""

    is_: Literal["chart"] = Field(default="chart", alias="is")
    caption: Written
    alt: Written
    bars: tuple[Bar, ...] = Field(min_length=1, max_length=40)


Block = Annotated[Words | Heading | Points | Facts | Table | Chart, Field(discriminator="is_")]


class Article(Part):
    """An article of a decision: its number is its place. `points` are its numbered clauses."""

    text: Text
    points: tuple[Text, ...] = ()


class Annex(Part):
    """What is enclosed and numbered with the paper: a list, a table. It begins on its own page."""

    title: Text
    blocks: tuple[Block, ...] = ()
    landscape: bool = False
