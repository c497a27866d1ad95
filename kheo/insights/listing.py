"""The list of models and examples (F5, T3 of movement.md): what stands behind the figures, row by row.

The keys of the columns that both have are those of `kheo import registrations`, so that a list written here can be
brought in elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.exemplars.models import Registration
from kheo.insights.enums import Mark, Result
from kheo.movements.enums import FieldKey
from kheo.recognitions.models import Outcome, Proposal, Recognition
from kheo.units.enums import HEIGHT, Level
from kheo.units.models import UnitKind

PORTION = 2000  # rows read at a time, so that memory does not grow with the list


@dataclass(frozen=True)
class Column:
    """A column of the list. `choices` turns its key into the reader's language."""

    key: str
    label: str | Promise
    read: Callable[[Registration], Any]
    choices: type | None = None

    def value(self, row: Registration, *, machine: bool) -> Any:
        """What stands in the cell: the key for machines, the word for people."""
        value = self.read(row)
        return str(self.choices(value).label) if self.choices and value and not machine else value


def header(*, machine: bool) -> list[str]:
    """The heads of the list."""
    return [column.key if machine else str(column.label) for column in COLUMNS]


def lines(rows: QuerySet[Registration], *, machine: bool) -> Iterator[list[Any]]:
    """The list, newest first, read in portions."""
    for row in with_all_it_takes(rows).iterator(chunk_size=PORTION):
        yield [column.value(row, machine=machine) for column in COLUMNS]


def result(row: Registration) -> str:
    """How far a registration has come, as its list says it. What is being weighed is not told (trust.md T4)."""
    if row.recognitions.all():
        return Result.RECOGNISED
    return Result.NOT_RECOGNISED if row.was_decided else Result.REGISTERED


def with_results(rows: QuerySet[Registration], until: date | None = None) -> QuerySet[Registration]:
    """The rows with what `result` and the highest recognition need, whatever their number in two queries; of
    recognitions only those up to a day, where one is told."""
    decided = Outcome.objects.concluded().filter(registration=OuterRef("pk"))
    recognitions = Recognition.objects.select_related("decision").filter(**({"on__lte": until} if until else {}))
    return rows.annotate(was_decided=Exists(decided)).prefetch_related(Prefetch("recognitions", recognitions))


def highest(row: Registration) -> Recognition | None:
    """The recognition on the highest rung."""
    return max(row.recognitions.all(), key=lambda recognition: HEIGHT[Level(recognition.level)], default=None)


def with_all_it_takes(rows: QuerySet[Registration], until: date | None = None) -> QuerySet[Registration]:
    """The rows with all that a line of the list needs, newest first, whatever their number in a few queries."""
    level = UnitKind.objects.filter(
        unit=OuterRef("to_unit"), during__startswith__lte=OuterRef("registration__round__ends")
    )
    proposals = Proposal.objects.annotate(to_level=Subquery(level.order_by("-during").values("level")[:1]))
    read = ("unit", "round", "field", "exemplar", "dossier")
    only = (
        "code", "title", "kind", "subject", "level", "origin", "summary", "registered_on", "demonstration",
        "unit__code", "round__code", "field__key", "exemplar__began", "dossier__place", "dossier__person_name",
    )  # fmt: skip
    rows = with_results(rows, until).select_related(*read).only(*only).with_unit_name()
    return rows.prefetch_related(Prefetch("proposals", proposals)).newest_first()


def _dossier(row: Registration, name: str) -> str:
    return getattr(row.dossier, name) if hasattr(row, "dossier") else ""


def _level(row: Registration) -> str | None:
    recognition = highest(row)
    return recognition.level if recognition else None


def _decision_number(row: Registration) -> str | None:
    recognition = highest(row)
    return recognition.decision.number if recognition and recognition.decision else None


def _decision_date(row: Registration) -> date | None:
    recognition = highest(row)
    if recognition is None:
        return None
    return recognition.decision.date if recognition.decision else recognition.on


def _proposed_to(row: Registration) -> str | None:
    levels = [proposal.to_level for proposal in row.proposals.all() if proposal.to_level]
    return max(levels, key=lambda level: HEIGHT[Level(level)], default=None)


COLUMNS = (
    Column("code", _("Code"), lambda row: row.code),
    Column("title", _("Name"), lambda row: row.title),
    Column("unit_code", _("Unit code"), lambda row: row.unit.code),
    Column("unit_name", _("Unit"), lambda row: row.unit_name),
    Column("round_code", _("Round"), lambda row: row.round.code),
    Column("place", _("Place"), partial(_dossier, name="place")),
    Column("subject", _("Subject"), lambda row: row.subject, Subject),
    Column("person_name", _("Name of the individual"), partial(_dossier, name="person_name")),
    Column("field", _("Field"), lambda row: row.field.key if row.field else "", FieldKey),
    Column("began", _("Year it began"), lambda row: row.exemplar.began.year),
    Column("origin", _("New or continued"), lambda row: row.origin, Origin),
    Column("kind", _("Kind"), lambda row: row.kind, Kind),
    Column("level", _("Level registered for"), lambda row: row.level, Level),
    Column("registered_on", _("Date"), lambda row: row.registered_on),
    Column("summary", _("Summary"), lambda row: row.summary),
    Column("status", _("Result"), result, Result),
    Column("recognised_level", _("Highest level that recognised it"), _level, Level),
    Column("decision_number", _("Number of the decision"), _decision_number),
    Column("decision_date", _("Date of the decision"), _decision_date),
    Column("proposed_to_level", _("Level it was proposed to"), _proposed_to, Level),
    Column("demonstration", _("Demonstration data"), lambda row: "yes" if row.demonstration else "", Mark),
)  # fmt: skip
