"""What an award must be. None of these asks who it is."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from kheo.awards.models import Award
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.models import Unit


@rule
def names_somebody(registrations: Collection[Registration]) -> None:
    """An award is given to somebody."""
    if not registrations:
        raise BadInput(_("Choose at least one model or example that the decision rewards."))


@rule
def are_of(unit: Unit, round_: Round, registrations: Collection[Registration]) -> None:
    """What is rewarded was registered in the round, by the unit or by one below it."""
    below = set(tree.list_under([unit.pk], on=round_.date, since=round_.starts))
    for one in registrations:
        if one.round_id != round_.pk or one.unit_id not in below:
            raise BadInput(
                _("“%(title)s” was not registered in %(round)s by a unit below %(unit)s: leave it out.")
                % {"title": one.title, "round": round_.name, "unit": unit.name}
            )


@rule
def can_be_given_on(round_: Round, on: date) -> None:
    """The day of the decision is not before the round, and not to come."""
    if not round_.starts <= on <= clock.today():
        raise BadInput(
            _("The decision is dated %(day)s: write a day from %(starts)s to today.")
            % {"day": format_date(on), "starts": format_date(round_.starts)}
        )


@rule
def is_not_recorded(unit: Unit, form: str, number: str, on: date) -> None:
    """The same form by the same decision stands in the list once."""
    if Award.objects.standing().filter(unit=unit, form=form, number=number, on=on).exists():
        raise NotNow(
            _("Decision %(number)s of %(day)s is recorded already with this form.")
            % {"number": number, "day": format_date(on)}
        )


@rule
def stands(award: Award) -> None:
    """It was not withdrawn."""
    if not Award.objects.standing().filter(pk=award.pk).exists():
        raise NotNow(_("This award was withdrawn from the list already."))
