"""Which recognised exemplars a unit may study in order to copy them, and what of their dossiers (BR-12).

A dossier is written for the office that receives it, so the other units of the movement read little of it: what was
recognised and by whom, the problem, the goals, the way of doing, the forces, the means and what came of it. Never who
was served, who is in charge and how to reach them, the files, the points, the reasons, or anything of what was not
recognised. Of an individual they read what the decision prints. Decision 0014 says why.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kheo.exemplars import sections
from kheo.exemplars.enums import COUNTED, Status, Subject
from kheo.exemplars.models import Exemplar, Force, Registration
from kheo.kernel import clock
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.progress.enums import Decision
from kheo.progress.models import Ruling
from kheo.recognitions.models import Recognition
from kheo.units import tree
from kheo.units.models import UnitName, inherited_unit_ids

SHARED = ("situation", "goals", "method", "place", "resources", "outputs", "sustainability")
COPIED = ("goals", "method", "outputs", "linked_movement")  # what is useful to begin from; the rest is the place's own


@dataclass(frozen=True)
class Part:
    """One box of what may be read."""

    label: str
    value: str


def movements_of(person: Person) -> QuerySet[Movement]:
    """The movements in which the person's units take part, by offices that read: a keeper's does not."""
    own = inherited_unit_ids(person)
    above = {unit_id for chain in tree.chains(own, on=clock.today()).values() for unit_id in chain}
    return Movement.objects.filter(owner__among=[*above, *tree.reach(own, on=clock.today())])


def patterns() -> QuerySet[Registration]:
    """For each recognised exemplar its latest recognised registration: the one that others study. What was dropped in a
    re-check is no longer offered (movement.md §3.2); what has ended its work well still is."""
    given = Recognition.objects.filter(exemplar=OuterRef("exemplar")).order_by("-on", "-pk")
    dropped = Ruling.objects.filter(recheck__exemplar=OuterRef("exemplar"), decision=Decision.DROP)
    rows = Registration.objects.counted().recognised().filter(~Exists(dropped))
    return rows.filter(pk=Subquery(given.values("registration")[:1]))


def readable(person: Person) -> QuerySet[Registration]:
    """The patterns of the movements of the person's units, with `unit_name` as of the day of registration."""
    name = UnitName.as_on(OuterRef("unit"), OuterRef("registered_on"))
    rows = patterns().filter(round__movement__in=movements_of(person))
    return rows.annotate(unit_name=Subquery(name.values("name")[:1]))


def pattern_of(exemplar: Exemplar) -> Registration | None:
    """What is copied of an exemplar; None when it was never recognised."""
    return patterns().filter(exemplar=exemplar).select_related("unit", "round__movement", "field", "dossier").first()


def parts(pattern: Registration) -> list[Part]:
    """The boxes that other units may read, those that are empty left out; none of an individual's."""
    if pattern.subject == Subject.INDIVIDUAL:
        return []
    dossier = sections.dossier_of(pattern)
    read = [Part(sections.label(name), getattr(dossier, name)) for name in SHARED]
    forces = "\n".join(_told(force) for force in pattern.forces.all())
    return [part for part in [*read, Part(sections.label("forces"), forces)] if part.value]


def copies_in_hand(unit_ids: list[int], exemplar_ids: list[int]) -> QuerySet[Registration]:
    """Registrations by which the units copy one of the exemplars, drafts too; not what was declined or withdrawn."""
    return Registration.objects.filter(
        status__in=COUNTED | {Status.DRAFT}, exemplar__replicated_from__in=exemplar_ids, unit__in=unit_ids
    )


def _told(force: Force) -> str:
    role = force.get_role_display()
    return f"{force.name} ({role}): {force.task}" if force.task else f"{force.name} ({role})"
