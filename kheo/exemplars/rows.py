"""Registrations as rows in words: of the list on the page, and of the file for Excel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import Kind, Origin, Status, Subject
from kheo.exemplars.models import Registration, RegistrationQuerySet
from kheo.kernel.periods import format_date
from kheo.movements.enums import FieldKey
from kheo.units.enums import Level

HEADER = [
    gettext_lazy("Code"),
    gettext_lazy("Name"),
    gettext_lazy("Unit code"),
    gettext_lazy("Unit"),
    gettext_lazy("Round"),
    gettext_lazy("Kind"),
    gettext_lazy("Subject"),
    gettext_lazy("Field"),
    gettext_lazy("Level registered for"),
    gettext_lazy("New or continued"),
    gettext_lazy("Status"),
    gettext_lazy("Date"),
    gettext_lazy("Recognised at"),
    gettext_lazy("Demonstration data"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list on the page. Every word is ready: fifty rows of models cost a page its whole budget."""

    url: str
    title: str
    about: str
    unit: str
    field: str
    level: str
    status: str
    status_label: str
    recognised: str
    day: str


def facts(found: RegistrationQuerySet) -> RegistrationQuerySet:
    """What both kinds of rows are made of, as dictionaries: the unit as named that day, the levels that recognised."""
    levels = Registration.objects.filter(pk=OuterRef("pk"), recognitions__isnull=False)
    return (
        found.with_unit_name()
        .annotate(recognised_at=ArraySubquery(levels.order_by("recognitions__on").values("recognitions__level")))
        .values(
            "pk", "code", "title", "unit__code", "unit_name", "round__name", "kind", "subject", "field__key", "level",
            "origin", "status", "registered_on", "recognised_at", "demonstration",
        )
    )  # fmt: skip


def for_page(found: list[dict[str, Any]]) -> list[Row]:
    """The rows of one page of the list."""
    words = _Words()
    return [
        Row(
            url=reverse("exemplars:detail", args=[row["pk"]]),
            title=row["title"] or _("Draft without a name"),
            about=" · ".join(
                filter(None, [row["code"], row["round__name"], words.kind[row["kind"]], words.subject[row["subject"]]])
            ),
            unit=row["unit_name"],
            field=words.field[row["field__key"]],
            level=words.level[row["level"]],
            status=row["status"],
            status_label=words.status[row["status"]],
            recognised=words.levels(row["recognised_at"]),
            day=format_date(row["registered_on"]),
        )
        for row in found
    ]


def for_file(found: RegistrationQuerySet) -> Iterator[list[object]]:
    """The rows of the file, newest first, read in portions so that memory does not grow."""
    words = _Words()
    for row in facts(found.newest_first()).iterator(chunk_size=2000):
        yield [
            row["code"],
            row["title"],
            row["unit__code"],
            row["unit_name"],
            row["round__name"],
            words.kind[row["kind"]],
            words.subject[row["subject"]],
            words.field[row["field__key"]],
            words.level[row["level"]],
            words.origin[row["origin"]],
            words.status[row["status"]],
            row["registered_on"],
            words.levels(row["recognised_at"]),
            _("Yes") if row["demonstration"] else "",
        ]


class _Words:
    """The words for every key, looked up once in the reader's language."""

    def __init__(self) -> None:
        self.kind, self.subject, self.level, self.origin, self.status = (
            {key: str(label) for key, label in choices.choices} for choices in (Kind, Subject, Level, Origin, Status)
        )
        self.field = {None: _("Not classified")} | {key: str(label) for key, label in FieldKey.choices}

    def levels(self, keys: list[str]) -> str:
        return ", ".join(self.level[key] for key in keys)
