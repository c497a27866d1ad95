"""The registrations behind a number: the same scope and the same condition as the count."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import CONSIDERABLE, Kind, Origin, Subject
from kheo.exemplars.models import Registration
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
    """Which number was opened: a measure, of one part or of all, of the branch or of the unit itself, of everything or
    only of what an office has accepted into its list."""

    measure: Measure = Measure.REGISTERED
    field: str = ""
    subject: str = ""
    kind: str = ""
    origin: str = ""
    own: bool = False
    accepted: bool = False


def behind(scope: Scope, part: Part) -> QuerySet[Registration]:
    """The rows of a number; as many as the number says."""
    rows = scope.registrations([scope.unit.pk] if part.own else scope.unit_ids)
    if part.accepted:
        rows = rows.filter(status__in=CONSIDERABLE)
    if part.field:
        rows = rows.filter(field=None) if part.field == UNCLASSIFIED else rows.filter(field__key=part.field)
    same = {name: value for name in ("subject", "kind", "origin") if (value := getattr(part, name))}
    return those_of(part.measure, rows.filter(**same))


def in_words(scope: Scope, part: Part, field_names: Mapping[str, str]) -> str:
    """What the rows are, as a heading: “Recognised here · Economy · New”."""
    parts = [part_label(name, value, field_names) for name in DIMENSIONS if (value := getattr(part, name))]
    level = [_("for the level: %(level)s") % {"level": Level(scope.level).label.lower()}] if scope.level else []
    own = [_("the unit itself")] if part.own else []
    accepted = [_("accepted into the list")] if part.accepted else []
    return " · ".join([str(part.measure.label), *accepted, *parts, *level, *own])


def part_label(dimension: str, part: str, field_names: Mapping[str, str]) -> str:
    """A part of a breakdown in words; a field under the name that the place gives it."""
    if dimension == "field":
        return _("Not classified") if part == UNCLASSIFIED else str(field_names.get(part, part))
    return str(PARTS[dimension](part).label)
