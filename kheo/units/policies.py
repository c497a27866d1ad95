"""What the history of a unit allows, whoever asks."""

from datetime import date

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.units import tree
from kheo.units.enums import LAST_DAY_OF_DISTRICTS, Level
from kheo.units.models import Unit


@rule
def can_change_from(unit: Unit, on: date) -> None:
    """The unit exists on the day from which it changes."""
    if unit.founded and on < unit.founded:
        raise NotNow(_("%(unit)s was founded on %(day)s: nothing of it can change earlier.") % _of(unit, unit.founded))
    if unit.closed and on > unit.closed:
        raise NotNow(_("%(unit)s ended on %(day)s: nothing of it can change later.") % _of(unit, unit.closed))


@rule
def can_stand_under(unit: Unit, parent: Unit, on: date) -> None:
    """The superior exists on that day, and is not the unit itself nor below it."""
    if not (parent.founded and parent.founded <= on and (parent.closed is None or on <= parent.closed)):
        raise NotNow(_("%(unit)s does not exist on %(day)s, so nothing can stand under it then.") % _of(parent, on))
    if unit.pk in tree.chain(parent.pk, on=on):
        raise NotNow(_("%(unit)s cannot stand under itself or under a unit below it.") % {"unit": unit.name})


@rule
def can_be_at(level: str, on: date) -> None:
    """There is no district level after 30 June 2025 (Law 72/2025/QH15; movement.md §9.1)."""
    if level == Level.DISTRICT and on > LAST_DAY_OF_DISTRICTS:
        raise NotNow(
            _("The district level ended on 30/06/2025: no unit can stand on it from %(day)s.")
            % {"day": format_date(on)}
        )


def _of(unit: Unit, day: date) -> dict[str, str]:
    return {"unit": unit.name, "day": format_date(day)}
