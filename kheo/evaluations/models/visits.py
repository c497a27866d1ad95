"""Field verification: who went where, what was declared and what was seen there (movement.md §3.4, F3)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kheo.evaluations.enums import Finding, Side
from kheo.evaluations.models.evaluations import Evaluation
from kheo.kernel.models import StoredFile
from kheo.people.models import Person
from kheo.units.models import read_as_own_ids


class VisitQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(cancelled_at=None)

    def visible_to(self, person):
        """The judging unit and the scorers of the dossier; the judged unit knows that somebody comes."""
        return self.filter(_of_the_judge(person) | _of_the_judged(person))

    def with_open_record(self, person):
        """Those of which `person` may read what was found, photographs too: the judged unit once it is finished, for
        then it signs."""
        return self.filter(_of_the_judge(person) | _of_the_judged(person) & Q(recorded_at__isnull=False))


def _of_the_judge(person):
    scores = Exists(person.assignments.active().filter(evaluation=OuterRef("evaluation")))
    return Q(evaluation__unit__among=read_as_own_ids(person)) | Q(scores)


def _of_the_judged(person):
    return Q(evaluation__subject__unit__among=read_as_own_ids(person))


class Visit(models.Model):
    """A visit to the place: planned, recorded there (from a phone too), signed by both sides, and then unchanged."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=300)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True)
    people_met = models.TextField(_("people met"), blank=True)
    papers_seen = models.TextField(_("documents seen"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    finding = models.CharField(_("conclusion"), max_length=10, choices=Finding, blank=True)
    revision = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at=None) | ~Q(finding=""), name="a_recorded_visit_has_its_conclusion"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_position_is_on_the_earth",
            ),
        ]


class VisitMember(models.Model):
    """Somebody of the team, and the part that falls to them: the team is split by field."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    part = models.CharField(_("what they look at"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="one_part_per_member")]


class Observation(models.Model):
    """What the unit had declared on a leaf, as it stood that day, beside what was seen."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="observations")
    code = models.CharField(_("criterion"), max_length=40)
    declared = models.CharField(_("declared"), max_length=200, blank=True)
    observed = models.CharField(_("seen there"), max_length=200)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "code"], name="one_observation_per_leaf")]


class VisitPhoto(models.Model):
    """A photograph taken there."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="visit_photo")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    code = models.CharField(_("criterion"), max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]


class VisitSignature(models.Model):
    """One side signed the record, with what it has to remark; from the first signature on the record stays."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(_("side"), max_length=7, choices=Side)
    remark = models.TextField(_("remark"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "side"], name="one_signature_per_side")]
