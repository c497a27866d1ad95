"""The units directly below a judging unit, as what it may judge: which are being judged, which can be, which not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kheo.evaluations.models import Evaluation
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.models import Unit


@dataclass(frozen=True)
class Subordinate:
    """A unit as it was called in the round; its evaluation by the judging unit, if there is one; else, when none can
    be opened, the sentence why."""

    unit: Unit
    name: str
    evaluation: Evaluation | None = None
    why_not: str = ""

    @property
    def can_be_opened(self) -> bool:
        """Whether its evaluation can be opened now."""
        return not self.why_not


def of(unit: Unit, round_: Round) -> list[Subordinate]:
    """Every unit directly below at the round's date, in their order; as many queries for ninety as for one.

    The law is that of `policies.can_judge`, asked for all at once; `tests/evaluations/test_open_units.py` holds the two
    together.
    """
    evaluations = Evaluation.objects.filter(subject__round=round_, subject__issuer=None, unit=unit)
    begun = {one.subject.unit_id: one for one in evaluations.select_related("subject")}
    in_line = _line_of_the_owner(unit, round_)
    below = Unit.objects.children_of(unit, on=round_.date).with_name_on(round_.date).in_order()
    return [_told(one, unit, round_, begun.get(one.pk), in_line) for one in below]


def _told(
    below: Unit, unit: Unit, round_: Round, evaluation: Evaluation | None, in_line: frozenset[int] | None
) -> Subordinate:  # fmt: skip
    name = below.name_then  # type: ignore[attr-defined] # annotated by with_name_on
    words = {"title": name, "judged": name, "unit": unit.name, "round": round_.name}
    why_not = ""
    if evaluation:
        why_not = _("“%(title)s” is already being evaluated by %(unit)s.") % words
    elif not below.existed_between(round_.starts, round_.ends):
        why_not = _("%(unit)s did not exist during %(round)s.") % {**words, "unit": name}
    elif in_line is not None and below.pk not in in_line:
        why_not = _("%(round)s belongs to a movement in which %(judged)s takes no part.") % words
    return Subordinate(below, name, evaluation, why_not)


def _line_of_the_owner(unit: Unit, round_: Round) -> frozenset[int] | None:
    """Where the owner of the movement stands below the judging unit, only the units above the owner (and itself) take
    part; None where all below the unit do."""
    owner = round_.movement.owner_id
    if owner in tree.chain(unit.pk, on=round_.date):
        return None
    return frozenset(tree.chain(owner, on=round_.date))
