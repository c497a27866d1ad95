"""Who prepares papers for a unit, and who decides what they are printed with.

The verbs on drafts and papers do not ask: as with `file_paper`, the right belongs to the act that calls them (a council
drafts its minutes, a unit its decision). A page that offers them by themselves asks `can_prepare`.
"""

from django.utils.translation import gettext as _

from kheo.documents import policies
from kheo.documents.models import Certificate, Draft, Paper
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import Unit, offices
from kheo.units.permissions import answers_for, can_keep


@rule
def can_prepare(person: Person, unit: Unit) -> None:
    """Those who review for the unit: head, reviewer, council secretary, steering committee."""
    if not answers_for(person, unit, *REVIEWS_FOR_UNIT):
        raise NotPermitted(_("Only those who review for %(unit)s prepare its papers.") % {"unit": unit.name})


@rule
def can_write(person: Person, draft: Draft) -> None:
    """Those who prepare papers for the unit, while the draft is being written."""
    can_prepare(person, draft.unit)
    policies.is_being_written(draft)


@rule
def can_lock(person: Person, paper: Paper) -> None:
    """Those who prepare papers for the issuer, until the signed copy is on file."""
    can_prepare(person, paper.issuer)
    policies.is_unlocked(paper)


@rule
def can_correct(person: Person, paper: Paper) -> None:
    """Those who prepare papers for the issuer."""
    can_prepare(person, paper.issuer)
    policies.can_be_corrected(paper)


@rule
def can_withdraw(person: Person, certificate: Certificate) -> None:
    """Those who prepare papers for the unit that gave the certificate, while it holds."""
    can_prepare(person, certificate.sheet.unit)
    policies.is_not_withdrawn(certificate)


@rule
def can_furnish(person: Person, unit: Unit) -> None:
    """Those who prepare papers for the unit, and its system keeper: letterhead and Word templates."""
    if not can_prepare.allows(person, unit):
        can_keep(person, unit)


@rule
def can_furnish_any(person: Person) -> None:
    """Those who may furnish one of their units."""
    if not units_furnished_by(person):
        raise NotPermitted(_("Only those who prepare papers for a unit, and its system keeper, may do this."))


def units_furnished_by(person: Person) -> list[Unit]:
    """The units in which the person has an office, and may say with what their papers are printed."""
    units = {office.unit_id: office.unit for office in offices(person)}
    return [unit for unit in units.values() if can_furnish.allows(person, unit)]
