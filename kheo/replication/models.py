"""Copies of recognised exemplars: who adopts what, who confirmed it, who called for it and who advised.

That a registration is a copy stands on its exemplar (`replicated_from`). What stands here is what F11 asks beyond it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.models import Exemplar, Registration, carried_by
from kheo.kernel import clock
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.replication.enums import AdoptionState
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit, acting_unit_ids, inherited_unit_ids


class CallQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def visible_to(self, person):
        """Those of the person's units, of the units above them, which it may address, and of the units below."""
        own = inherited_unit_ids(person)
        above = {unit_id for chain in tree.chains(own, on=clock.today()).values() for unit_id in chain}
        return self.filter(unit__among=[*above, *tree.reach(own, on=clock.today())])


class Call(models.Model):
    """A unit calls on those below it, on one level, to replicate one of the exemplars it names (S16)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="calls")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="calls")
    exemplars = models.ManyToManyField(Exemplar, related_name="calls")
    title = models.CharField(_("what is called for"), max_length=200)
    level = models.CharField(_("units called on"), max_length=20, choices=Level)
    wanted = models.PositiveIntegerField(_("copies wanted"))
    due = models.DateField(_("by"))
    words = models.TextField(_("what the units should know"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closing_words = models.TextField(_("what came of it"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1), name="a_call_wants_something"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_call_names_who_closed_it",
            ),
        ]
        indexes = [models.Index(fields=["unit", "closed_at"], name="call_of_unit")]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.closed_at is None


class AdoptionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those whose registration the person may see; and, once sent, the unit that is copied sees who copies it."""
        seen = Registration.objects.visible_to(person)
        copied = carried_by(acting_unit_ids(person), "registration__exemplar__replicated_from")
        return self.filter(Q(registration__in=seen) | copied & Q(registration__in=Registration.objects.counted()))

    def known_to(self, person):
        """Those confirmed, which everybody in the movement may know of, and those the person may see."""
        return self.filter(Q(state=AdoptionState.CONFIRMED) | Q(pk__in=self.model.objects.visible_to(person)))

    def waiting_for(self, unit_ids):
        """Those sent to the given offices and not yet confirmed or refused, while their round may be written in."""
        sent = Registration.objects.counted().filter(receiver__in=unit_ids, round__closing=None)
        return self.filter(state=AdoptionState.WAITING, registration__in=sent)


class Adoption(models.Model):
    """What a unit says of the copy it registers (F11): what it changes, when it starts, who advises it."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="adoption")
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="adoptions")
    changes = models.TextField(_("what is done differently here"))
    starts_on = models.DateField(_("starts on"))
    adviser = models.CharField(_("who advises"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AdoptionState, default=AdoptionState.WAITING)
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AdoptionState.CONFIRMED, confirmed_on__isnull=False)
                | ~Q(state=AdoptionState.CONFIRMED) & Q(confirmed_on=None),
                name="a_confirmed_copy_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["call"], name="adoption_of_call")]


class AdoptionAnswer(models.Model):
    """The receiving office confirmed a copy, or refused to with its reason."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(confirmed=True) | ~Q(reason=""), name="a_refused_copy_has_a_reason"),
        ]


class Advice(models.Model):
    """What the unit that is copied told the one that copies it. It is asked once."""

    adoption = models.OneToOneField(Adoption, on_delete=models.CASCADE, related_name="advice")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="advice_given")
    words = models.TextField(_("advice"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
