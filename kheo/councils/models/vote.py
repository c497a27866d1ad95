"""Ballots on an item, open votes, counts by two people, written opinions, and what it all came to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.councils.counting import Counts, Roll
from kheo.councils.enums import Base, Choice, Means, TieRule
from kheo.councils.models.council import Council, Seat
from kheo.councils.models.sealed import Election
from kheo.councils.models.session import CouncilSession, Item
from kheo.people.models import Person
from kheo.units.models import Unit


class PollQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not abandoned."""
        return self.filter(abandoned_at__isnull=True)

    def open(self):
        return self.standing().filter(closed_at__isnull=True)


class Poll(models.Model):
    """One ballot on an item, with the roll as it was when the ballot was opened: later absences change nothing."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="polls")
    number = models.PositiveSmallIntegerField(_("ballot"))
    means = models.CharField(_("held by"), max_length=8, choices=Means)
    members = models.PositiveSmallIntegerField(_("members with a vote"))
    present = models.PositiveSmallIntegerField(_("of them present"))
    recused = models.PositiveSmallIntegerField(_("of them recused"))
    recused_present = models.PositiveSmallIntegerField(_("of those present, recused"))
    election = models.ForeignKey(Election, null=True, on_delete=models.PROTECT, related_name="polls")
    position = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], condition=Q(abandoned_at=None), name="one_poll_per_ballot_number"
            ),
            models.UniqueConstraint(fields=["election", "position"], name="one_poll_per_question"),
            models.CheckConstraint(
                condition=Q(means=Means.SEALED, election__isnull=False, position__isnull=False)
                | Q(~Q(means=Means.SEALED), election__isnull=True, position__isnull=True),
                name="a_sealed_poll_is_a_question",
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=2), name="a_first_or_second_ballot"),
            models.CheckConstraint(condition=Q(present__lte=F("members")), name="no_more_present_than_members"),
        ]

    @property
    def roll(self):
        return Roll(self.members, self.present, self.recused, self.recused_present)


class VoteQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own; the others' once the result is announced, to those who see the session."""
        told = Q(poll__announced_at__isnull=False, poll__item__session__in=CouncilSession.objects.visible_to(person))
        return self.filter(Q(seat__person=person) | told)


class Vote(models.Model):
    """An open vote of a member. It can be changed until the ballot is closed. A secret vote never comes here."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes_given")
    choice = models.CharField(_("vote"), max_length=3, choices=Choice)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "seat"], name="one_vote_per_seat")]


class WrittenOpinion(models.Model):
    """What an absent member has sent in writing on an item; counted where the rule says so."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="opinions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opinions")
    choice = models.CharField(_("opinion"), max_length=3, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_written_opinion_per_seat")]


class PaperCountQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(void=False)

    def visible_to(self, person):
        """One's own, for each counts without knowing the other's; both once the result is announced, to those who see
        the session."""
        told = Q(poll__announced_at__isnull=False, poll__item__session__in=CouncilSession.objects.visible_to(person))
        return self.filter(Q(by=person) | told)


class PaperCount(models.Model):
    """What one of two people has counted. Two that differ are void, and stay on record."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="paper_counts")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    issued = models.PositiveSmallIntegerField(_("ballots issued"))
    agreed = models.PositiveSmallIntegerField(_("agree"))
    against = models.PositiveSmallIntegerField(_("do not agree"))
    abstained = models.PositiveSmallIntegerField(_("abstain"))
    invalid = models.PositiveSmallIntegerField(_("invalid"))
    agreed_with = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="confirms")
    void = models.BooleanField(default=False)

    objects = PaperCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "by"], condition=Q(void=False), name="two_people_count"),
            models.CheckConstraint(
                condition=Q(issued__gte=F("agreed") + F("against") + F("abstained") + F("invalid")),
                name="no_more_ballots_than_issued",
            ),
        ]

    @property
    def counts(self):
        return Counts(self.agreed, self.against, self.abstained, self.invalid)


class TieSettled(models.Model):
    """Between equal votes the rule has been applied: what was decided, by whom and on which ground."""

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, related_name="tie_settled")
    rule = models.CharField(max_length=10, choices=TieRule)
    passed = models.BooleanField()
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_tie_is_settled_with_a_reason")]


class Correction(models.Model):
    """An announced result was taken back and announced again: why, by whom, and what had been announced."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="corrections")
    reason = models.TextField(_("reason"))
    before = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_correction_has_a_reason")]


class ResultQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(item__session__in=CouncilSession.objects.visible_to(person))

    def real(self):
        """Without rehearsals."""
        return self.filter(item__session__rehearsal=False)


class Result(models.Model):
    """What a concluded session holds of an item. It stores what it was counted from, so that it never moves."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="result")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="results")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="council_results")
    ballots = models.PositiveSmallIntegerField(_("ballots held"))
    means = models.CharField(max_length=8, choices=Means)
    agreed = models.PositiveSmallIntegerField(_("agree"))
    against = models.PositiveSmallIntegerField(_("do not agree"))
    abstained = models.PositiveSmallIntegerField(_("abstain"))
    invalid = models.PositiveSmallIntegerField(_("invalid"))
    written = models.PositiveSmallIntegerField(_("of them in writing"))
    members = models.PositiveSmallIntegerField(_("members with a vote"))
    present = models.PositiveSmallIntegerField(_("of them present"))
    base = models.PositiveSmallIntegerField(_("counted of"))
    base_rule = models.CharField(max_length=8, choices=Base)
    needed = models.PositiveSmallIntegerField(_("votes needed"))
    reached = models.BooleanField(_("reached the votes needed"))
    tie_rule = models.CharField(max_length=10, choices=TieRule, blank=True)
    within_quota = models.BooleanField(_("within its quota"), default=True)
    passed = models.BooleanField(_("adopted"))
    on = models.DateField(_("day"))

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        indexes = [models.Index(fields=["unit", "on"], name="council_result_of_unit")]

    @property
    def counts(self):
        return Counts(self.agreed, self.against, self.abstained, self.invalid)
