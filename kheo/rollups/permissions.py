"""Who may say whose roll-ups are trusted, and take them."""

from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Unit
from kheo.units.permissions import serves


@rule
def can_receive_from(person: Person, unit: Unit) -> None:
    """The system keeper of a unit above: never of the sender itself, who would vouch for his own key."""
    above = [unit_id for unit_id in tree.chain(unit.pk, on=clock.today()) if unit_id != unit.pk]
    if not serves(person, above, Role.KEEPER):
        raise NotPermitted(_("Only the system keeper of a unit above %(unit)s may do this.") % {"unit": unit.name})
