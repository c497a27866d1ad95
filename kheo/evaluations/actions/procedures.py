"""The verbs on what a round demands: set or lift the procedure of a rung, its last days, and which order counts."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria.amounts import written
from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion
from kheo.evaluations import permissions, policies
from kheo.evaluations.enums import INDEPENDENT, Late, Ranking
from kheo.evaluations.models import Deadline, Procedure, RankingChoice
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit

MOST_REOPEN_DAYS = 365


@transaction.atomic
def demand(
    round_: Round, level: str, *, version: FrameworkVersion, by: Person | None, council: bool = False,
    scorers: int | None = None, least: Decimal | None = None, reopen_days: int = 30, late: str = Late.MARKED,
) -> Procedure:  # fmt: skip
    """Set how the units of a level judge in a round; set anew while nothing is judged by it yet.

    `scorers` of each dossier: one unless told, where the framework has a stage of several scorers. `least` are the
    points from which a dossier may be recognised at the rung (movement.md §3.7.6); None demands none. `by` is None only
    for the command line.
    """
    round_ = (
        Round.objects.select_for_update(of=("self",)).select_related("movement__owner", "closing").get(pk=round_.pk)
    )
    several = bool(INDEPENDENT & set(version.sheet.stages))
    scorers = int(several) if scorers is None else scorers
    if by:
        permissions.can_demand(by, round_, level, version, scorers)
    policies.can_be_demanded(round_, level, version, scorers)
    policies.can_be_reached(version, least)
    if late not in Late.values:
        raise BadInput(_("Choose what happens to score cards that come too late."))
    if not 0 <= reopen_days <= MOST_REOPEN_DAYS:
        raise BadInput(_("An evaluation may be reopened for 0 to %(most)d days.") % {"most": MOST_REOPEN_DAYS})
    procedure = Procedure.objects.select_for_update().filter(round=round_, level=level).first()
    if procedure:
        policies.is_not_in_use(procedure)
    procedure = procedure or Procedure(round=round_, level=level)
    procedure.version, procedure.council, procedure.scorers = version, council, scorers
    procedure.least, procedure.reopen_days, procedure.late = least, reopen_days, late
    procedure.save()
    procedure.deadlines.exclude(stage__in=version.sheet.stages).delete()  # another version may have other stages
    journal.record(
        "procedure.demanded", procedure, by=by, unit_id=round_.movement.owner_id,
        level=str(level), version=version.pk, council=council, scorers=scorers,
        least="" if least is None else written(least),
    )  # fmt: skip
    return procedure


@transaction.atomic
def lift_demand(procedure: Procedure, *, by: Person) -> None:
    """Take back what is demanded at a rung while nothing is judged by it: the rung recognises as simply as ever."""
    rows = Procedure.objects.select_for_update(of=("self",)).select_related("round__movement__owner", "round__closing")
    procedure = rows.get(pk=procedure.pk)
    permissions.can_lift_demand(by, procedure)
    journal.record(
        "procedure.lifted", procedure, by=by, unit_id=procedure.round.movement.owner_id,
        level=str(procedure.level), round=procedure.round_id,
    )  # fmt: skip
    procedure.ranking_choices.all().delete()  # an order of nothing
    procedure.delete()


@transaction.atomic
def set_deadline(procedure: Procedure, stage: str, *, on: date | None, by: Person) -> Deadline | None:
    """Set the last day of a stage; `on` None takes it away."""
    procedure = Procedure.objects.select_related("round__movement__owner", "round__closing", "version").get(
        pk=procedure.pk
    )
    permissions.can_set_deadline(by, procedure)
    if stage not in procedure.version.sheet.stages or stage == Stage.EXPLANATION:
        raise BadInput(_("Choose one of the stages of this framework."))
    deadline = None
    if on is None:
        procedure.deadlines.filter(stage=stage).delete()
    else:
        deadline, _made = Deadline.objects.update_or_create(procedure=procedure, stage=stage, defaults={"on": on})
    journal.record(
        "procedure.deadline_set", procedure, by=by, unit_id=procedure.round.movement.owner_id,
        stage=str(stage), on=on.isoformat() if on else "",
    )  # fmt: skip
    return deadline


@transaction.atomic
def choose_ranking(procedure: Procedure, unit: Unit, ranking: str, *, by: Person) -> RankingChoice:
    """The unit chooses which order of the fair-scoring lab counts, before anybody has seen a score."""
    procedure = Procedure.objects.select_for_update(of=("self",)).select_related("round__closing").get(pk=procedure.pk)
    permissions.can_choose_ranking(by, procedure, unit)
    if ranking not in Ranking.values:
        raise BadInput(_("Choose which order counts."))
    choice = RankingChoice.objects.create(procedure=procedure, unit=unit, ranking=ranking, at=clock.now(), by=by)
    journal.record("ranking.chosen", procedure, by=by, unit_id=unit.pk, ranking=str(ranking))
    return choice
