"""What a round demands at a rung of the ladder."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion
from kheo.evaluations.enums import Late, Ranking
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.enums import Level
from kheo.units.models import Unit


class Procedure(models.Model):
    """How the units of a level judge in a round: by which version, by how many, before a council or not.

    Where there is none, the level recognises as simply as ever. It cannot change once something is being judged by it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="procedures")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="procedures")
    council = models.BooleanField(_("a council decides"), default=False)
    scorers = models.PositiveSmallIntegerField(_("independent scorers of each dossier"), default=0)
    least = models.DecimalField(_("points from which it may be recognised"), max_digits=18, decimal_places=6, null=True)
    reopen_days = models.PositiveSmallIntegerField(_("days in which a concluded one may be reopened"), default=30)
    late = models.CharField(_("a score sheet that is sent too late"), max_length=8, choices=Late, default=Late.MARKED)

    class Meta:
        verbose_name = _("procedure")
        constraints = [models.UniqueConstraint(fields=["round", "level"], name="one_procedure_per_rung")]


class Deadline(models.Model):
    """The last day of a stage."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="deadlines")
    stage = models.CharField(_("stage of scoring"), max_length=12, choices=Stage)
    on = models.DateField(_("last day"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "stage"], name="one_deadline_per_stage")]


class RankingChoice(models.Model):
    """A unit chose, before it saw a score, which of the two orders of the fair-scoring lab counts. The latest holds."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="ranking_choices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ranking_choices")
    ranking = models.CharField(_("which order counts"), max_length=8, choices=Ranking)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["procedure", "unit", "-at"], name="ranking_choice_of_unit")]
