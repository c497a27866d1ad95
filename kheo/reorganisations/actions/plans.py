"""The verbs on a plan: begin, add, drop, empty, replace, rehearse, propose, leave out, take back, discard."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.reorganisations import permissions, policies
from kheo.reorganisations.actions.carrying_out import carry_out
from kheo.reorganisations.enums import ChangeKind, State
from kheo.reorganisations.models import Change, Reorganisation, Stay
from kheo.reorganisations.planning import Step
from kheo.units.enums import Share
from kheo.units.models import Membership, Unit


@transaction.atomic
def begin(owner: Unit, *, title: str, legal_basis: str, on: date, by: Person) -> Reorganisation:
    """Begin to plan how the tree below a unit changes from a day."""
    permissions.can_begin(by, owner)
    if not clean_line(title) or not clean_line(legal_basis):
        raise BadInput(_("A re-organisation has a name and rests on a paper: enter both."))
    made = Reorganisation.objects.create(
        owner=owner, title=clean_line(title), legal_basis=clean_line(legal_basis), on=on, begun_by=by,
        begun_at=clock.now(),
    )  # fmt: skip
    journal.record("reorganisation.begun", made, by=by, unit_id=owner.pk, on=str(on))
    return made


@transaction.atomic
def add(reorganisation: Reorganisation, steps: Sequence[Step], *, by: Person) -> list[Change]:
    """Add steps to the plan, all or none. What they say together must be possible: `policies.hangs_together`."""
    reorganisation = locked(reorganisation)
    permissions.can_plan(by, reorganisation)
    written: dict[int, Change] = {}
    for step in steps:
        if id(step) not in written:
            _write(reorganisation, step, written)
    policies.hangs_together(reorganisation, list(reorganisation.changes.select_related("unit", "target")))
    _not_as_it_was(reorganisation)
    journal.record("reorganisation.planned", reorganisation, by=by, unit_id=reorganisation.owner_id, count=len(written))
    return list(written.values())


@transaction.atomic
def drop(change: Change, *, by: Person) -> int:
    """Take a step out of the plan; gives how many went. With a founding go the steps that lead to it, with an end the
    successors named; a unit that loses its last successor does not end either."""
    reorganisation = locked(change.reorganisation)
    permissions.can_plan(by, reorganisation)
    before = reorganisation.changes.count()
    ending = [ChangeKind.CLOSE, ChangeKind.SUCCEED]
    going_on = set(reorganisation.changes.filter(kind=ChangeKind.SUCCEED).values_list("unit", flat=True))
    if change.kind == ChangeKind.CLOSE:
        reorganisation.changes.filter(unit=change.unit, kind__in=ending).delete()
    else:
        change.delete()
    left = set(reorganisation.changes.filter(kind=ChangeKind.SUCCEED).values_list("unit", flat=True))
    reorganisation.changes.filter(kind=ChangeKind.CLOSE, unit__in=going_on - left).delete()
    _not_as_it_was(reorganisation)
    count = before - reorganisation.changes.count()
    journal.record("reorganisation.change_dropped", reorganisation, by=by, unit_id=reorganisation.owner_id, count=count)
    return count


@transaction.atomic
def empty(reorganisation: Reorganisation, *, by: Person) -> int:
    """Take every step out of the plan, to begin anew; gives how many there were."""
    reorganisation = locked(reorganisation)
    permissions.can_empty(by, reorganisation)
    count = reorganisation.changes.count()
    reorganisation.changes.all().delete()
    _not_as_it_was(reorganisation)
    journal.record("reorganisation.emptied", reorganisation, by=by, unit_id=reorganisation.owner_id, count=count)
    return count


@transaction.atomic
def replace(reorganisation: Reorganisation, steps: Sequence[Step], *, by: Person) -> list[Change]:
    """These steps instead of those in the plan: all, or the plan stays as it is."""
    if reorganisation.changes.exists():
        empty(reorganisation, by=by)
    return add(reorganisation, steps, by=by)


@transaction.atomic
def rehearse(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """Carry the plan out and take it all back; what it would do is kept with the plan."""
    reorganisation = locked(reorganisation)
    permissions.can_plan(by, reorganisation)
    policies.says_something(reorganisation)
    with transaction.atomic():
        offer_stays(reorganisation)
        told = carry_out(reorganisation, by=by)
        transaction.set_rollback(True)  # nothing of it was more than a look
    reorganisation.rehearsal = told
    reorganisation.save(update_fields=["rehearsal"])
    journal.record("reorganisation.rehearsed", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


@transaction.atomic
def propose(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """The plan goes to a second person, with the roles that go on in the successors."""
    reorganisation = locked(reorganisation)
    permissions.can_propose(by, reorganisation)
    offer_stays(reorganisation)
    _move(reorganisation, State.PROPOSED, proposed_by=by, proposed_at=clock.now())
    journal.record("reorganisation.proposed", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


@transaction.atomic
def leave_out(stay: Stay, *, by: Person) -> Stay:
    """This role does not go on: the person's office ends with the unit."""
    reorganisation = locked(stay.reorganisation)
    permissions.can_leave_out(by, reorganisation)
    stay.left_out = True
    stay.save(update_fields=["left_out"])
    journal.record(
        "reorganisation.stay_left_out", reorganisation, by=by, unit_id=reorganisation.owner_id, person=stay.person_id,
        role=stay.role,
    )  # fmt: skip
    return stay


