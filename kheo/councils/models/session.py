"""A session: when, where, who takes part, and the matters before it, one after the other."""

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.councils.enums import Attending, ItemState, SessionState
from kheo.councils.models.council import Council, Seat, VotingRule
from kheo.evaluations.models import Subject
from kheo.movements.models import Round
from kheo.people.models import Person


class SessionQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(council__in=Council.objects.visible_to(person))

    def real(self):
        """Without rehearsals."""
        return self.filter(rehearsal=False)


class CouncilSession(models.Model):
    """A meeting of a council. What a rehearsal leaves is marked as such, counts nowhere, and can be wiped."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sessions")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="council_sessions")
    title = models.CharField(_("title"), max_length=200)
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    for_awards = models.BooleanField(_("decides on awards"), default=False)
    rehearsal = models.BooleanField(_("rehearsal"), default=False)
    quorum_num = models.PositiveSmallIntegerField()
    quorum_den = models.PositiveSmallIntegerField()
    led_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sessions_led")
    written_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sessions_written")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.CONVENED)
    opened_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SessionState.CONVENED) | Q(opened_at__isnull=False), name="an_open_session_was_opened"
            ),
        ]
        indexes = [models.Index(fields=["council", "on"], name="session_of_council")]

    def __str__(self):
        return self.title

    @property
    def quorum(self):
        return Fraction(self.quorum_num, self.quorum_den)

    @property
    def seats(self):
        """The seats of the council on the day of the session."""
        return self.council.seats.current(self.on)


class Attendance(models.Model):
    """How a member takes part in a session."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    attending = models.CharField(_("takes part"), max_length=8, choices=Attending)
    reason = models.CharField(_("reason of absence"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="one_attendance_per_seat")]


class Quota(models.Model):
    """At most so many of a group of items may be adopted."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="quotas")
    name = models.CharField(_("name"), max_length=120)
    places = models.PositiveIntegerField(_("places"))
    exceeded_because = models.TextField(_("why more are adopted"), blank=True)
    exceeded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_because = models.TextField(_("how the last place was decided"), blank=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="one_quota_per_name")]


class Item(models.Model):
    """One matter before the council: a subject that was evaluated, or a matter with a title of its own."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="items")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="council_items")
    title = models.CharField(_("matter"), max_length=300)
    order = models.PositiveSmallIntegerField(_("place on the agenda"))
    rule = models.ForeignKey(VotingRule, on_delete=models.PROTECT, related_name="items")
    quota = models.ForeignKey(Quota, null=True, on_delete=models.SET_NULL, related_name="items")
    last_place = models.BooleanField(_("given one of the last places of its quota"), default=False)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    set_aside_because = models.TextField(_("why it was set aside"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "order"], name="one_item_per_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["session", "subject"], name="one_item_per_subject"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.SET_ASIDE) | ~Q(set_aside_because=""), name="set_aside_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.title


class Recusal(models.Model):
    """A member steps aside from an item; or, although near to it, takes part all the same, as the council decided."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    takes_part = models.BooleanField(_("takes part all the same"), default=False)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_recusal_per_seat"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_has_a_reason"),
        ]
