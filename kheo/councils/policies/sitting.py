"""What the state of a council, a session, an item and its minutes allows, whoever asks."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.councils import conflicts, outcomes, roll
from kheo.councils.enums import LEADS, NEXT, SESSION_NEXT, SETTLED, ItemState, SessionState
from kheo.councils.models import Council, CouncilSession, Item, Minutes, Poll, Seat
from kheo.evaluations.policies import stands
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule

_TOWARDS_A_VOTE = {ItemState.PRESENTED, ItemState.DISCUSSED, ItemState.VOTING}


@rule
def sits_on(council: Council, day: date) -> None:
    """The council sits on that day, and its unit still is: the council of a unit that ended decides nothing for it."""
    closed = council.unit.closed
    if day not in council.during or (closed and closed < day):
        raise NotNow(_("%(council)s does not sit on %(day)s.") % {"council": council.name, "day": format_date(day)})


@rule
def holds_on(seat: Seat, session: CouncilSession) -> None:
    """The seat is one of this council and held on the day of the session."""
    if seat.council_id != session.council_id or session.on not in seat.during:
        raise NotNow(_("This seat is not held in the council on %(day)s.") % {"day": format_date(session.on)})


@rule
def leads(seat: Seat) -> None:
    """A chair or a deputy leads a session."""
    if seat.role not in LEADS:
        raise NotNow(_("A session is led by the chair or a deputy of the council."))


@rule
def can_become(session: CouncilSession, state: SessionState) -> None:
    """The session's next step is a legal one."""
    if state not in SESSION_NEXT[SessionState(session.state)]:
        raise NotNow(
            _("This session is at “%(state)s” and cannot go to “%(next)s”.")
            % {"state": session.get_state_display(), "next": state.label}
        )


@rule
def is_not_concluded(session: CouncilSession) -> None:
    """What a concluded session holds is changed by a correction, never by an edit."""
    if session.state not in (SessionState.CONVENED, SessionState.OPEN):
        raise NotNow(_("This session is concluded."))


@rule
def is_open(session: CouncilSession) -> None:
    """The session has been opened and not concluded."""
    if session.state != SessionState.OPEN:
        raise NotNow(_("This session is not open."))


@rule
def has_a_quorum(session: CouncilSession) -> None:
    """As many members are present as the council's rule demands."""
    found = roll.quorum(session)
    if not found.reached:
        raise NotNow(
            _("There is no quorum: %(present)d of %(members)d members are present, %(needed)d are needed.")
            % {"present": found.present, "members": found.members, "needed": found.needed}
        )


@rule
def is_a_rehearsal(session: CouncilSession) -> None:
    """Only a rehearsal can be wiped."""
    if not session.rehearsal:
        raise NotNow(_("This session is not a rehearsal: nothing of it is deleted."))


@rule
def can_move(item: Item, state: ItemState) -> None:
    """The item's next step is a legal one; the chair's other buttons stay grey. What its unit has taken back is neither
    presented nor voted on: it is set aside."""
    if item.subject and state in _TOWARDS_A_VOTE:
        stands(item.subject)
    if state not in NEXT[ItemState(item.state)]:
        raise NotNow(
            _("This item is at “%(state)s”: it cannot go to “%(next)s” from there.")
            % {"state": item.get_state_display(), "next": state.label}
        )


@rule
def is_waiting(item: Item) -> None:
    """Nothing has happened to the item yet."""
    if item.state not in (ItemState.WAITING, ItemState.SET_ASIDE):
        raise NotNow(_("The council has taken up this item: it cannot be taken off the agenda."))


@rule
def the_roll_can_change(session: CouncilSession) -> None:
    """Who takes part does not change while people vote."""
    is_not_concluded(session)
    if Poll.objects.open().filter(item__session=session).exists():
        raise NotNow(_("A vote is open: who takes part can change only after it is closed."))


@rule
def can_recuse(item: Item) -> None:
    """Before the vote: afterwards the ballot would have to be repeated."""
    the_roll_can_change(item.session)
    if item.polls.standing().exists():
        raise NotNow(_("This item has been voted on: nobody can step aside from it any more."))


@rule
def conflicts_are_settled(item: Item) -> None:
    """Everybody present who is near to the item steps aside, or takes part by a decision with its reason."""
    for seat, why in conflicts.unsettled(item):
        raise NotNow(
            _("%(why)s Record that %(person)s steps aside, or why the council lets them take part.")
            % {"why": " ".join(why), "person": seat.person.full_name}
        )


@rule
def can_be_corrected(item: Item) -> None:
    """Until the minutes are signed by both; then only another session can decide otherwise."""
    if item.state != ItemState.ANNOUNCED:
        raise NotNow(_("Only an announced result is corrected."))
    if item.session.state == SessionState.SIGNED or _signed(item.session):
        raise NotNow(_("The minutes are signed: only another session can decide otherwise."))


@rule
def can_be_concluded(session: CouncilSession) -> None:
    """Every item is announced or set aside, every tie settled, every last place decided."""
    can_become(session, SessionState.CONCLUDED)
    left = session.items.exclude(state__in=SETTLED).count()
    if left:
        raise NotNow(
            ngettext(
                "%(count)d item is neither announced nor set aside.",
                "%(count)d items are neither announced nor set aside.",
                left,
            )
            % {"count": left}
        )
    found = outcomes.decided(session)
    for one in found:
        if outcomes.needs_a_tie_settled(one.poll):
            raise NotNow(_("The votes on “%(item)s” are equal: settle the tie first.") % {"item": one.item.title})
    for quota in session.quotas.all():
        if outcomes.places_of(quota, found).equal and not quota.exceeded_because:
            raise NotNow(
                _("Several items share the last place of the quota “%(quota)s”: decide it first, or exceed the quota.")
                % {"quota": quota.name}
            )


@rule
def can_be_edited(minutes: Minutes) -> None:
    """Nothing is edited under a signature."""
    if minutes.is_signed:
        raise NotNow(_("The minutes bear a signature: take it back before you edit them."))


@rule
def can_be_signed(session: CouncilSession) -> None:
    """The session is concluded."""
    if session.state not in (SessionState.CONCLUDED, SessionState.SIGNED):
        raise NotNow(_("Minutes are signed once the session is concluded."))


def _signed(session: CouncilSession) -> bool:
    return hasattr(session, "minutes") and session.minutes.is_signed
