"""Which units a unit can judge in a round: the part of `policies.can_judge` about places, for one or many at once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.models import Unit


def why_not(unit: Unit, round_: Round, judged: Iterable[Unit]) -> dict[int, str]:
    """Why the unit cannot judge each of these in the round, by their ids, empty where it can; in two queries.

    They existed during the round, stand in line with the owner of its movement, and below the judging unit (or are it).
    """
    units = {one.pk: one for one in judged}
    chains = tree.chains(units, on=round_.date)
    owner = round_.movement.owner_id
    above_the_owner = set(tree.chain(owner, on=round_.date))
    return {
        pk: _why_not(unit, round_, one, set(chains[pk]), in_line=owner in chains[pk] or pk in above_the_owner)
        for pk, one in units.items()
    }


def _why_not(unit: Unit, round_: Round, judged: Unit, chain: set[int], *, in_line: bool) -> str:
    if not judged.existed_between(round_.starts, round_.ends):
        return _("%(unit)s did not exist during %(round)s.") % {"unit": judged.name, "round": round_.name}
    if not in_line:
        return _("%(round)s belongs to a movement in which %(unit)s takes no part.") % {
            "unit": judged.name, "round": round_.name,
        }  # fmt: skip
    if unit.pk not in chain:
        return _("%(judged)s does not stand below %(unit)s, which can therefore not judge it.") % {
            "judged": judged.name, "unit": unit.name,
        }  # fmt: skip
    return ""
