"""The registrations behind a number: the same scope and the same condition as the count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars import paging
from kheo.exemplars.enums import CONSIDERABLE, Kind, Origin, Status, Subject
from kheo.exemplars.models import Registration
from kheo.exemplars.rows import facts
from kheo.insights.breakdown import DIMENSIONS
from kheo.insights.enums import Measure
from kheo.insights.measures import those_of
from kheo.insights.scope import Scope
from kheo.movements.enums import UNCLASSIFIED
from kheo.units.enums import Level

GROUPS = {
    "field": gettext_lazy("Field"),
    "subject": gettext_lazy("Subject"),
    "kind": gettext_lazy("Kind"),
    "origin": gettext_lazy("New or continued"),
}
PARTS = {"subject": Subject, "kind": Kind, "origin": Origin}


@dataclass(frozen=True)
class Part:
    """Which number was opened: a measure, of one part or of all, of the branch or of the unit itself or of what is not
    separable among the units below it, of everything or only of what an office has accepted into its list."""

    measure: Measure = Measure.REGISTERED
    field: str = ""
    subject: str = ""
    kind: str = ""
    origin: str = ""
    state: str = ""
    own: bool = False
    apart: bool = False
    accepted: bool = False


def behind(scope: Scope, part: Part) -> QuerySet[Registration]:
    """The rows of a number; as many as the number says."""
    rows = scope.rows(own=part.own, apart=part.apart)
    if part.accepted:
        rows = rows.filter(status__in=CONSIDERABLE)
    if part.field:
        rows = rows.filter(field=None) if part.field == UNCLASSIFIED else rows.filter(field__key=part.field)
    if part.state:
        rows = rows.filter(status=part.state)
    same = {name: value for name in ("subject", "kind", "origin") if (value := getattr(part, name))}
    return those_of(part.measure, rows.filter(**same), scope.until)


def page_of(
    found: QuerySet[Registration], size: int, *, after: str = "", before: str = ""
) -> tuple[paging.Page, int]:  # fmt: skip
    """The keys of one page, and how many there are behind the number; the first page learns both in one query."""
    keys = found.annotate(count=Window(Count("pk"))).values("pk", "registered_on", "count")
    page = paging.page(keys, size, after=after, before=before)
    if after or before:
        return page, found.count()
    return page, page.rows[0]["count"] if page.rows else 0


def facts_of(page: paging.Page) -> list[dict[str, Any]]:
    """What the rows of a page are made of. Asked for when it is known which they are: the names of units and rounds
    are then looked up for fifty rows, not for all behind the number."""
    found = Registration.objects.filter(pk__in=[row["pk"] for row in page.rows])
    return list(facts(found.newest_first()))


def in_words(scope: Scope, part: Part, field_names: Mapping[str, str]) -> str:
    """What the rows are, as a heading: “Recognised here · Economy · New”."""
    parts = [part_label(name, value, field_names) for name in DIMENSIONS if (value := getattr(part, name))]
    level = [_("for the level: %(level)s") % {"level": Level(scope.level).label.lower()}] if scope.level else []
    state = [str(Status(part.state).label)] if part.state else []
    own = [_("the unit itself")] if part.own else [_("not separable")] if part.apart else []
    accepted = [_("accepted into the list")] if part.accepted else []
    return " · ".join([str(part.measure.label), *accepted, *parts, *state, *level, *own])


def part_label(dimension: str, part: str, field_names: Mapping[str, str]) -> str:
    """A part of a breakdown in words; a field under the name that the place gives it."""
    if dimension == "field":
        return _("Not classified") if part == UNCLASSIFIED else str(field_names.get(part, part))
    return str(PARTS[dimension](part).label)
