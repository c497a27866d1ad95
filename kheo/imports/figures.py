"""The lists of results, of resources and of people served: rows of works that are registered already.

A row names its work by the code of the registration, as the tables that are taken away from the pages do; its cells are
read by the same reader as those of the page on which a unit writes them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.imports.enums import ImportKind
from kheo.imports.examination import Examination, Examined, Values, row_by_row
from kheo.imports.listing import Listing
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.results import actions, permissions, policies, rows
from kheo.results.enums import Sheet
from kheo.results.models import Figure

SHEETS = {
    ImportKind.RESULTS: Sheet.RESULTS,
    ImportKind.RESOURCES: Sheet.RESOURCES,
    ImportKind.BENEFICIARIES: Sheet.BENEFICIARIES,
}


@dataclass(frozen=True)
class Item:
    """A row as it will be written: of which work, and what it says."""

    registration: Registration
    sheet: Sheet
    told: dict[str, Any] = field(hash=False)


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    return row_by_row(listing, _Ground(SHEETS[listing.kind], by))


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Put the rows behind those that stand, work by work; gives the ids of what is new. A work that somebody writes in
    afterwards keeps the list from being undone: that is why the works are named too."""
    works: dict[int, list[Item]] = defaultdict(list)
    for item in examination.items:
        works[item.registration.pk].append(item)
    sheet = SHEETS[examination.listing.kind]
    made = []
    for items in works.values():
        made += actions.bring_in(items[0].registration, sheet, [item.told for item in items], by=by)
    return {rows.MODELS[sheet]._meta.model_name: made, "registration": sorted(works)}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Take the rows of a list out again; `ProtectedError` when something hangs on one."""
    for sheet, model in rows.MODELS.items():
        if ids := made.get(model._meta.model_name):
            actions.take_back(sheet, ids, by=by)


class _Ground:
    """What the rows stand on: the works that the person may write figures of, and the figures that are there."""

    def __init__(self, sheet: Sheet, by: Person | None) -> None:
        self.sheet, self.by = sheet, by
        found = Registration.objects.exclude(code="") if by is None else Registration.objects.visible_to(by)
        self.works: dict[str, list[Registration]] = defaultdict(list)
        for work in found.select_related("unit", "receiver", "round__closing").order_by("pk"):
            self.works[work.code].append(work)
        self._why: dict[int, str] = {}
        self._there: dict[int, set[tuple]] = {}
        self._seen: dict[tuple, int] = {}

    def item(self, values: Values, examined: Examined) -> Item | None:
        """The row as what will be written, with its faults in `values`, or with its twin noted."""
        work = self._work(values)
        told, faults = rows.read(self.sheet, self._cells(values))
        for fault in faults:
            values.fault(fault.column, fault.sentence)
        if not told and not faults:
            values.fault("words", _("Say in words what this is."))
        if work is None or values.faults:
            return None
        mark = (work.pk, *_mark(told))
        number = self._seen.setdefault(mark, examined.row.number)
        if mark[1:] in self._here(work):
            examined.twin = _("Already there.")
        elif number != examined.row.number:
            examined.twin = _("The same as row %(row)s.") % {"row": number}
        return Item(work, self.sheet, {"key": uuid4(), **told})

    def _work(self, values: Values) -> Registration | None:
        code, _at, unit = values["registration_code"].partition("@")
        found = [work for work in self.works.get(code, []) if not unit or unit in _codes_of(work)]
        if len(found) != 1:
            sentence = (
                _("Several registrations bear the code “%(code)s”: write it with the code of the unit, %(code)s@UNIT.")
                if found
                else _("There is no registration with the code “%(code)s” that you may open.")
            )
            values.fault("registration_code", sentence % {"code": code})
            return None
        if why := self._why_not(found[0]):
            values.fault("registration_code", why)
            return None
        return found[0]

    def _why_not(self, work: Registration) -> str:
        """Asked once for each work, however many rows it has."""
        if work.pk not in self._why:
            rule = policies.can_be_written if self.by is None else permissions.can_write_figures
            self._why[work.pk] = rule.why_not(*([] if self.by is None else [self.by]), work)
        return self._why[work.pk]

    def _here(self, work: Registration) -> set[tuple]:
        if work.pk not in self._there:
            standing = rows.MODELS[self.sheet].objects.filter(registration=work)
            self._there[work.pk] = {_mark_of(figure) for figure in standing}
        return self._there[work.pk]

    def _cells(self, values: Values) -> dict[str, str]:
        """The cells as the reader of the page takes them; a qualifier in a column of its own goes before the number."""
        cells = {name: str(text) for name, text in values.items()}
        cells["value"] = f"{cells.pop('qualifier', '')} {cells['value']}".strip()
        return cells


def _codes_of(work: Registration) -> tuple[str, ...]:
    return (work.unit.code, *([work.receiver.code] if work.receiver else []))


def _mark(told: dict[str, Any]) -> tuple:
    """What makes two rows of a work the same."""
    return (
        fold(told["words"]), told["value"], told["measure"], str(told["qualifier"]), fold(told.get("place") or ""),
        str(told.get("source", "")), str(told.get("kind", "")), told.get("ends"),
    )  # fmt: skip


def _mark_of(figure: Figure) -> tuple:
    names = ("words", "value", "measure", "qualifier", "place", "source", "kind", "ends")
    return _mark({name: getattr(figure, name, "" if name != "ends" else None) for name in names})
