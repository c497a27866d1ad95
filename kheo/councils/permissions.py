"""Who prepares, leads, votes, counts, seals and signs."""

from django.utils.translation import gettext as _

from kheo.councils import outcomes, policies
from kheo.councils.enums import ItemState, SessionState
from kheo.councils.models import Council, CouncilSession, Election, Item, Minutes, PaperCount, Poll, Seat, Teller
from kheo.kernel import clock
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import Role
from kheo.units.models import Unit
from kheo.units.permissions import answers_for

PREPARES = {Role.HEAD, Role.STEERING_COMMITTEE, Role.COUNCIL_SECRETARY}


@rule
def can_found(person: Person, unit: Unit) -> None:
    """Head, steering committee or council secretary of the unit."""
    if not answers_for(person, unit, *PREPARES):
        raise NotPermitted(
            _("Only the head, the steering committee or the council secretary of %(unit)s does this.")
            % {"unit": unit.name}
        )


@rule
def can_seat(person: Person, council: Council) -> None:
    """Those who may found the council."""
    can_found(person, council.unit)


@rule
def can_convene(person: Person, council: Council) -> None:
    """Those who may found the council."""
    can_found(person, council.unit)


@rule
def can_prepare(person: Person, session: CouncilSession) -> None:
    """Those who may convene the council, and who leads or writes this session, until it is concluded."""
    _prepares(person, session)
    policies.is_not_concluded(session)


@rule
def can_lead(person: Person, session: CouncilSession) -> None:
    """Who leads the session, and its secretary at their side."""
    if person.pk not in (session.led_by.person_id, session.written_by.person_id):
        raise NotPermitted(_("Only who leads this session, or its secretary, does this."))


@rule
def can_decide_for_the_council(person: Person, session: CouncilSession) -> None:
    """Who leads the session: ties, last places and quotas are theirs, not the secretary's."""
    if person.pk != session.led_by.person_id:
        raise NotPermitted(_("Only who leads this session decides this."))


@rule
def can_open_session(person: Person, session: CouncilSession) -> None:
    """Who leads, once there is a quorum."""
    can_lead(person, session)
    policies.can_become(session, SessionState.OPEN)
    policies.sits_on(session.council, clock.today())
    policies.has_a_quorum(session)


@rule
def can_conclude(person: Person, session: CouncilSession) -> None:
    """Who leads, once every item is settled."""
    can_lead(person, session)
    policies.can_be_concluded(session)


@rule
def can_wipe(person: Person, session: CouncilSession) -> None:
    """Those who prepare, and only a rehearsal."""
    _prepares(person, session)
    policies.is_a_rehearsal(session)


@rule
def can_move(person: Person, item: Item, state: ItemState) -> None:
    """Who leads an open session, to a legal next step."""
    can_lead(person, item.session)
    policies.is_open(item.session)
    policies.can_move(item, state)


@rule
def can_present(person: Person, item: Item) -> None:
    """Who leads an open session, when the item waits."""
    can_move(person, item, ItemState.PRESENTED)


@rule
def can_discuss(person: Person, item: Item) -> None:
    """Who leads, once the item was presented."""
    can_move(person, item, ItemState.DISCUSSED)


@rule
def can_set_aside(person: Person, item: Item) -> None:
    """Who leads, before the vote."""
    can_move(person, item, ItemState.SET_ASIDE)


@rule
def can_take_up(person: Person, item: Item) -> None:
    """Who leads, what was set aside."""
    can_move(person, item, ItemState.WAITING)


@rule
def can_open_vote(person: Person, item: Item) -> None:
    """Who leads, after the discussion or for a second ballot: with a quorum, while nothing else is voted on."""
    can_move(person, item, ItemState.VOTING)
    policies.has_a_quorum(item.session)
    policies.nothing_else_is_voted_on(item.session)
    policies.has_a_ballot_left(item)
    policies.conflicts_are_settled(item)


@rule
def can_close_vote(person: Person, item: Item) -> None:
    """Who leads, while a vote is open that is not a sealed ballot."""
    can_move(person, item, ItemState.CLOSED)
    policies.is_closed_by_hand(outcomes.last_poll(item))


@rule
def can_announce(person: Person, item: Item) -> None:
    """Who leads, once the closed ballot is counted; a sealed one, once it is verified."""
    can_move(person, item, ItemState.ANNOUNCED)
    policies.can_be_announced(item)