@transaction.atomic
def take_back(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """The plan is a draft again: to change it, or because the second person does not agree."""
    reorganisation = locked(reorganisation)
    permissions.can_take_back(by, reorganisation)
    reorganisation.stays.all().delete()
    _move(reorganisation, State.DRAFT, proposed_by=None, proposed_at=None)
    journal.record("reorganisation.taken_back", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


@transaction.atomic
def discard(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """The plan comes to nothing; that it was made stays on record."""
    reorganisation = locked(reorganisation)
    permissions.can_discard(by, reorganisation)
    _move(reorganisation, State.DISCARDED)
    journal.record("reorganisation.discarded", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


def locked(reorganisation: Reorganisation) -> Reorganisation:
    """Its row, taken before anything is asked of it."""
    rows = Reorganisation.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=reorganisation.pk)


def offer_stays(reorganisation: Reorganisation) -> None:
    """Whoever serves a unit on its last day serves its whole successor in the same role, as long as it was given."""
    wholly = reorganisation.changes.filter(kind=ChangeKind.SUCCEED, share=Share.WHOLE)
    by_unit = {change.unit_id: change for change in wholly}
    last = reorganisation.on - timedelta(days=1)
    offices = Membership.objects.filter(unit__in=list(by_unit), person__is_active=True).current(last)
    offices = offices.not_ended(reorganisation.on).order_by("unit", "person__sort_key", "role")
    Stay.objects.bulk_create(
        Stay(
            reorganisation=reorganisation, person_id=office.person_id, role=office.role,
            change=by_unit[office.unit_id], until=office.until,
        )
        for office in offices
    )  # fmt: skip


def _write(reorganisation: Reorganisation, step: Step, written: dict[int, Change]) -> Change:
    aim = step.aim
    if isinstance(aim, Step) and id(aim) not in written:
        _write(reorganisation, aim, written)
    change = Change.objects.create(
        reorganisation=reorganisation, kind=step.kind, unit=step.unit,
        target=aim if isinstance(aim, Unit) else None,
        made=written[id(aim)] if isinstance(aim, Step) else aim if isinstance(aim, Change) else None,
        code=clean_line(step.code), name=clean_line(step.name), unit_kind=step.unit_kind, level=step.level,
        share=step.share, note=clean_line(step.note)[:200], legal_basis=clean_line(step.legal_basis)[:200],
    )  # fmt: skip
    written[id(step)] = change
    return change


def _not_as_it_was(reorganisation: Reorganisation) -> None:
    """What was seen of the plan is not true any more."""
    reorganisation.rehearsal = None
    reorganisation.save(update_fields=["rehearsal"])


def _move(reorganisation: Reorganisation, to: State, **more: object) -> None:
    policies.can_move(reorganisation, to)
    reorganisation.state = to
    for name, value in more.items():
        setattr(reorganisation, name, value)
    reorganisation.save(update_fields=["state", *more])
