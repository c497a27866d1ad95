"""The verbs on movements: launch, govern, name a field, set the ladder, the rounds, their days and targets, close."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.documents.models import Paper
from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean_line
from kheo.movements import permissions, policies
from kheo.movements.enums import FieldKey, TargetMeasure
from kheo.movements.models import (
    Field,
    FieldName,
    GoverningPaper,
    Milestone,
    Movement,
    Round,
    RoundClosing,
    Rung,
    Target,
)
from kheo.people.models import Person
from kheo.units.enums import LAST_DAY_OF_DISTRICTS, Level
from kheo.units.models import Unit


@transaction.atomic
def launch(*, code: str, name: str, owner: Unit, starts: date, by: Person | None, ends: date | None = None) -> Movement:
    """Launch a movement, with its four fields and the ladder of levels (the district rung ends with the districts)."""
    if by:
        permissions.can_run(by, owner)
    if ends and ends < starts:
        raise BadInput(_("The movement ends before it starts: check the two days."))
    try:
        with transaction.atomic():
            movement = Movement.objects.create(
                code=clean_line(code), name=clean_line(name), owner=owner, during=periods.period(starts, ends)
            )
    except IntegrityError:
        raise NotNow(_("There is already a movement with the code %(code)s.") % {"code": code}) from None
    Field.objects.bulk_create(Field(movement=movement, key=key, order=n) for n, key in enumerate(FieldKey))
    for level in Level:
        last = LAST_DAY_OF_DISTRICTS if level == Level.DISTRICT else ends
        if last is None or last >= starts:
            Rung.objects.create(movement=movement, level=level, during=periods.period(starts, last))
    journal.record("movement.launched", movement, by=by, unit_id=owner.pk)
    return movement


@transaction.atomic
def govern(movement: Movement, paper: Paper, *, by: Person | None) -> GoverningPaper:
    """Put a governing paper over a movement."""
    if by:
        permissions.can_run(by, movement.owner)
    governing, made = GoverningPaper.objects.get_or_create(movement=movement, paper=paper)
    if made:
        journal.record("movement.governed", movement, by=by, unit_id=movement.owner_id, paper=paper.pk)
    return governing


@transaction.atomic
def name_field(field: Field, unit: Unit, name: str, *, by: Person | None) -> FieldName:
    """A place calls a field by its own name; an empty name gives the canonical one back."""
    if by:
        permissions.can_name_fields(by, unit)
    naming, _made = FieldName.objects.update_or_create(field=field, unit=unit, defaults={"name": clean_line(name)})
    journal.record("field.named", field, by=by, unit_id=unit.pk)
    if not naming.name:
        naming.delete()
    return naming


@transaction.atomic
def open_round(
    movement: Movement, *, code: str, name: str, starts: date, ends: date, by: Person | None,
    demands_lower_recognition: bool = True,
) -> Round:  # fmt: skip
    """Add a round to a movement."""
    if by:
        permissions.can_run(by, movement.owner)
    if ends < starts:
        raise BadInput(_("The round ends before it starts: check the two days."))
    try:
        with transaction.atomic():
            round_ = Round.objects.create(
                movement=movement, code=clean_line(code), name=clean_line(name), starts=starts, ends=ends,
                demands_lower_recognition=demands_lower_recognition,
            )  # fmt: skip
    except IntegrityError:
        raise NotNow(_("This movement already has a round with the code %(code)s.") % {"code": code}) from None
    journal.record("round.opened", round_, by=by, unit_id=movement.owner_id, starts=str(starts), ends=str(ends))
    return round_


@transaction.atomic
def set_milestone(round_: Round, kind: str, on: date, *, by: Person | None, level: str = "") -> Milestone:
    """Set the day of a milestone; the earlier day stays in the journal."""
    if by:
        permissions.can_run(by, round_.movement.owner)
    policies.is_not_closed(round_)
    policies.opens_before_it_closes({**round_.days_for(level), kind: on})
    before = round_.milestones.filter(kind=kind, level=level).values_list("on", flat=True).first()
    milestone, _made = Milestone.objects.update_or_create(round=round_, kind=kind, level=level, defaults={"on": on})
    journal.record(
        "milestone.set", round_, by=by, unit_id=round_.movement.owner_id,
        kind=kind, level=level, on=str(on), before=str(before or ""),
    )  # fmt: skip
    return milestone


@transaction.atomic
def set_target(
    movement: Movement, measure: str, level: str, *, at_least: int, by: Person | None, at_most: int | None = None,
    paper: Paper | None = None,
) -> Target:  # fmt: skip
    """Record what a paper asks of the units of a level, in place of what was recorded before."""
    if by:
        permissions.can_run(by, movement.owner)
    if at_most is not None and at_most < at_least:
        raise BadInput(_("The most cannot be less than the least."))
    if measure == TargetMeasure.UNITS_CONSIDERING and max(at_least, at_most or 0) > 100:
        raise BadInput(_("A share of units is at most 100 %."))
    target, _made = Target.objects.update_or_create(
        movement=movement, measure=measure, level=level,
        defaults={"at_least": at_least, "at_most": at_most, "paper": paper},
    )  # fmt: skip
    journal.record(
        "target.set", movement, by=by, unit_id=movement.owner_id,
        measure=measure, level=level, at_least=at_least, at_most=at_most,
    )  # fmt: skip
    return target


@transaction.atomic
def close_round(round_: Round, *, by: Person | None) -> RoundClosing:
    """Close a round for good: from here nothing in it is written."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("movement__owner").get(pk=round_.pk)
    if by:
        permissions.can_run(by, round_.movement.owner)
    policies.is_not_closed(round_)
    closing = RoundClosing.objects.create(round=round_, at=clock.now())
    journal.record("round.closed", round_, by=by, unit_id=round_.movement.owner_id)
    return closing


@transaction.atomic
def take_back(movement_ids: Collection[int], round_ids: Collection[int], *, by: Person) -> None:
    """Delete rounds and movements that a list brought in and nothing hangs on; `ProtectedError` when something does."""
    rounds = Round.objects.filter(pk__in=round_ids).select_related("movement__owner")
    for round_ in rounds:
        permissions.can_run(by, round_.movement.owner)
    rounds.delete()
    Movement.objects.filter(pk__in=movement_ids).delete()
