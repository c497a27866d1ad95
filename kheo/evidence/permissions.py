"""Who may bring evidence. When it is allowed stands in policies."""

from kheo.evidence import policies
from kheo.exemplars import permissions as exemplars
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.kernel.rules import rule
from kheo.people.models import Person


@rule
def can_attach(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, while the dossier takes evidence."""
    exemplars.can_write(person, registration)
    policies.takes_evidence(registration)


@rule
def can_caption(person: Person, attached: RegistrationFile) -> None:
    """Whoever may add files."""
    can_attach(person, attached.registration)


@rule
def can_detach(person: Person, attached: RegistrationFile) -> None:
    """A clerk or the head of the unit; what was accepted stays."""
    exemplars.can_write(person, attached.registration)
    policies.can_be_detached(attached)


@rule
def can_open_handoff(person: Person, registration: Registration) -> None:
    """Whoever may add files lets another phone do it."""
    can_attach(person, registration)


@rule
def can_end_handoff(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, at any time."""
    exemplars.can_write(person, registration)
