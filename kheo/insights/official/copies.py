"""The copies of what was recognised elsewhere, as a report lists them (T5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from kheo.exemplars.models import Registration
from kheo.insights.scope import Scope
from kheo.replication.enums import AdoptionState


@dataclass(frozen=True)
class Copy:
    """A copy: of what and of whom, where it is made, from when, and whether the receiving office confirmed it; `state`
    is empty where the unit said no more than that it is a copy."""

    pk: int
    pattern: str
    pattern_unit: str
    title: str
    unit: str
    place: str
    starts_on: date
    confirmed_on: date | None
    state: str


def copies_of(scope: Scope) -> list[Copy]:
    """The copies that the units of the scope registered in its round, by unit; in one query."""
    originals = Registration.objects.counted().filter(exemplar=OuterRef("exemplar__replicated_from"))
    newest = originals.with_unit_name().order_by("-registered_on", "-pk")
    rows = scope.rows().filter(exemplar__replicated_from__isnull=False).with_unit_name()
    rows = rows.annotate(
        pattern=Subquery(newest.values("title")[:1]), pattern_unit=Subquery(newest.values("unit_name")[:1])
    )
    listed = rows.select_related("adoption", "dossier").order_by("unit__sort_key", "unit_id", "pk")
    return [_copy(row, scope.until) for row in listed]


def _copy(row: Registration, until: date | None) -> Copy:
    told = getattr(row, "adoption", None)
    confirmed_on = told.confirmed_on if told else None
    state = told.state if told else ""
    if until and confirmed_on and confirmed_on > until:
        confirmed_on, state = None, AdoptionState.WAITING.value
    return Copy(
        row.pk, row.pattern or "", row.pattern_unit or "", row.title, row.unit_name or "",
        row.dossier.place if hasattr(row, "dossier") else "",
        told.starts_on if told else row.registered_on, confirmed_on, state,
    )  # fmt: skip
