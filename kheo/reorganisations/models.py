"""The records of a re-organisation: its plan step by step, who keeps a role, what was handed on, what was before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.reorganisations.enums import ChangeKind, Side, State
from kheo.units import tree
from kheo.units.enums import Kind, Level, Role, Share
from kheo.units.models import Membership, Unit, offices


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Keepers of the unit whose tree it changes, and of units above that."""
        kept = [office.unit_id for office in offices(person) if office.role == Role.KEEPER]
        return self.filter(owner__in=tree.ids_under(kept, on=clock.today())) if kept else self.none()

    def newest_first(self):
        return self.order_by("-on", "-pk")


class Reorganisation(models.Model):
    """Units merge, split, end and begin from one day, on one paper. `on` is the first day of the new order."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reorganisations")
    title = models.CharField(_("name"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    on = models.DateField(_("first day of the new order"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)  # when what was open was handed on: never before the first day
    reversed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reversed_at = models.DateTimeField(null=True)
    rehearsal = models.JSONField(null=True)  # what the plan would do, as it was looked at last; None once it changed
    pictures = models.JSONField(null=True)  # the dated rows of the units it changed, before and after

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")),
                name="a_second_person_approves",
            )
        ]

    def __str__(self):
        return self.title


class Change(models.Model):
    """A planned step. Where it leads to a unit of the same plan that is not founded yet, `made` is the step that founds
    it; else `target`."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="used_by")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    unit_kind = models.CharField(max_length=20, choices=Kind, blank=True)
    level = models.CharField(max_length=20, choices=Level, blank=True)
    share = models.CharField(max_length=5, choices=Share, blank=True)
    note = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    founded = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.FOUND, unit=None) | ~Q(kind=ChangeKind.FOUND) & Q(unit__isnull=False),
                name="a_change_is_of_a_unit",
            )
        ]

    @property
    def aim(self):
        """The unit it leads to, once that exists."""
        return self.made.founded if self.made_id else self.target

    @property
    def aim_name(self):
        return self.made.name if self.made_id else (self.target.name if self.target_id else "")


class Stay(models.Model):
    """A role that goes on in the unit as which its own wholly goes on, unless it is left out of the plan."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="stays")  # the succession that it follows
    until = models.DateField(null=True)
    left_out = models.BooleanField(default=False)
    membership = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")


class HandingQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class Handing(models.Model):
    """What a unit that ended held of a registration went to another: who writes it, or who answers it."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="handings")
    side = models.CharField(max_length=8, choices=Side)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("from"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    reorganisation = models.ForeignKey(Reorganisation, null=True, on_delete=models.PROTECT, related_name="handings")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HandingQuerySet.as_manager()
