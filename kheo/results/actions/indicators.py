"""The catalogue of indicators: of a movement, and of a unit for itself and those below."""

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal, measures
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import Nature
from kheo.kernel.text import clean_line, fold
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.results import permissions
from kheo.results.enums import Direction
from kheo.results.models import Indicator
from kheo.units.models import Unit


@transaction.atomic
def add_indicator(
    movement: Movement, *, name: str, measure: str, by: Person, unit: Unit | None = None,
    nature: str = Nature.FLOW, direction: str = Direction.MORE,
) -> Indicator:  # fmt: skip
    """Offer an indicator: to everybody in the movement, or to a unit and those below it."""
    movement = Movement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=movement.pk)
    permissions.can_add_indicator(by, movement, unit)
    indicator = Indicator(movement=movement, unit=unit, nature=nature, direction=direction)
    _name(indicator, name, measure)
    indicator.save()
    journal.record("indicator.added", indicator, by=by, unit_id=unit.pk if unit else movement.owner_id)
    return indicator


@transaction.atomic
def change_indicator(
    indicator: Indicator, *, name: str, measure: str, nature: str, direction: str, by: Person
) -> Indicator:  # fmt: skip
    """Give it other words. Once something is counted by it, its unit of measure, flow and stock stay as they are."""
    indicator = _locked(indicator)
    permissions.can_change_indicator(by, indicator)
    counted = indicator.results.exists()
    if counted and (measures.base_of(measures.read(measure)), nature) != (
        measures.base_of(indicator.measure),
        indicator.nature,
    ):
        raise BadInput(
            _("Results are counted by “%(name)s” already: add another indicator for another unit.")
            % {"name": indicator.name}
        )
    indicator.nature, indicator.direction = nature, direction
    _name(indicator, name, measure)
    indicator.save()
    journal.record("indicator.changed", indicator, by=by, unit_id=indicator.unit_id or indicator.movement.owner_id)
    return indicator


@transaction.atomic
def retire_indicator(indicator: Indicator, *, by: Person) -> Indicator:
    """Offer it no longer; what was counted by it stays."""
    indicator = _locked(indicator)
    permissions.can_retire_indicator(by, indicator)
    return _set_retired(indicator, True, by)


@transaction.atomic
def restore_indicator(indicator: Indicator, *, by: Person) -> Indicator:
    """Offer it again."""
    indicator = _locked(indicator)
    permissions.can_restore_indicator(by, indicator)
    return _set_retired(indicator, False, by)


def _set_retired(indicator: Indicator, retired: bool, by: Person) -> Indicator:
    indicator.retired = retired
    indicator.save(update_fields=["retired"])
    verb = "indicator.retired" if retired else "indicator.restored"
    journal.record(verb, indicator, by=by, unit_id=indicator.unit_id or indicator.movement.owner_id)
    return indicator


def _locked(indicator: Indicator) -> Indicator:
    found = Indicator.objects.select_for_update(of=("self",))
    return found.select_related("movement__owner", "unit").get(pk=indicator.pk)


def _name(indicator: Indicator, name: str, measure: str) -> None:
    """Set its name and unit of measure; `BadInput` when something lacks or another bears the name."""
    indicator.name, indicator.measure = clean_line(name), measures.read(measure)
    indicator.folded = fold(indicator.name)
    if not indicator.folded or not indicator.measure:
        raise BadInput(_("Give the indicator a name and a unit of measure."))
    same = Indicator.objects.filter(movement=indicator.movement, unit=indicator.unit, folded=indicator.folded)
    if same.exclude(pk=indicator.pk).exists():
        raise BadInput(_("There is an indicator “%(name)s” already.") % {"name": indicator.name})
