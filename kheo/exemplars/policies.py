"""What the state of a registration allows, whoever asks."""

from django.utils.translation import gettext as _

from kheo.exemplars.enums import CONSIDERABLE, EDITABLE, NEXT, Status
from kheo.exemplars.models import Exemplar, Registration
from kheo.exemplars.receiving import levels_open_to
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed, takes_registrations, unit_takes_part
from kheo.units.enums import Level
from kheo.units.models import Unit


@rule
def can_be_registered(unit: Unit, round_: Round) -> None:
    """The round takes registrations and the unit exists today."""
    takes_registrations(round_, unit.level)
    unit_takes_part(round_, unit)
    if unit.closed and unit.closed < clock.today():
        raise NotNow(
            _("%(unit)s ended on %(day)s and can no longer register.")
            % {"unit": unit.name, "day": format_date(unit.closed)}
        )


@rule
def is_not_in_round(exemplar: Exemplar, round_: Round) -> None:
    """An exemplar is entered into a round once; what was declined or withdrawn may be entered again."""
    over = [Status.DECLINED, Status.WITHDRAWN]
    if already := exemplar.registrations.filter(round=round_).exclude(status__in=over).first():
        raise NotNow(
            _("“%(title)s” is already registered in %(round)s.") % {"title": already.title, "round": round_.name}
        )


@rule
def can_be_edited(registration: Registration) -> None:
    """The unit holds it, and the round is not closed. A passed deadline does not stop the writing, only the sending."""
    is_not_closed(registration.round)
    if registration.status not in EDITABLE:
        raise NotNow(
            _("This registration is %(status)s: it can be changed only while it is a draft or was returned.")
            % {"status": registration.get_status_display().lower()}
        )


@rule
def can_be_submitted(registration: Registration) -> None:
    """A draft is sent while the round takes registrations; what was returned may come back until the round closes."""
    can_move(registration, Status.SUBMITTED)
    if registration.status == Status.DRAFT:
        can_be_registered(registration.acting_unit, registration.round)
        is_for_an_open_level(registration)


@rule
def is_for_an_open_level(registration: Registration) -> None:
    """The level registered for is a rung of the ladder today, at or above the unit's own (S000, U25)."""
    if registration.level not in levels_open_to(registration.acting_unit, registration.round, clock.today()):
        raise NotNow(
            _("%(unit)s cannot register for the level %(level)s in %(round)s. Choose another level.")
            % {
                "unit": registration.unit.name,
                "level": Level(registration.level).label.lower(),
                "round": registration.round.name,
            }
        )


@rule
def keeps_its_level(registration: Registration, level: str) -> None:
    """The level decides which office receives it and gives the code: once sent, it stays."""
    if registration.submitted_at and level != registration.level:
        raise NotNow(_("The level cannot be changed after sending: withdraw this registration and begin another."))


@rule
def can_move(registration: Registration, to: Status) -> None:
    """The table of moves, and a round that is not closed."""
    is_not_closed(registration.round)
    if to == registration.status:
        raise NotNow(_("This has been done already: the registration is %(status)s.") % {"status": to.label.lower()})
    if to not in NEXT[Status(registration.status)]:
        raise NotNow(
            _("This registration is %(status)s: it cannot become %(to)s now.")
            % {"status": registration.get_status_display().lower(), "to": to.label.lower()}
        )
    if to in (Status.WITHDRAWN, Status.DECLINED) and registration.merged_in.filter(undone_at=None).exists():
        raise NotNow(_("Others were merged into this registration: it stands for them too. Undo the merging first."))
    if to == Status.WITHDRAWN and registration.outcomes.filter(consideration__concluded_at__isnull=False).exists():
        raise NotNow(_("This registration has been considered for recognition and can no longer be withdrawn."))


@rule
def can_be_judged(registration: Registration) -> None:
    """Only what was accepted into the list of the year is judged (BR-02)."""
    if registration.status not in CONSIDERABLE or not registration.receiver_id:
        raise NotNow(
            _("“%(title)s” is %(status)s: only what was accepted into the list of the year is judged.")
            % {"title": registration.title, "status": registration.get_status_display().lower()}
        )
