"""The desk of a keeper: units in which nobody can register, and first sign-ins that were not used."""

from django.db.models import Exists, Min, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import Task
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.people.models import Invitation
from kheo.units import tree
from kheo.units.enums import WRITES_FOR_UNIT, Level
from kheo.units.models import Membership, Unit

# A province runs the movement and registers little; below the commune one person often registers for several units.
NEEDS_A_CLERK = [Level.DISTRICT, Level.COMMUNE]


class Keeping:
    """Everything of the units that the person keeps, and of those below them."""

    def __init__(self, ground: Ground) -> None:
        self._kept = ground.keeps

    def tasks(self) -> list[Task]:
        """What the keeper has to do."""
        return [*self._vacant(), *self._unused()] if self._kept else []

    def vacant(self) -> QuerySet[Unit]:
        """Units that go on and have neither a clerk nor a head."""
        offices = Membership.objects.current().filter(unit=OuterRef("pk")).with_role(*WRITES_FOR_UNIT)
        units = Unit.objects.alive_on(clock.today()).filter(pk__in=self._below, level__in=NEEDS_A_CLERK)
        return units.exclude(Exists(offices)).in_order()

    def unused(self) -> QuerySet[Invitation]:
        """First sign-ins, handed out and not used, of people who serve there; those that have expired too."""
        offices = Membership.objects.current().filter(person=OuterRef("person"), unit__in=self._below)
        rows = Invitation.objects.filter(Exists(offices), used_at=None, withdrawn_at=None)
        served = Membership.objects.current().filter(unit__in=self._below).select_related("unit")
        rows = rows.select_related("person").prefetch_related(Prefetch("person__memberships", served, to_attr="serves"))
        return rows.order_by("expires_at", "pk")

    @property
    def _below(self):
        return tree.ids_under([unit.pk for unit in self._kept], on=clock.today())

    def _vacant(self) -> list[Task]:
        count = self.vacant().count()
        if not count:
            return []
        what = ngettext(
            "Appoint somebody who registers in %(count)s unit",
            "Appoint somebody who registers in %(count)s units",
            count,
        )
        return [
            Task(
                what=what % {"count": format_number(count)},
                why=", ".join(unit.name for unit in self.vacant()[:5]) + ("…" if count > 5 else ""),
                url=reverse("desk:vacant"),
            )
        ]

    def _unused(self) -> list[Task]:
        count = self.unused().count()
        if not count:
            return []
        first = self.unused().aggregate(first=Min("expires_at"))["first"]
        what = ngettext(
            "%(count)s first sign-in has not been used", "%(count)s first sign-ins have not been used", count
        )
        return [
            Task(
                what=what % {"count": format_number(count)},
                why=_("The first expires on %(day)s; after that a new one has to be made")
                % {"day": format_date(localdate(first))},
                url=reverse("desk:unused"),
            )
        ]
