"""What the history of a unit allows, whoever asks."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import LAST_DAY_OF_DISTRICTS, Level
from kheo.units.models import Unit

NAMED = 5  # of the units that a sentence names


@rule
def can_change_from(unit: Unit, on: date) -> None:
    """The unit exists on the day from which it changes."""
    if unit.founded and on < unit.founded:
        raise NotNow(
            _("%(unit)s was founded on %(day)s: nothing about it can change before that day.") % _of(unit, unit.founded)
        )
    if unit.closed and on > unit.closed:
        raise NotNow(
            _("%(unit)s ended on %(day)s: nothing about it can change after that day.") % _of(unit, unit.closed)
        )


@rule
def can_stand_under(unit: Unit, parent: Unit, on: date) -> None:
    """The superior exists on that day, and is not the unit itself nor below it."""
    if not (parent.founded and parent.founded <= on and (parent.closed is None or on <= parent.closed)):
        raise NotNow(_("%(unit)s does not exist on %(day)s, so no unit can be under it then.") % _of(parent, on))
    if unit.pk in tree.chain(parent.pk, on=on):
        raise NotNow(_("%(unit)s cannot be placed under itself or under a unit below it.") % {"unit": unit.name})


@rule
def can_serve(person: Person) -> None:
    """Whoever takes an office can sign in, or will once invited."""
    if Person.objects.filter(pk=person.pk, is_active=False).exists():
        raise NotNow(
            _("The account of %(person)s is closed. Open it before you give it a role.") % {"person": person.full_name}
        )


@rule
def can_last(first: date, last: date | None) -> None:
    """What has a last day has it on its first day or later."""
    if last and last < first:
        raise NotNow(
            _("The last day, %(last)s, is before the first, %(first)s.")
            % {"last": format_date(last), "first": format_date(first)}
        )


@rule
def can_close(unit: Unit, last_day: date) -> None:
    """Nothing stands under the unit on the day after: a unit below would drop out of every tree and table."""
    after = last_day + timedelta(days=1)
    below = Unit.objects.children_of(unit, on=after, since=after)
    left = below.count()
    if left:
        names = list(below.in_order().values_list("name", flat=True)[:NAMED])
        raise NotNow(
            ngettext(
                "%(count)s unit would be left without a superior from %(day)s: %(names)s. Move it or close it first.",
                "%(count)s units would be left without a superior from %(day)s: %(names)s. Move or close them first.",
                left,
            )
            % {"count": left, "day": format_date(after), "names": ", ".join(names) + ("…" if left > NAMED else "")}
        )


@rule
def can_go_on_as(predecessor: Unit, successor: Unit, on: date) -> None:
    """The predecessor existed the day before, the successor exists on the day, and they are two units."""
    before = on - timedelta(days=1)
    if predecessor.pk == successor.pk:
        raise NotNow(_("A unit cannot be its own successor."))
    if not predecessor.founded or before < predecessor.founded or (predecessor.closed and before > predecessor.closed):
        raise NotNow(
            _("%(unit)s did not exist on %(day)s, so no unit can succeed it from the next day.")
            % _of(predecessor, before)
        )
    if not successor.founded or on < successor.founded or (successor.closed and on > successor.closed):
        raise NotNow(
            _("%(unit)s does not exist on %(day)s, so it cannot take anything over then.") % _of(successor, on)
        )


@rule
def can_be_at(level: str, on: date) -> None:
    """There is no district level after 30 June 2025 (Law 72/2025/QH15; movement.md §9.1)."""
    if level == Level.DISTRICT and on > LAST_DAY_OF_DISTRICTS:
        raise NotNow(
            _("The district level ended on 30/06/2025: no unit can be at that level from %(day)s.")
            % {"day": format_date(on)}
        )


def _of(unit: Unit, day: date) -> dict[str, str]:
    return {"unit": unit.name, "day": format_date(day)}
