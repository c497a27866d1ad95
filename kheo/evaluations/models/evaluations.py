"""What is judged, and its judgement by a unit."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion, sheet_of
from kheo.evaluations.enums import ARRANGES_FOR_UNIT, HELD_BY, INDEPENDENT, OVER, Holder, Side, State
from kheo.evaluations.models import readers
from kheo.evaluations.models.procedures import Procedure
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import Unit, acting_unit_ids, answering_unit_ids, read_as_own_ids


class SubjectQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(dropped_at=None)

    def visible_to(self, person):
        """Those of one's own unit, and those of which one may see an evaluation."""
        judged = Evaluation.objects.visible_to(person).filter(subject=OuterRef("pk"))
        return self.filter(Q(unit__among=read_as_own_ids(person)) | Q(Exists(judged)))


class Subject(models.Model):
    """What is judged in a round: a registration or a unit, and this chapter never knows which.

    `code` is theirs. The code of a registration is unique for the office that gave it, its `issuer`; two offices may
    have given the same one. `kind` and `field` are what caps may be counted by. Since `dropped_at` it is taken back:
    nobody begins to judge it, or votes on it, any more.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="subjects")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="judged_as")
    code = models.CharField(_("code"), max_length=40)
    issuer = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    dropped_at = models.DateTimeField(null=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("what is judged")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "issuer", "code"], condition=Q(issuer__isnull=False), name="one_subject_per_code"
            ),
            models.UniqueConstraint(
                fields=["round", "unit"], condition=Q(issuer=None), name="one_subject_per_unit_itself"
            ),
        ]
        indexes = [models.Index(fields=["round", "code"], name="subject_by_code")]

    def __str__(self):
        return self.title


class EvaluationQuerySet(models.QuerySet):
    def concluded(self):
        return self.filter(state=State.CONCLUDED)

    def fit(self):
        """Those concluded that may be recognised: no condition forbids it, and the points are those of the rung."""
        points = Cast(KT("result__tally__total"), models.DecimalField(max_digits=18, decimal_places=6))
        eligible = self.concluded().filter(result__verdict__not_eligible=False).annotate(points=points)
        return eligible.filter(Q(procedure__least=None) | Q(points__gte=F("procedure__least")))

    def open(self):
        return self.exclude(state__in=OVER)

    def counting(self):
        """All but those of what was taken back: they have no place in any order, and are nobody's rivals."""
        return self.exclude(state=State.DROPPED)

    def held_by_subject(self, unit_ids):
        """Those on which the judged units must act next."""
        return self.filter(state__in=_states_held_by(Holder.SUBJECT), subject__unit__in=unit_ids)

    def held_by_judge(self, unit_ids):
        """Those on which the judging units must act next; what single scorers hold stands in their assignments."""
        return self.filter(state__in=_states_held_by(Holder.JUDGE), unit__in=unit_ids)

    def visible_to(self, person):
        """The unit that is judged and the judging unit see it from the beginning, its scorers while they have it; units
        above the judging one once it was concluded, and who has a reason that another chapter knows (`readers`)."""
        inherited = read_as_own_ids(person)
        scores = Exists(person.assignments.active().filter(evaluation=OuterRef("pk")))
        below = tree.list_under(inherited, on=clock.today())
        told = (Q(unit__among=below) | readers.have_a_reason(person)) & Q(concluded_at__isnull=False)
        return self.filter(Q(subject__unit__among=inherited) | Q(unit__among=inherited) | Q(scores) | told)

    def with_open_scores(self, person):
        """Those of which `person` may see what the scorers gave, taken together: see `are_open_to`; everybody else who
        sees the evaluation, once it was concluded."""
        return self.filter(are_open_to(person) | Q(concluded_at__isnull=False))


