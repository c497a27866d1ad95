"""The rows behind each number of resources and results, and which works they are cut from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.insights.addresses import page_address, part_of_line
from kheo.insights.asking import number, word
from kheo.insights.scope import Line, Scope
from kheo.insights.tables import Cell, Column, Table, what_it_is
from kheo.kernel import measures
from kheo.kernel.quantities import Nature, Qualifier, Quantity, in_words
from kheo.kernel.text import clean_line
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.results import consolidation, exporting, reading
from kheo.results.consolidation import Added, Kind
from kheo.results.enums import Mobilised, Source

PAGE = 50  # rows of a list


@dataclass(frozen=True)
class Asked:
    """Which number was opened: of resources or people served, or one kind of result; of one field, or of all."""

    of: str = ""
    source: str = ""
    kind: Kind | None = None
    field: str = ""
    own: bool = False
    apart: bool = False
    page: int = 1


def asked_of(query: QueryDict) -> Asked:
    """Read what the address names; `BadInput` for what it cannot be."""
    of = word(query, "of", Mobilised.values)
    kind = None
    if not of and ("words" in query or "indicator" in query or "commitment" in query):
        kind = Kind(
            number(query, "indicator"), clean_line(query.get("words", ""))[:300],
            clean_line(query.get("base", ""))[: measures.LONGEST], word(query, "nature", Nature.values) or Nature.FLOW,
            clean_line(query.get("commitment", ""))[:200],
        )  # fmt: skip
    return Asked(
        of, word(query, "source", Source.values), kind, field_asked(query),
        word(query, "own", ["1"]) == "1", word(query, "apart", ["1"]) == "1", max(number(query, "page") or 1, 1),
    )  # fmt: skip


def field_asked(query: QueryDict) -> str:
    """The field to which the figures are narrowed; empty for all."""
    return word(query, "field", [*FieldKey.values, UNCLASSIFIED])


def works(scope: Scope, field: str = "", *, own: bool = False, apart: bool = False) -> QuerySet[Registration]:
    """The works whose figures count: those of the scope, of a field, without what a unit is mending."""
    found = scope.rows(own=own, apart=apart)
    if field:
        found = found.filter(field=None) if field == UNCLASSIFIED else found.filter(field__key=field)
    return reading.told(found).order_by()


# ── The rows behind ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Row:
    """One figure of one work."""

    url: str
    title: str
    code: str
    unit: str
    words: str
    number: str
    source: str
    quantity: Quantity


@dataclass(frozen=True)
class Behind:
    """The rows of a page, and what all rows behind the number add up to."""

    title: str
    total: Added
    rows: list[Row]
    count: int

    @property
    def total_in_words(self) -> str:
        return in_words(self.total.quantity)


def behind(scope: Scope, asked: Asked, *, everything: bool = False) -> Behind:
    """The rows of a number: as many, and with the same total, as the table says. In four queries."""
    found_in = works(scope, asked.field, own=asked.own, apart=asked.apart)
    if asked.kind:
        rows, base = consolidation.rows_of_results(found_in, asked.kind), asked.kind.base
        title = asked.kind.commitment
    else:
        mobilised = Mobilised(asked.of or Mobilised.MONEY)
        rows = consolidation.rows_of(found_in, mobilised, asked.source)
        base = consolidation.nothing(mobilised).quantity.base
        title = " · ".join([str(mobilised.label), *([str(Source(asked.source).label)] if asked.source else [])])
    ordered = rows.order_by("-amount", "id")
    first = 0 if everything else (asked.page - 1) * PAGE
    listed = list(ordered if everything else ordered[first : first + PAGE])
    total = consolidation.added(rows, base)
    made = _rows(listed)
    return Behind(title or (made[0].words if made else _("Results")), total, made, total.rows)


def _rows(listed: list[dict[str, Any]]) -> list[Row]:
    ids = {row["registration_id"] for row in listed}
    works_by_id = {work.pk: work for work in Registration.objects.filter(pk__in=ids).with_unit_name()}
    return [_row(row, works_by_id[row["registration_id"]]) for row in listed]


def _row(row: Mapping[str, Any], work: Any) -> Row:
    quantity = Quantity(row["amount"], row["base"], Qualifier(row["qualifier"]))
    return Row(
        reverse("exemplars:detail", args=[work.pk]), work.title, work.code, work.unit_name or "", row["words"],
        in_words(quantity), str(Source(row["source"]).label) if row["source"] in Source else row["place"], quantity,
    )  # fmt: skip


def of_rows(scope: Scope, asked: Asked) -> Table:
    """All rows behind a number, as a table for a file."""
    found = behind(scope, asked, everything=True)
    rows = [
        [
            Cell(row.code, row.code), Cell(row.title, row.title), Cell(row.unit, row.unit), Cell(row.words, row.words),
            Cell(row.source, row.source), *_quantity_cells(row.quantity),
        ]
        for row in found.rows
    ]  # fmt: skip
    columns = [
        Column("code", _("Code of the registration")), Column("title", _("Name")), Column("unit", _("Unit")),
        Column("words", _("What it is")), Column("source", _("Source or place")), Column("qualifier", _("Qualifier")),
        Column("number", _("Amount")), Column("measure", _("Unit of measure")),
    ]  # fmt: skip
    total = [*(Cell("", "") for _column in columns[:5]), *_quantity_cells(found.total.quantity)]
    return Table("amounts", found.title, columns, rows, total, [*what_it_is(scope), *exporting.notes()])


def _quantity_cells(quantity: Quantity) -> list[Cell]:
    """Qualifier, number and unit of measure apart, so that a spreadsheet can go on with the number."""
    qualifier = quantity.qualifier
    return [
        Cell(qualifier.value, str(qualifier.label)),
        Cell(quantity.value, quantity.value),
        Cell(quantity.base, measures.label(quantity.base)),
    ]


def rows_address(scope: Scope, line: Line | None, field: str, **more: str) -> str:
    """The rows behind a number of a line, or of the whole scope."""
    unit_id = line.unit_id if line else None
    return page_address("amounts", scope, unit_id, field=field, **part_of_line(line), **more)
