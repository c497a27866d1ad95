"""What the state of a plan, and the units in it, allow, whoever asks."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.reorganisations.enums import DAYS_TO_REVERSE, NEXT, ChangeKind, Side, State
from kheo.reorganisations.models import Change, Reorganisation
from kheo.units import tree
from kheo.units.enums import Share
from kheo.units.models import Unit


@rule
def can_move(reorganisation: Reorganisation, to: State) -> None:
    """The table of moves."""
    if to not in NEXT[State(reorganisation.state)]:
        raise NotNow(
            _("This re-organisation is in the state “%(state)s”: that is not possible now.")
            % {"state": reorganisation.get_state_display()}
        )


@rule
def can_be_planned(reorganisation: Reorganisation) -> None:
    """A plan is changed until it is proposed."""
    if reorganisation.state != State.DRAFT:
        raise NotNow(_("This plan is no draft any more. Take it back before you change it."))


@rule
def says_something(reorganisation: Reorganisation) -> None:
    """There is something to carry out."""
    if not reorganisation.changes.exists():
        raise NotNow(_("The plan is empty: add a change first."))


@rule
def was_looked_at(reorganisation: Reorganisation) -> None:
    """Nobody proposes a plan without having seen what it does."""
    if not reorganisation.rehearsal:
        raise NotNow(_("Look first at what the plan would do."))


@rule
def can_be_handed_out(reorganisation: Reorganisation) -> None:
    """Until its last day a unit answers for what it holds: that goes on from the first day of the new order, once."""
    if reorganisation.state != State.DONE or reorganisation.handed_at:
        raise NotNow(_("What is open is handed on once, after the plan was carried out."))
    if clock.today() < reorganisation.on:
        raise NotNow(
            _("Until %(day)s the units hold what they have: it is handed on from that day.")
            % {"day": format_date(reorganisation.on)}
        )


@rule
def can_be_reversed(reorganisation: Reorganisation) -> None:
    """Within thirty days after it was carried out (experience.md S24)."""
    can_move(reorganisation, State.REVERSED)
    assert reorganisation.done_at is not None, "what can be reversed was carried out"
    last = localdate(reorganisation.done_at) + timedelta(days=DAYS_TO_REVERSE)
    if clock.today() > last:
        raise NotNow(
            _("A re-organisation can be undone until thirty days after it was carried out: here until %(day)s.")
            % {"day": format_date(last)}
        )


@rule
def hangs_together(reorganisation: Reorganisation, changes: Sequence[Change]) -> None:
    """Every unit of the plan stands below the owner and exists; none ends twice, goes on wholly as two, or is aimed at
    while it ends; no new code twice."""
    day = reorganisation.on - timedelta(days=1)
    below = set(tree.list_under([reorganisation.owner_id], on=day))
    alive = set(Unit.objects.filter(pk__in=_named(changes)).alive_on(day).values_list("pk", flat=True))
    ending = {change.unit_id for change in changes if change.kind == ChangeKind.CLOSE}
    for change in changes:
        for unit in filter(None, [change.unit, change.target]):
            _is_of_the_tree(unit, reorganisation, below, alive)
        if change.target and change.target_id in ending:
            raise NotNow(_("%(unit)s ends by this plan, so nothing can go there.") % {"unit": change.target.name})
    if reorganisation.owner_id in ending:
        raise NotNow(
            _("%(unit)s is the unit whose tree is changed: its end is planned by a keeper above it.")
            % {"unit": reorganisation.owner.name}
        )
    _nothing_twice(changes)
    _wholly_means_once(changes)


@rule
def can_be_handed(registration: Registration, side: Side, to_unit: Unit) -> None:
    """The unit that held it has ended, and the one that shall hold it exists today, below the same movement's owner."""
    today = clock.today()
    holder = holder_of(registration, side)
    if holder is None or holder.closed is None or holder.closed >= today:
        raise NotNow(_("This registration is in the hands of a unit that exists."))
    if not to_unit.existed_between(today, today):
        raise NotNow(_("%(unit)s does not exist on %(day)s.") % {"unit": to_unit.name, "day": format_date(today)})
    owner = registration.round.movement.owner_id
    if owner not in tree.chain(to_unit.pk, on=today) and to_unit.pk not in tree.chain(owner, on=today):
        raise NotNow(_("%(unit)s takes no part in this movement.") % {"unit": to_unit.name})


def holder_of(registration: Registration, side: Side) -> Unit | None:
    """The unit in whose hands one side of a registration lies today."""
    made = registration.exemplar if side == Side.HOLDER else registration
    holder: Unit | None = registration.receiver if side == Side.RECEIVER else made.acting_unit
    return holder


def _is_of_the_tree(unit: Unit, reorganisation: Reorganisation, below: set[int], alive: set[int]) -> None:
    if unit.pk not in alive:
        raise NotNow(
            _("%(unit)s does not exist on %(day)s.")
            % {"unit": unit.name, "day": format_date(reorganisation.on - timedelta(days=1))}
        )
    if unit.pk not in below:
        raise NotNow(
            _("%(unit)s does not stand below %(owner)s. A keeper above both can plan this.")
            % {"unit": unit.name, "owner": reorganisation.owner.name}
        )


def _nothing_twice(changes: Sequence[Change]) -> None:
    once = Counter((change.kind, change.unit) for change in changes if change.kind not in _SEVERAL)
    for (_kind, unit), count in once.items():
        if count > 1 and unit:
            raise NotNow(_("%(unit)s is changed twice in the same way by this plan.") % {"unit": unit.name})
    for code, count in Counter(change.code for change in changes if change.kind == ChangeKind.FOUND).items():
        if count > 1:
            raise NotNow(_("Two new units of this plan have the code %(code)s.") % {"code": code})


def _wholly_means_once(changes: Sequence[Change]) -> None:
    going = [change for change in changes if change.kind == ChangeKind.SUCCEED]
    several = {unit for unit, count in Counter(change.unit for change in going).items() if count > 1}
    for change in going:
        if change.share == Share.WHOLE and change.unit in several:
            raise NotNow(
                _("%(unit)s cannot go wholly to one unit and also to another: call each a part.")
                % {"unit": change.unit.name if change.unit else ""}
            )


def _named(changes: Sequence[Change]) -> set[int]:
    return {pk for change in changes for pk in (change.unit_id, change.target_id) if pk}


_SEVERAL = {ChangeKind.FOUND, ChangeKind.SUCCEED}
