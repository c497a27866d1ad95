"""Who opens the lists that only a keeper's desk leads to."""

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import Role
from kheo.units.models import offices


@rule
def can_see_what_is_missing(person: Person) -> None:
    """The keeper of some unit."""
    if not any(office.role == Role.KEEPER for office in offices(person)):
        raise NotPermitted(_("Only a system keeper may see this list."))
