"""Who may bring in lists. What a row may touch is asked again by the verbs that write it."""

from django.utils.translation import gettext as _

from kheo.imports import policies
from kheo.imports.enums import ImportKind
from kheo.imports.models import Batch
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import BRINGS_IN_FOR_UNIT, RUNS_FOR_UNIT, WRITES_FOR_UNIT, Role
from kheo.units.models import offices

ROLES: dict[str, set[Role]] = {
    ImportKind.UNITS: {Role.KEEPER},
    ImportKind.PEOPLE: {Role.KEEPER},
    ImportKind.MOVEMENTS: RUNS_FOR_UNIT,
    ImportKind.REGISTRATIONS: BRINGS_IN_FOR_UNIT,
    ImportKind.PRINTED_TOTALS: BRINGS_IN_FOR_UNIT,
    ImportKind.SCORES: BRINGS_IN_FOR_UNIT,
    ImportKind.RESULTS: WRITES_FOR_UNIT,
    ImportKind.RESOURCES: WRITES_FOR_UNIT,
    ImportKind.BENEFICIARIES: WRITES_FOR_UNIT,
}


@rule
def can_bring_in(person: Person, kind: str) -> None:
    """Units and people: the system keeper. Movements: those who run them. Registrations, printed totals and
    scores: system keeper, steering committee or council secretary. Each for their unit and those below it. Results,
    resources and people served: a clerk or the head, of their own unit's works."""
    if not any(office.role in ROLES[kind] for office in offices(person)):
        roles = ", ".join(str(role.label) for role in Role if role in ROLES[kind])
        raise NotPermitted(_("Only these roles may import such a list: %(roles)s.") % {"roles": roles})


@rule
def can_bring_in_any(person: Person) -> None:
    """Whoever may bring in lists of at least one kind."""
    if not any(can_bring_in.allows(person, kind) for kind in ImportKind):
        raise NotPermitted(
            _("Lists are imported by the system keeper, the steering committee or the council secretary of a unit.")
        )


@rule
def can_mend(person: Person, batch: Batch) -> None:
    """Whoever brought the list, until it is written."""
    _brought(person, batch)
    policies.is_not_written(batch)


@rule
def can_write(person: Person, batch: Batch) -> None:
    """Whoever brought the list, once."""
    can_mend(person, batch)
    can_bring_in(person, batch.kind)


@rule
def can_undo(person: Person, batch: Batch) -> None:
    """Whoever brought the list, while nothing hangs on what it made."""
    _brought(person, batch)
    can_bring_in(person, batch.kind)
    policies.can_be_undone(batch)


def _brought(person: Person, batch: Batch) -> None:
    if batch.by_id != person.pk:
        raise NotPermitted(_("Only the person who uploaded this list may do this."))
