"""The units directly below a judging unit, as what it may judge: which are being judged, which can be, which not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kheo.evaluations import judgeable
from kheo.evaluations.models import Evaluation
from kheo.movements.models import Round
from kheo.units.models import Unit


@dataclass(frozen=True)
class Subordinate:
    """A unit as it was called in the round; its evaluation by the judging unit, if there is one; and, when none can be
    opened, the sentence why."""

    unit: Unit
    name: str
    evaluation: Evaluation | None = None
    why_not: str = ""

    @property
    def can_be_opened(self) -> bool:
        """Whether its evaluation can be opened now."""
        return not self.why_not


def of(unit: Unit, round_: Round) -> list[Subordinate]:
    """Every unit directly below at the round's date, in their order; as many queries for ninety as for one."""
    evaluations = Evaluation.objects.filter(subject__round=round_, subject__issuer=None, unit=unit)
    begun = {one.subject.unit_id: one for one in evaluations.select_related("subject")}
    below = list(Unit.objects.children_of(unit, on=round_.date).with_name_on(round_.date).in_order())
    barred = judgeable.why_not(unit, round_, below)
    return [_told(one, unit, begun.get(one.pk), barred[one.pk]) for one in below]


def _told(below: Unit, unit: Unit, evaluation: Evaluation | None, barred: str) -> Subordinate:
    name = below.name_then  # type: ignore[attr-defined] # annotated by with_name_on
    if evaluation and not barred:
        words = {"title": evaluation.subject, "unit": unit.name}
        barred = _("“%(title)s” is already being evaluated by %(unit)s.") % words
    return Subordinate(below, name, evaluation, barred)
