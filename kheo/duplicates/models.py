"""One work, many organisations: who takes part in another's registration, and what was merged because it is the same.

Nothing here is deleted: what ended says when, by whom and why (BR-06, movement.md §5, §9.2 trap 7).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.duplicates.enums import Standing
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.people.models import Person
from kheo.units.models import Unit, acting_unit_ids


class MergingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def visible_to(self, person):
        """Those of which one may see either side."""
        seen = Registration.objects.visible_to(person).values("pk")
        return self.filter(Q(kept__in=seen) | Q(merged__in=seen))


class Merging(models.Model):
    """An office found that one registration is the same work as another: the merged one counts no more, the other
    stands for both. What the merged one was before is kept, so that undoing gives it back exactly."""

    kept = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="merged_in")
    merged = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="mergings")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why it is the same work"))
    status_before = models.CharField(max_length=10, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(_("why the merging is undone"), blank=True)

    objects = MergingQuerySet.as_manager()

    class Meta:
        verbose_name = _("merging")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=models.F("merged")), name="nothing_is_merged_into_itself"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_merging_has_its_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="an_undone_merging_says_by_whom_and_why",
            ),
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_at_a_time"),
        ]

    @property
    def is_undone(self):
        return self.undone_at is not None


class CooperationQuerySet(models.QuerySet):
    def waiting(self):
        """Those that the registering unit has still to answer."""
        return self.filter(accepted=None, ended_at=None)

    def standing(self):
        """Those of units that take part today."""
        return self.filter(accepted=True, ended_at=None)

    def in_hand(self):
        """Those that wait or stand: of these a unit has one in a registration."""
        return self.filter(Q(accepted=None) | Q(accepted=True), ended_at=None)

    def visible_to(self, person):
        """Those of one's own units, and those in what one may see."""
        seen = Registration.objects.visible_to(person).values("pk")
        return self.filter(Q(unit__in=acting_unit_ids(person)) | Q(registration__in=seen))


class Cooperation(models.Model):
    """A unit takes part in a work that another has registered: it asked and was taken in, or its own registration of
    the same work was merged (`merging`). The work counts where it is registered, once."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="cooperations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cooperations")
    task = models.CharField(_("what the unit does in it"), max_length=300, blank=True)
    draft = models.ForeignKey(
        Registration, null=True, on_delete=models.PROTECT, related_name="joinings",
        help_text=_("the unit's own draft of the same work, until it is answered"),
    )  # fmt: skip
    merging = models.ForeignKey(Merging, null=True, on_delete=models.PROTECT, related_name="cooperations")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("reason"), blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.TextField(_("why it ended"), blank=True)

    objects = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-operation")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "unit"],
                name="a_unit_takes_part_once",
                condition=Q(accepted=None, ended_at=None) | Q(accepted=True, ended_at=None),
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_at=None, answered_by=None)
                | Q(accepted__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_request_names_who_answered",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted=True) | ~Q(answer=""), name="not_taken_in_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason=""),
                name="what_ended_says_by_whom_and_why",
            ),
            models.CheckConstraint(condition=Q(merging=None) | Q(accepted=True), name="who_was_merged_takes_part"),
        ]

    @property
    def standing(self):
        """Where it stands, from its rows."""
        if self.ended_at:
            return Standing.ENDED
        return {None: Standing.WAITING, True: Standing.TAKES_PART, False: Standing.REFUSED}[self.accepted]
