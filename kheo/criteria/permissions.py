"""Who keeps frameworks, and who puts them in concrete words."""

from django.utils.translation import gettext as _

from kheo.criteria import policies
from kheo.criteria.enums import VersionStatus
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import RUNS_FOR_UNIT, WRITES_FOR_UNIT, Role
from kheo.units.models import Unit, offices
from kheo.units.permissions import answers_for

CONCRETISES_FOR_UNIT = WRITES_FOR_UNIT | {Role.STEERING_COMMITTEE}


@rule
def can_keep_frameworks(person: Person, unit: Unit) -> None:
    """The unit's steering committee, its head, and its system keeper."""
    if not answers_for(person, unit, *RUNS_FOR_UNIT):
        raise NotPermitted(
            _("Only the steering committee, the head and the system keeper of %(unit)s keep its frameworks.")
            % {"unit": unit.name}
        )


@rule
def can_found(person: Person) -> None:
    """Whoever keeps the frameworks of some unit may set one up there."""
    if not units_kept_by(person):
        raise NotPermitted(
            _("Only the steering committee, the head and the system keeper of a unit set up a framework there.")
        )


@rule
def can_begin_version(person: Person, framework: Framework) -> None:
    """Those who keep the owner's frameworks, while there is no other draft."""
    can_keep_frameworks(person, framework.owner)
    policies.has_no_draft(framework)


@rule
def can_change(person: Person, version: FrameworkVersion) -> None:
    """Those who keep the owner's frameworks, while the version is a draft."""
    can_keep_frameworks(person, version.framework.owner)
    policies.is_draft(version)


@rule
def can_publish(person: Person, version: FrameworkVersion) -> None:
    """Those who keep the owner's frameworks, once everything in the draft adds up."""
    can_keep_frameworks(person, version.framework.owner)
    policies.can_become(version, VersionStatus.PUBLISHED)
    policies.adds_up(version)


@rule
def can_retire(person: Person, version: FrameworkVersion) -> None:
    """Those who keep the owner's frameworks, once the version was published."""
    can_keep_frameworks(person, version.framework.owner)
    policies.can_become(version, VersionStatus.RETIRED)


@rule
def can_concretise(person: Person, version: FrameworkVersion, unit: Unit, code: str) -> None:
    """The unit's clerks, its head and its steering committee, for a leaf of a published version issued above them."""
    if not answers_for(person, unit, *CONCRETISES_FOR_UNIT):
        raise NotPermitted(
            _("Only the clerks, the head and the steering committee of %(unit)s may do this.") % {"unit": unit.name}
        )
    policies.can_be_concretised(version, unit, code)


def units_kept_by(person: Person) -> set[int]:
    """The units whose frameworks the person keeps today."""
    return {office.unit_id for office in offices(person) if office.role in RUNS_FOR_UNIT}
