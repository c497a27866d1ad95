"""Score cards: who gave how many points on what, with which evidence. A later stage never writes on an earlier card."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kheo.criteria.amounts import plain
from kheo.criteria.enums import EvidenceKind, Stage
from kheo.criteria.scoring import Entry
from kheo.documents.models import Paper
from kheo.evaluations.enums import INDEPENDENT, SHARED
from kheo.evaluations.models.evaluations import Evaluation, are_open_to
from kheo.kernel.models import StoredFile
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import answering_unit_ids, read_as_own_ids


class ScorecardQuerySet(models.QuerySet):
    def sent(self):
        return self.filter(sent_at__isnull=False)

    def shared(self):
        """The cards of which a stage has one, written by the unit that holds the matter."""
        return self.filter(stage__in=SHARED)

    def independent(self):
        """The cards of single scorers."""
        return self.filter(stage__in=INDEPENDENT)

    def at_hand(self, person):
        """Their own, of the dossiers that they are given to score: the part of `visible_to` that is asked most."""
        given = person.assignments.active().filter(evaluation=OuterRef("evaluation"), stage=OuterRef("stage"))
        return self.filter(Exists(given), scorer=person)

    def told_to_scorers(self):
        """What whoever has a dossier at hand reads of it besides: the part of `visible_to` that is asked with it."""
        return self.shared().sent()

    def visible_to(self, person):
        """Everybody sees their own; each unit sees the cards it writes itself, and those of the other side once sent.

        The judged unit sees the verification when it is signed and sent, and of the later cards nothing: what they came
        to is in the result. What a colleague gave is seen when `are_open_to` says so.
        """
        inherited = read_as_own_ids(person)
        reviewing = answering_unit_ids(person, *REVIEWS_FOR_UNIT)
        theirs = {"evaluation__unit__among": inherited}
        scores = Q(Exists(person.assignments.active().filter(evaluation=OuterRef("evaluation"))))
        sent, self_, shared = Q(sent_at__isnull=False), Q(stage=Stage.SELF), Q(stage__in=SHARED)
        of_the_judged = (self_ | Q(stage=Stage.VERIFICATION) & sent) & Q(evaluation__subject__unit__among=inherited)
        of_the_judge = shared & sent & (Q(**theirs) | scores)
        being_written = shared & ~self_ & Q(evaluation__unit__in=reviewing)
        of_colleagues = Q(stage__in=INDEPENDENT) & sent & are_open_to(person, "evaluation")
        return self.filter(Q(scorer=person) | of_the_judged | of_the_judge | being_written | of_colleagues)


class Scorecard(models.Model):
    """What one side, or one scorer, gives at a stage. Gaps are allowed until it is sent.

    `revision` grows with every change, so that of two people writing at once neither overwrites the other unseen;
    `sent_revision` is the one that was sent last, so that a later change of it leaves an `EarlierScore` behind.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="cards")
    stage = models.CharField(_("stage of scoring"), max_length=12, choices=Stage)
    scorer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="scorecards")
    revision = models.PositiveIntegerField(default=0)
    sent_revision = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(_("sent after its day"), default=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("score card")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "stage", "scorer"], nulls_distinct=False, name="one_card_per_stage_and_scorer"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=sorted(INDEPENDENT)) | Q(stage__in=sorted(SHARED), scorer=None),
                name="only_scorers_score_alone",
            ),
        ]

    @property
    def is_sent(self):
        return self.sent_at is not None


ENTRY = ("points", "value", "target", "assigned", "passed")


def entry_of(points, value, target, assigned, passed) -> Entry:
    """What the arithmetic reads of these columns."""
    numbers = (number if number is None else plain(number) for number in (value, target))
    return Entry(*numbers, assigned, passed, points if points is None else plain(points))


class Content(models.Model):
    """What can stand on a leaf: a result with its target, a yes or no, or points directly; and words beside it."""

    points = models.DecimalField(_("points"), max_digits=18, decimal_places=6, null=True)
    value = models.DecimalField(_("result"), max_digits=18, decimal_places=6, null=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=6, null=True)
    assigned = models.BooleanField(_("the task was given to this unit"), default=True)
    passed = models.BooleanField(_("met"), null=True)
    note = models.TextField(_("note"), blank=True)
    reason = models.TextField(_("why not as the stage before"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def entry(self) -> Entry:
        """What the arithmetic reads of it."""
        return entry_of(*(getattr(self, name) for name in ENTRY))


class Score(Content):
    """What stands on one leaf of a card; `revision` is that of the card when it was last changed here."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="scores")
    code = models.CharField(_("criterion"), max_length=40)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "code"], name="one_score_per_leaf")]


class EarlierScore(Content):
    """What stood there when the card was sent, before an explanation or a reopening changed it."""

    score = models.ForeignKey(Score, on_delete=models.CASCADE, related_name="earlier")
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "pk"]


class Evidence(models.Model):
    """A piece of evidence for a leaf: a file, a paper on file, or the number of one, a link, words, a figure."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="evidence")
    code = models.CharField(_("criterion"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=EvidenceKind)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="evidence")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="evidence")
    words = models.CharField(_("link, number or words"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, file__isnull=False, paper=None)
                | Q(kind=EvidenceKind.DOCUMENT, file=None) & (Q(paper__isnull=False) | ~Q(words=""))
                | ~Q(kind__in=[EvidenceKind.FILE, EvidenceKind.DOCUMENT]) & Q(file=None, paper=None) & ~Q(words=""),
                name="evidence_is_what_it_says",
            )
        ]
        indexes = [models.Index(fields=["scorecard", "code"], name="evidence_of_leaf")]


class AssignmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def waiting(self):
        """Those whose scorer has not sent the card yet."""
        sent = Scorecard.objects.sent().filter(
            evaluation=OuterRef("evaluation"), stage=OuterRef("stage"), scorer=OuterRef("scorer")
        )
        return self.active().exclude(Exists(sent))

    def given_to(self, person):
        """What the person is to score at the stage at which it stands, sent or not; what they put off last."""
        at_it = Q(evaluation__state=models.F("stage"))
        return self.active().filter(at_it, scorer=person).order_by(models.F("skipped_at").asc(nulls_first=True), "pk")


class Assignment(models.Model):
    """A scorer is to score a dossier at a stage. Ended, the card stays: nothing that was written is lost."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="assignments")
    stage = models.CharField(_("stage of scoring"), max_length=12, choices=Stage)
    scorer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    skipped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(_("why it was taken back"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "stage", "scorer"], condition=Q(ended_at=None), name="one_assignment_at_a_time"
            ),
            models.CheckConstraint(condition=Q(stage__in=sorted(INDEPENDENT)), name="only_scorers_are_assigned"),
        ]
        indexes = [models.Index(fields=["scorer", "ended_at"], name="assignment_of_scorer")]


class Conflict(models.Model):
    """A scorer declared an interest of their own; kinship of units needs no declaration (`conflicts`)."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="declared_conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declared_conflicts")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "person"], name="one_conflict_per_person")]
