"""Who may do what with units and the people in them. Every right comes from a membership in force today."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import BRINGS_IN_FOR_UNIT, REVIEWS_FOR_UNIT, WRITES_FOR_UNIT, Role
from kheo.units.models import Membership, Unit, offices


def serves(person: Person, unit_ids: set[int] | list[int], *roles: str) -> bool:
    """Whether the person has one of the roles today in one of the units."""
    return any(m.unit_id in unit_ids and m.role in roles for m in offices(person))


def acts_for(person: Person, unit: Unit, *roles: str) -> bool:
    """Whether the person has one of the roles today in the unit, or in the one as which it wholly went on when it ended
    (trap 9 of movement.md §9.2: rights follow offices, and unfinished work does not stay behind)."""
    if serves(person, [unit.pk], *roles):
        return True
    today = clock.today()
    if unit.closed is None or unit.closed >= today:
        return False
    return serves(person, tree.heirs([unit.pk], on=today).get(unit.pk, []), *roles)


def answers_for(person: Person, unit: Unit, *roles: str) -> bool:
    """The same for what an office does: considers, judges, decides, convenes. Where a unit that ended did not wholly go
    on as one other, the nearest one above it that still is concludes what it began."""
    if serves(person, [unit.pk], *roles):
        return True
    today = clock.today()
    if unit.closed is None or unit.closed >= today:
        return False
    return serves(person, list(tree.answering([unit.pk], on=today).values()), *roles)


def writes_for(person: Person, unit: Unit) -> None:
    """`NotPermitted` to everybody but a clerk or the head of the unit: the beginning of many rules."""
    if not acts_for(person, unit, *WRITES_FOR_UNIT):
        raise NotPermitted(_("Only a clerk or the head of %(unit)s may do this.") % {"unit": unit.name})


def reviews_for(person: Person, unit: Unit) -> None:
    """`NotPermitted` to everybody but those who review for the unit."""
    if not answers_for(person, unit, *REVIEWS_FOR_UNIT):
        raise NotPermitted(_("Only those who review for %(unit)s may do this.") % {"unit": unit.name})


@rule
def can_keep(person: Person, unit: Unit) -> None:
    """A system keeper of the unit or of one above it."""
    on = max(clock.today(), unit.founded or clock.today())  # one that begins later stands where it will stand
    if not serves(person, tree.chain(unit.pk, on=on), Role.KEEPER):
        raise NotPermitted(_("Only the system keeper of this unit, or of a unit above it, may do this."))


@rule
def can_found_root(person: Person) -> None:
    """A unit with no superior is founded only by a keeper of a unit that has none."""
    roots = {m.unit_id for m in offices(person) if m.role == Role.KEEPER}
    if not any(len(tree.chain(unit_id, on=clock.today())) == 1 for unit_id in roots):
        raise NotPermitted(_("Only the system keeper of a top unit may add another top unit."))


@rule
def can_bring_in(person: Person, unit_ids: Iterable[int]) -> None:
    """System keeper, steering committee or council secretary of every one of the units, or of units above them."""
    if set(unit_ids) - units_below_offices(person, *BRINGS_IN_FOR_UNIT):
        raise NotPermitted(
            _("Only the system keeper, the steering committee or the council secretary of a unit may import its lists.")
        )


def units_below_offices(person: Person, *roles: str) -> set[int]:
    """The units in which the person has one of the roles today, what they inherited, and all below: `{unit_id}`."""
    own = [m.unit_id for m in offices(person) if m.role in roles]
    return set(tree.reach(own, on=clock.today())) if own else set()


@rule
def can_see_people(person: Person, unit: Unit) -> None:
    """Members of the unit, and keepers of it or above."""
    if not any(m.unit_id == unit.pk for m in offices(person)):
        can_keep(person, unit)


@rule
def can_manage_account(person: Person, account: Person) -> None:
    """Keeps every unit in which the account's owner serves or will serve.

    An account opens all of them: whoever can print a slip for it, or close it, has a hand on each.
    """
    offices_of_it = Membership.objects.filter(person=account).not_ended().select_related("unit")
    units = {office.unit for office in offices_of_it}
    if not units:
        raise NotPermitted(_("This person serves in no unit. Appoint them first."))
    if not all(can_keep.allows(person, unit) for unit in units):
        raise NotPermitted(
            _("This person also serves in a unit that you do not keep. Ask the keeper of a unit above them all.")
        )


@rule
def can_hand_over(person: Person, unit: Unit, leaver: Person) -> None:
    """The person who leaves, or the keeper."""
    if person != leaver:
        can_keep(person, unit)