@rule
def can_settle_tie(person: Person, item: Item) -> None:
    """Who leads the session, between equal votes that are announced."""
    can_decide_for_the_council(person, item.session)
    policies.is_open(item.session)
    policies.has_a_tie_to_settle(outcomes.last_poll(item))


@rule
def can_recuse(person: Person, item: Item, seat: Seat) -> None:
    """Everybody for themselves, and those who prepare the session, before the vote."""
    if person.pk != seat.person_id:
        _prepares(person, item.session)
    policies.holds_on(seat, item.session)
    policies.can_recuse(item)


@rule
def can_vote(person: Person, item: Item) -> None:
    """A member present, with a vote and not recused, while an open vote is open."""
    seat = seat_of(person, item.session)
    policies.takes_votes(outcomes.last_poll(item))
    policies.can_vote_on(seat, item)


@rule
def can_enter_count(person: Person, poll: Poll) -> None:
    """Two different people: members of the council, or those who prepare the session; each once."""
    session = poll.item.session
    if not session.seats.filter(person=person).exists():
        _prepares(person, session)
    policies.is_open(session)
    policies.takes_counts(poll)
    if PaperCount.objects.standing().filter(poll=poll, by=person).exists():
        raise NotPermitted(_("You have entered your count. The second count is entered by another person."))


@rule
def can_write_opinion(person: Person, item: Item, seat: Seat) -> None:
    """Those who prepare the session; the paper itself is kept with the minutes."""
    _prepares(person, item.session)
    policies.takes_opinions(item, seat)


@rule
def can_correct(person: Person, item: Item) -> None:
    """Who leads, until the minutes are signed."""
    can_lead(person, item.session)
    policies.can_be_corrected(item)


@rule
def can_edit_minutes(person: Person, session: CouncilSession) -> None:
    """Those who prepare, once the session has been opened and while nobody has signed."""
    _prepares(person, session)
    if session.state == SessionState.CONVENED:
        policies.is_open(session)
    if hasattr(session, "minutes"):
        policies.can_be_edited(session.minutes)


@rule
def can_sign(person: Person, session: CouncilSession) -> None:
    """Who led the session and its secretary, once it is concluded."""
    can_lead(person, session)
    policies.can_be_signed(session)


@rule
def can_take_signature_back(person: Person, minutes: Minutes) -> None:
    """Who has signed, until the other has signed too."""
    if person.pk not in (minutes.signed_by_leader_id, minutes.signed_by_writer_id) or minutes.is_complete:
        raise NotPermitted(_("Only who has signed takes the signature back, and only until the other signs."))


# ── sealed ballots ──


@rule
def can_name_tellers(person: Person, session: CouncilSession) -> None:
    """Who leads the session, before it is concluded."""
    can_lead(person, session)
    policies.is_not_concluded(session)


@rule
def can_use_key(person: Person, teller: Teller) -> None:
    """Each teller only their own."""
    if person.pk != teller.seat.person_id:
        raise NotPermitted(_("Each teller uses only their own key."))


@rule
def can_open_sealed_ballot(person: Person, session: CouncilSession) -> None:
    """Who leads an open session with a quorum, once the keys are ready."""
    can_lead(person, session)
    policies.is_open(session)
    policies.has_a_quorum(session)
    policies.has_keys(session)
    policies.nothing_else_is_voted_on(session)


@rule
def can_close_sealed_ballot(person: Person, session: CouncilSession) -> None:
    """Who leads the session."""
    can_lead(person, session)
    policies.is_open(session)


@rule
def can_read_trackers(person: Person, election: Election) -> None:
    """The members of the council, and those who prepare the session, once every item is announced."""
    session = election.session
    if not session.seats.filter(person=person).exists():
        _prepares(person, session)
    policies.is_told(election)


@rule
def can_take_archive(person: Person, election: Election) -> None:
    """Those who may read the trackers, while the verified archive is here."""
    can_read_trackers(person, election)
    policies.is_verified(election)


@rule
def can_destroy(person: Person, election: Election) -> None:
    """Who led the session, or its secretary, once the result can no longer be contested."""
    can_lead(person, election.session)
    policies.can_be_destroyed(election)


def seat_of(person: Person, session: CouncilSession) -> Seat:
    """The seat of a person on the day of a session; `NotPermitted` for all others."""
    seat: Seat | None = session.seats.filter(person=person).first()
    if seat is None:
        raise NotPermitted(_("Only members of the council vote."))
    return seat


def _prepares(person: Person, session: CouncilSession) -> None:
    if person.pk not in (session.led_by.person_id, session.written_by.person_id):
        can_found(person, session.council.unit)
