"""What becomes of a model: reports of progress, the pulse after its recognition, the yearly re-check and its ruling."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.models import Exemplar, Registration
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.progress.enums import Decision, Pulse, ReportKind
from kheo.units.models import Unit


class ProgressReport(models.Model):
    """What a unit tells of a registration under way. Several of a kind may follow each other; the last one stands."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="progress_reports")
    kind = models.CharField(_("when"), max_length=8, choices=ReportKind)
    content = models.TextField(_("what was done so far"))
    difficulties = models.TextField(_("difficulties and proposals"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["registration", "kind"], name="progress_of_registration")]


class OfExemplarQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of exemplars of which the person may open a registration."""
        seen = Registration.objects.visible_to(person).filter(exemplar=OuterRef("exemplar"))
        return self.filter(Exists(seen))


class PulseAnswer(models.Model):
    """The short answer of the holding unit, so many months after the first recognition: alive, changed or stopped."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="pulses")
    months = models.PositiveSmallIntegerField(_("months after recognition"))
    answer = models.CharField(_("answer"), max_length=8, choices=Pulse)
    why = models.TextField(_("what changed, or why it stopped"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfExemplarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exemplar", "months"], name="one_pulse_per_month"),
            models.CheckConstraint(condition=Q(answer=Pulse.ALIVE) | ~Q(why=""), name="a_change_says_why"),
        ]


class Recheck(models.Model):
    """The sheet of the yearly re-check (F12): what the unit, or the office itself, found and proposes."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="rechecks")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rechecks")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rechecks_to_rule")
    running = models.BooleanField(_("still running"))
    effect = models.TextField(_("effect"))
    evidence_on = models.DateField(_("day of the evidence"))
    proposed = models.CharField(_("proposed"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfExemplarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exemplar", "round"], name="one_recheck_per_round"),
            models.CheckConstraint(
                condition=Q(running=True) | Q(proposed__in=[Decision.END, Decision.DROP]),
                name="what_does_not_run_is_not_maintained",
            ),
        ]
        indexes = [models.Index(fields=["office", "round"], name="recheck_of_office")]

    @property
    def decision(self):
        """What holds: the ruling of the office; nothing while it has not ruled."""
        return Decision(self.ruling.decision) if hasattr(self, "ruling") else None


class Ruling(models.Model):
    """The reviewing office decides on a re-check: as proposed, or otherwise with its own reason (BR-07, BR-10)."""

    recheck = models.OneToOneField(Recheck, on_delete=models.CASCADE, related_name="ruling")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
