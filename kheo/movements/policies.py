"""What a round's days allow."""

from datetime import date

from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.models import Unit


@rule
def is_not_closed(round_: Round) -> None:
    """Nothing is written in a round that its owner has closed."""
    if round_.is_closed:
        raise NotNow(_("%(round)s is closed: nothing in it can be changed.") % {"round": round_.name})


@rule
def takes_registrations(round_: Round, level: str = "") -> None:
    """Registrations are sent between the opening and the closing day of the round for a level, both included.

    The days are parameters of the round because each place has its own calendar (movement.md §3.1).
    """
    is_not_closed(round_)
    today, due = clock.today(), round_.days_for(level)
    opens, closes = due.get(MilestoneKind.OPEN, round_.starts), due.get(MilestoneKind.CLOSE, round_.ends)
    if today < opens:
        raise NotNow(_("%(round)s opens for registration on %(day)s.") % _at(round_, opens))
    if today > closes:
        raise NotNow(
            _(
                "Registration in %(round)s closed on %(day)s. Your draft is kept; ask the owner of the movement"
                " about a new day."
            )
            % _at(round_, closes)
        )


@rule
def opens_before_it_closes(days: dict[str, date]) -> None:
    """Registration opens before it closes, for every level."""
    opens, closes = days.get(MilestoneKind.OPEN), days.get(MilestoneKind.CLOSE)
    if opens and closes and closes < opens:
        raise NotNow(
            _("Registration cannot close on %(closes)s: it opens on %(opens)s.")
            % {"closes": format_date(closes), "opens": format_date(opens)}
        )


@rule
def unit_takes_part(round_: Round, unit: Unit) -> None:
    """The unit exists during the round, and stands in line with the owner of the movement: below or above it."""
    if not unit.existed_between(round_.starts, round_.ends):
        raise NotNow(_("%(unit)s did not exist during %(round)s.") % {"unit": unit.name, "round": round_.name})
    owner = round_.movement.owner_id
    if owner not in tree.chain(unit.pk, on=round_.date) and unit.pk not in tree.chain(owner, on=round_.date):
        raise NotNow(
            _("%(round)s belongs to a movement in which %(unit)s takes no part.")
            % {"unit": unit.name, "round": round_.name}
        )


def _at(round_: Round, day: date) -> dict[str, str]:
    return {"round": round_.name, "day": format_date(day)}
