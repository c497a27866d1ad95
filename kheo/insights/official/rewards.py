"""T6: what was recognised and what was rewarded, by decision (movement.md §4.3).

Two acts of two authorities (movement.md §1 rule 1): neither counts as the other, and no sum adds them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.awards.enums import Form
from kheo.awards.models import Award, Awarded
from kheo.documents.models import CertificateSheet
from kheo.exemplars.enums import Subject
from kheo.insights.scope import Scope
from kheo.recognitions.models import Consideration, Recognition
from kheo.units.enums import Level


@dataclass(frozen=True)
class Reward:
    """What one decision recognised, or rewarded; with a reward go no certificates of ours."""

    form: str
    unit: str
    collectives: int
    individuals: int
    certificates: int | None
    number: str
    on: date
    url: str


def rewards_of(scope: Scope) -> list[Reward]:
    """The recognitions of the scope's registrations by who decided, from the highest level down; in four queries."""
    given = Recognition.objects.filter(registration__in=scope.rows().order_by(), round=scope.round).order_by()
    if scope.until:
        given = given.filter(on__lte=scope.until)
    counted = given.values("unit_id", "unit__name", "level", "decision_id", "decision__number", "on").annotate(
        collectives=Count("pk", filter=Q(registration__subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(registration__subject=Subject.INDIVIDUAL)),
    )
    rows = list(counted)
    certificates = _certificates([row["decision_id"] for row in rows if row["decision_id"]])
    considered = _considerations(scope, {row["unit_id"] for row in rows})
    height = {level: place for place, level in enumerate(Level.values)}
    rows.sort(key=lambda row: (height[row["level"]], row["on"], row["unit__name"]))
    return [
        Reward(
            _("Recognition at the level: %(level)s") % {"level": Level(row["level"]).label.lower()},
            row["unit__name"], row["collectives"], row["individuals"], certificates.get(row["decision_id"], 0),
            row["decision__number"] or "", row["on"], considered.get((row["unit_id"], row["decision_id"]), ""),
        )
        for row in rows
    ]  # fmt: skip


def awards_of(scope: Scope) -> list[Reward]:
    """The awards that name registrations of the scope, of these only as many as stand in it; in one query."""
    given = Awarded.objects.filter(registration__in=scope.rows().order_by(), award__in=Award.objects.standing())
    if scope.until:
        given = given.filter(award__on__lte=scope.until)
    rows = given.order_by("award__on", "award__pk").values_list(
        "award", "award__form", "award__issuer", "award__number", "award__on"
    )
    counted = rows.annotate(
        collectives=Count("pk", filter=Q(registration__subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(registration__subject=Subject.INDIVIDUAL)),
    )
    return [
        Reward(
            str(Form(form).label),
            issuer,
            collectives,
            individuals,
            None,
            number,
            on,
            reverse("awards:detail", args=[pk]),
        )
        for pk, form, issuer, number, on, collectives, individuals in counted
    ]


def _certificates(decision_ids: list[int]) -> dict[int, int]:
    """How many valid certificates each decision gave rise to."""
    sheets = CertificateSheet.objects.filter(paper__in=decision_ids).order_by()
    valid = Count("certificates", filter=Q(certificates__withdrawn_at=None))
    return dict(sheets.values("paper_id").annotate(count=valid).values_list("paper_id", "count"))


def _considerations(scope: Scope, unit_ids: set[int]) -> dict[tuple[int, int | None], str]:
    """Where the list behind each decision is shown."""
    found: dict[tuple[int, int | None], str] = defaultdict(str)
    concluded = Consideration.objects.filter(round=scope.round, unit__in=unit_ids, concluded_at__isnull=False)
    for pk, unit_id, decision_id in concluded.order_by("pk").values_list("pk", "unit_id", "decision_id"):
        found[unit_id, decision_id] = reverse("recognitions:detail", args=[pk])
    return found
