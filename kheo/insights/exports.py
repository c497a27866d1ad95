"""Figures as files: the JSON that programs read, and the table of the page as xlsx or csv."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet

from kheo.exemplars.models import Registration
from kheo.insights import listing
from kheo.insights.breakdown import MEASURES, Breakdown, Parts, Split
from kheo.insights.enums import Format
from kheo.insights.funnel import Funnel
from kheo.insights.printed import Printed
from kheo.insights.scope import Scope
from kheo.insights.tables import Table
from kheo.kernel import sheets
from kheo.recognitions.enums import Upward

JSON = "application/json"
CONTENT_TYPES = {Format.XLSX: sheets.XLSX, Format.CSV: sheets.CSV, Format.JSON: JSON}


# ── JSON ──


def funnel_as_json(funnel: Funnel) -> dict[str, Any]:
    """`{"round", "as_of", "rows": [{"unit", "name", …measures…, "considered"}], "total"}`; `considered` of the total is
    how many of its `units` have. A row whose unit proposes nothing says so: `"upward": "forgone"`."""
    rows = [
        {
            "unit": row.line.code, "name": row.line.name, **row.figures.by_measure(), "considered": row.considered,
            **({"upward": row.upward.value} if row.upward == Upward.FORGONE else {}),
        }
        for row in funnel.rows
    ]  # fmt: skip
    total = {**funnel.total.by_measure(), "considered": funnel.considered, "units": funnel.units}
    return {**_head(funnel.scope), "rows": rows, "total": total, **_printed(funnel.printed)}


def breakdown_as_json(breakdown: Breakdown) -> dict[str, Any]:
    """Rows and a total with `registered` and `recognised`, each `{total, by_field, by_subject, by_kind, by_origin}`."""
    rows = [{"unit": row.line.code, "name": row.line.name, **_split_as_json(row.split)} for row in breakdown.rows]
    total = {**_split_as_json(breakdown.total), "units": len(rows)}
    return {**_head(breakdown.scope), "rows": rows, "total": total, **_printed(breakdown.printed)}


def list_as_json(scope: Scope, rows: QuerySet[Registration]) -> dict[str, Any]:
    """The registrations behind the figures, one object a row, under the keys of the list."""
    keys = listing.header(machine=True)
    listed = [dict(zip(keys, line, strict=True)) for line in listing.lines(rows, machine=True)]
    return {**_head(scope), "rows": listed, "total": len(listed)}


def table_as_json(scope: Scope, table: Table) -> dict[str, Any]:
    """Any other table, one object a row, under the keys of its columns."""
    keys = table.header(machine=True)
    return {**_head(scope), "rows": [dict(zip(keys, line, strict=True)) for line in table.lines(machine=True)]}


def _head(scope: Scope) -> dict[str, Any]:
    level = {"level": scope.level} if scope.level else {}
    restated = {"restated": True} if scope.is_restated else {}
    return {"round": scope.round.code, "as_of": scope.on.isoformat(), **restated, **level}


def _split_as_json(split: Split) -> dict[str, Any]:
    return {measure.value: _parts_as_json(split.of(measure)) for measure in MEASURES}


def _parts_as_json(parts: Parts) -> dict[str, Any]:
    return {"total": parts.total, **{f"by_{dimension}": dict(counts) for dimension, counts in parts.by.items()}}


def _printed(printed: Sequence[Printed]) -> dict[str, Any]:
    """What reports print beside our sums; nothing where none is known."""
    beside = [
        {
            "unit": p.code, "measure": p.measure, "printed_total": p.value, "sum_of_rows": p.sum_of_rows, "gap": p.gap,
            "source": p.source,
        }
        for p in printed
    ]  # fmt: skip
    return {"printed": beside} if beside else {}


# ── Files ──


def write_json(stream: IO[bytes], content: dict[str, Any]) -> None:
    """Readable JSON in UTF-8; days in ISO form."""
    stream.write(json.dumps(content, ensure_ascii=False, indent=2, default=_iso).encode())
    stream.write(b"\n")


def write_rows(
    stream: IO[bytes], format_: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]],
    notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write a table as xlsx or csv."""
    if format_ == Format.XLSX:
        sheets.write_xlsx(stream, title, header, rows, notes=notes)
    else:
        sheets.write_csv(stream, header, rows)


def write_table(stream: IO[bytes], format_: str, table: Table, *, machine: bool) -> None:
    """Write a table of this chapter as xlsx or csv, headed by keys for machines, by words for people."""
    write_rows(stream, format_, table.title, table.header(machine=machine), table.lines(machine=machine), table.notes)


def write_list(stream: IO[bytes], format_: str, title: str, rows: QuerySet[Registration], *, machine: bool) -> None:
    """Write the list behind the figures as xlsx or csv."""
    write_rows(stream, format_, title, listing.header(machine=machine), listing.lines(rows, machine=machine))


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
