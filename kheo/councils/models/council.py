"""A council of a unit: by which decision it sits, who sits in it from when to when, by which rules it votes."""

from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kheo.councils.counting import Threshold
from kheo.councils.enums import Base, SeatRole, TieRule
from kheo.documents.models import Paper
from kheo.kernel import clock, periods
from kheo.people.models import Person
from kheo.units.models import Unit, answering_unit_ids, never_twice


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those who read for the unit, and those who sit or sat in the council."""
        seats = Seat.objects.filter(council=OuterRef("pk"), person=person)
        return self.filter(Q(unit__in=answering_unit_ids(person)) | Exists(seats))


class Council(models.Model):
    """A council that votes on what a unit recognises or rewards."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="councils")
    name = models.CharField(_("name"), max_length=200)
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="councils")
    during = DateRangeField(_("sits"))
    quorum_num = models.PositiveSmallIntegerField(default=2)
    quorum_den = models.PositiveSmallIntegerField(default=3)
    award_quorum_num = models.PositiveSmallIntegerField(default=4)
    award_quorum_den = models.PositiveSmallIntegerField(default=5)
    appeal_days = models.PositiveSmallIntegerField(_("days in which a result may be contested"), default=10)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("council")
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_num__gt=0, quorum_num__lte=F("quorum_den")), name="a_quorum_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(award_quorum_num__gt=0, award_quorum_num__lte=F("award_quorum_den")),
                name="an_award_quorum_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="council_of_unit")]

    def __str__(self):
        return self.name

    def quorum(self, *, for_awards):
        """The share of the members that must be present: two thirds, in award sessions 80 % (provincial rules)."""
        if for_awards:
            return Fraction(self.award_quorum_num, self.award_quorum_den)
        return Fraction(self.quorum_num, self.quorum_den)


def sees_a_council(person):
    """Whether there is a council for the person at all, as `visible_to` says. Read once a request."""
    kept = getattr(person, "_sees_a_council", None)
    if kept is None:
        kept = person._sees_a_council = Council.objects.visible_to(person).exists()
    return kept


class SeatQuerySet(models.QuerySet):
    def current(self, day=None):
        """Seats held on a day (today unless told)."""
        return self.filter(during__contains=day or clock.today())

    def voting(self):
        return self.filter(votes=True)

    def in_order(self):
        """The chair first, then deputies, members, the secretary; each by given name."""
        rank = models.Case(
            *(models.When(role=role, then=place) for place, role in enumerate(SeatRole)), default=len(SeatRole)
        )
        return self.order_by(rank, "person__sort_key", "pk")


class Seat(models.Model):
    """A person sits in a council in a role, from a day to a day."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=SeatRole, default=SeatRole.MEMBER)
    votes = models.BooleanField(_("has a vote"), default=True)
    during = DateRangeField(_("sits"))

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            never_twice("one_seat_at_a_time", "council", "person"),
            ExclusionConstraint(
                name="one_chair_at_a_time",
                expressions=[("council", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(role=SeatRole.CHAIR),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="seat_of_person")]

    @property
    def since(self):
        return periods.first_day(self.during)

    @property
    def until(self):
        """The last day of the seat, None while no end is known."""
        return periods.last_day(self.during)


class VotingRule(models.Model):
    """What a vote needs, as data. A rule is never changed: another text makes another rule, old results stay."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rules")
    name = models.CharField(_("name"), max_length=200)
    share_num = models.PositiveSmallIntegerField()
    share_den = models.PositiveSmallIntegerField()
    strictly = models.BooleanField(_("strictly more than this share"), default=False)
    base = models.CharField(_("counted of"), max_length=8, choices=Base, default=Base.ALL)
    without_recused = models.BooleanField(_("those recused leave the base"), default=False)
    secret = models.BooleanField(_("secret ballot"), default=False)
    counts_written = models.BooleanField(_("written opinions of the absent count"), default=True)
    ballots = models.PositiveSmallIntegerField(_("ballots at most"), default=2)
    tie = models.CharField(_("in a tie"), max_length=10, choices=TieRule, default=TieRule.CHAIR)
    source = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of voting")
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="one_voting_rule_per_name"),
            models.CheckConstraint(
                condition=Q(share_num__gt=0, share_num__lte=F("share_den")), name="a_threshold_is_a_share"
            ),
            models.CheckConstraint(condition=Q(ballots__gte=1, ballots__lte=2), name="at_most_two_ballots"),
        ]

    @property
    def threshold(self):
        return Threshold(Fraction(self.share_num, self.share_den), self.strictly)