def are_open_to(person, path=""):
    """For a filter: `person` may see what the scorers of an evaluation have sent; `path` leads to the evaluation.

    Who has still to score sees nobody's points, and neither does who declared a conflict or serves the judged unit. Of
    the judging unit, those who arrange the scoring see what was sent; a plain reviewer sees it when their own card is
    sent, or when all have scored.
    """
    to, pk = (f"{path}__", path) if path else ("", "pk")
    reviewing = answering_unit_ids(person, *REVIEWS_FOR_UNIT)
    arranging = answering_unit_ids(person, *ARRANGES_FOR_UNIT)
    stages = [stage.value for stage in INDEPENDENT]
    tasks = person.assignments.active().filter(evaluation=OuterRef(pk))
    done = Q(Exists(person.scorecards.sent().filter(evaluation=OuterRef(pk), stage__in=stages)))
    over = ~Q(**{f"{to}state__in": stages}) & ~Q(**{f"{to}resumes__in": stages})
    near = Q(Exists(person.declared_conflicts.filter(evaluation=OuterRef(pk))))
    judged = Q(**{f"{to}subject__unit__in": acting_unit_ids(person)}) & ~Q(**{f"{to}unit": F(f"{to}subject__unit")})
    of_the_unit = Q(**{f"{to}unit__in": arranging}) | Q(**{f"{to}unit__in": reviewing}) & over
    return (of_the_unit | done) & ~Q(Exists(tasks.waiting())) & ~near & ~judged


def _states_held_by(holder):
    return [state for state, held in HELD_BY.items() if held == holder]


class Evaluation(models.Model):
    """A unit judges a subject, stage by stage, by one version of a framework.

    `result` is what was concluded, frozen, with the version that it was concluded by; what is taken back keeps it.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="evaluations")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="evaluations")
    profile = models.CharField(_("profile"), max_length=40, blank=True)
    state = models.CharField(_("stage of scoring"), max_length=12, choices=State)
    resumes = models.CharField(_("stage to which an explanation returns"), max_length=12, choices=State, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(_("result"), null=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        constraints = [
            models.UniqueConstraint(fields=["subject", "unit"], name="one_evaluation_per_unit"),
            models.CheckConstraint(
                condition=Q(state=State.CONCLUDED, concluded_at__isnull=False, result__isnull=False)
                | ~Q(state=State.CONCLUDED) & Q(concluded_at=None, result__isnull=True)
                | Q(state=State.DROPPED, concluded_at__isnull=False, result__isnull=False),
                name="a_result_is_concluded",
            ),
            models.CheckConstraint(
                condition=Q(state=State.EXPLANATION) ^ Q(resumes=""), name="an_explanation_knows_where_it_returns"
            ),
        ]
        indexes = [models.Index(fields=["unit", "procedure", "state"], name="evaluation_of_unit")]

    @property
    def sheet(self):
        """The framework by which it is judged."""
        return sheet_of(self.version_id)

    @property
    def held_by(self):
        return HELD_BY[State(self.state)]

    @property
    def profile_value(self):
        """The profile of the sheet that applies, None for the whole sheet."""
        return self.sheet.profile(self.profile)


class Reopening(models.Model):
    """A concluded evaluation was opened again, why, and what had been concluded."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="reopenings")
    stage = models.CharField(_("stage of scoring"), max_length=12, choices=Stage)
    reason = models.TextField(_("reason"))
    result = models.JSONField(_("result until then"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class Omission(models.Model):
    """The judging unit went on although a stage was not finished, and why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="omissions")
    stage = models.CharField(_("stage of scoring"), max_length=12, choices=State)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class GateAnswer(models.Model):
    """Whether a condition is met: yes or no and the number of a document. There is no room for a story."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="gate_answers")
    gate = models.CharField(_("condition"), max_length=40)
    passed = models.BooleanField(_("is met"))
    document = models.CharField(_("number of the document"), max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "gate"], name="one_answer_per_gate")]


class FigureValue(models.Model):
    """A declared fact, as the judged unit states it and as the judging unit found it; the latter counts."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(_("figure"), max_length=40)
    side = models.CharField(_("stated by"), max_length=7, choices=Side)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "code", "side"], name="one_figure_per_side")]


class Question(models.Model):
    """The judging unit asks the judged one about a criterion, and its answer: the round of explanation.

    A scorer may look again at what was asked about, with a reason; nothing else of a sent card moves.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(_("criterion"), max_length=40)
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("explanation"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_explanation_has_its_day",
            )
        ]
