"""What the state of a council, a session and an item allows, whoever asks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.councils import conflicts, outcomes, roll
from kheo.councils.enums import (
    ELECTION_NEXT,
    LEADS,
    MOST_BALLOTS,
    NEXT,
    SECRET,
    SESSION_NEXT,
    SETTLED,
    Attending,
    CeremonyState,
    ElectionState,
    ItemState,
    Means,
    SessionState,
)  # fmt: skip
from kheo.councils.models import Ceremony, Council, CouncilSession, Election, Item, Minutes, Poll, Quota, Seat, Teller
from kheo.councils.sealed import belenios
from kheo.kernel import clock
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Membership

FRESH = timedelta(minutes=15)  # as ACCOUNT_REAUTHENTICATION_TIMEOUT: how long a sign-in counts as fresh
FEWEST_VOTERS = 3  # with fewer the result itself would tell how somebody voted
TELLERS, SHARES = 3, 2


@rule
def sits_on(council: Council, day: date) -> None:
    """The council sits on that day."""
    if day not in council.during:
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
    """The item's next step is a legal one; the chair's other buttons stay grey."""
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
def can_vote_by(item: Item, means: Means) -> None:
    """A rule that demands a secret ballot is not met by an open vote."""
    if item.rule.secret and means not in SECRET:
        raise NotNow(_("The rule “%(rule)s” demands a secret ballot.") % {"rule": item.rule.name})


@rule
def has_a_ballot_left(item: Item) -> None:
    """At most two ballots, the second only when the first adopted nothing (Circular 01/2024/TT-TANDTC art. 29)."""
    last = outcomes.last_poll(item)
    if last is None:
        return
    if outcomes.adopted(last) or hasattr(last, "tie_settled"):
        raise NotNow(_("This item is decided: there is no second ballot."))
    if last.number >= min(item.rule.ballots, MOST_BALLOTS):
        raise NotNow(_("The rule allows no more ballots on this item."))


@rule
def nothing_else_is_voted_on(session: CouncilSession) -> None:
    """One open vote at a time: a member's device shows one question."""
    open_polls = Poll.objects.open().filter(item__session=session)
    if open_polls.filter(means__in=[Means.PHONES, Means.SEALED]).exists():
        raise NotNow(_("Another vote is still open: close it first."))


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
def takes_votes(poll: Poll | None) -> None:
    """The ballot is held on the members' own devices and is open."""
    if poll is None or poll.closed_at or poll.means != Means.PHONES:
        raise NotNow(_("No open vote is open on this item."))


@rule
def can_vote_on(seat: Seat, item: Item) -> None:
    """The member is present, has a vote, still sits in the council and is not recused from this item."""
    holds_on(seat, item.session)
    if not seat.votes:
        raise NotPermitted(_("This seat has no vote."))
    if roll.attending(item.session).get(seat.pk) != Attending.PRESENT:
        raise NotPermitted(_("Only members recorded as present vote."))
    if seat.pk in roll.recused(item):
        raise NotPermitted(_("You have stepped aside from this item and do not vote on it."))


@rule
def is_closed_by_hand(poll: Poll | None) -> None:
    """A ballot is open, and not a sealed one, which is closed for all its items together."""
    if poll is None or poll.closed_at:
        raise NotNow(_("No vote is open on this item."))
    if poll.means == Means.SEALED:
        raise NotNow(_("A sealed ballot is closed for all its items together."))


@rule
def takes_counts(poll: Poll | None) -> None:
    """The ballot was held by hand, is closed, and is not counted yet."""
    if poll is None or poll.means not in (Means.HANDS, Means.PAPER) or not poll.closed_at:
        raise NotNow(_("There is no closed ballot here that people count."))
    if poll.paper_counts.standing().filter(agreed_with__isnull=False).exists():
        raise NotNow(_("Two people have already entered the same count. A mistake is mended by a correction."))


@rule
def takes_opinions(item: Item, seat: Seat) -> None:
    """The member is absent with a written opinion and not recused, and the item is not announced yet."""
    is_not_concluded(item.session)
    if item.state in SETTLED:
        raise NotNow(_("This item is settled: a written opinion comes too late."))
    if roll.attending(item.session).get(seat.pk) != Attending.WRITTEN:
        raise NotNow(_("A written opinion is taken only of a member recorded as absent with a written opinion."))
    if not seat.votes or seat.pk in roll.recused(item):
        raise NotNow(_("This member has no vote on this item."))


@rule
def can_be_announced(item: Item) -> None:
    """The last ballot is counted; a sealed one is verified."""
    can_move(item, ItemState.ANNOUNCED)
    poll = outcomes.last_poll(item)
    assert poll is not None, "a closed item was voted on"
    outcomes.of(poll)


@rule
def has_a_tie_to_settle(poll: Poll | None) -> None:
    """The votes are equal, announced, and the rule names who decides."""
    if poll is None or poll.announced_at is None or not outcomes.needs_a_tie_settled(poll):
        raise NotNow(_("There is no tie to be settled here."))


@rule
def has_a_last_place_to_settle(quota: Quota) -> None:
    """More items than places have the same number of votes at the last place."""
    if not outcomes.places_of(quota, outcomes.decided(quota.session)).equal:
        raise NotNow(_("No last place of this quota is contested."))


@rule
def is_exceeded(quota: Quota) -> None:
    """More was adopted than the quota has places."""
    if not outcomes.places_of(quota, outcomes.decided(quota.session)).exceeded:
        raise NotNow(_("This quota is not exceeded."))


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


# ── sealed ballots ──


@rule
def sealed_ballots_are_offered() -> None:
    """Without the tool there is no electronic secret ballot, rather than a weaker one under the same name."""
    if not belenios.is_available():
        raise NotNow(
            _("This server cannot seal ballots: belenios-tool is not installed. Vote on paper, counted by two people.")
        )


@rule
def key_is_no_longer_needed(teller: Teller) -> None:
    """Nothing sealed with the key is still to be opened."""
    elections = teller.ceremony.session.elections
    if elections.filter(state__in=[ElectionState.OPEN, ElectionState.CLOSED]).exists():
        raise NotNow(_("A sealed ballot is not counted yet: your key is still needed."))
    if teller.key_destroyed_at:
        raise NotNow(_("You have already declared that your key is destroyed."))


@rule
def can_tell(seats: Iterable[Seat], session: CouncilSession) -> None:
    """Three different members of the council, none of whom keeps the system (trust.md §5.3)."""
    seats = list(seats)
    if len({seat.person_id for seat in seats}) != TELLERS or len(seats) != TELLERS:
        raise NotNow(_("Name three different members as tellers."))
    above = tree.chain(session.council.unit_id, on=clock.today())
    keepers = Membership.objects.current().with_role(Role.KEEPER).filter(unit__in=above)
    kept_by = set(keepers.values_list("person", flat=True))
    for seat in seats:
        holds_on(seat, session)
        if seat.person_id in kept_by:
            raise NotNow(
                _("%(person)s keeps the system and cannot hold a key too.") % {"person": seat.person.full_name}
            )


@rule
def is_at(ceremony: Ceremony, *states: CeremonyState) -> None:
    """The ceremony is at this step: everybody finishes one before anybody begins the next."""
    if ceremony.state not in states:
        raise NotNow(_("The ceremony is at another step: %(step)s.") % {"step": ceremony.get_state_display()})


@rule
def has_keys(session: CouncilSession) -> None:
    """The three tellers have made their keys."""
    ceremony = getattr(session, "ceremony", None)
    if ceremony is None or ceremony.state != CeremonyState.READY:
        raise NotNow(_("The tellers have not finished making their keys."))
    if any(teller.key_destroyed_at for teller in ceremony.tellers.all()):
        raise NotNow(_("A teller's key is destroyed: make new keys in another session."))


@rule
def can_restart(ceremony: Ceremony) -> None:
    """No ballot was sealed with the keys yet."""
    if ceremony.session.elections.exists():
        raise NotNow(_("Ballots were sealed with these keys: they cannot be made anew in this session."))


@rule
def are_enough(voters: int) -> None:
    """So many voters that the result alone does not tell how somebody voted."""
    if voters < FEWEST_VOTERS:
        raise NotNow(
            _("Only %(count)d members vote on an item: a sealed ballot needs %(least)d. Vote on paper.")
            % {"count": voters, "least": FEWEST_VOTERS}
        )


@rule
def was_proved_just_now(signed_in_at: datetime | None) -> None:
    """The person has shown who they are within the last quarter of an hour (trust.md T18)."""
    if signed_in_at is None or not timedelta(0) <= timezone.now() - signed_in_at <= FRESH:
        raise NotPermitted(_("Sign in again to cast a sealed ballot: your sign-in is no longer fresh."))


@rule
def election_can_become(election: Election, state: ElectionState) -> None:
    """The sealed ballot's next step is a legal one."""
    if state not in ELECTION_NEXT[ElectionState(election.state)]:
        raise NotNow(
            _("This sealed ballot is at “%(state)s” and cannot go to “%(next)s”.")
            % {"state": election.get_state_display(), "next": state.label}
        )


@rule
def takes_shares(election: Election, teller: Teller) -> None:
    """The box is closed and put together, two shares are not there yet, and not this teller's."""
    if election.state != ElectionState.CLOSED:
        raise NotNow(_("Shares are given once the sealed ballot is closed."))
    if not election.tally.archive_id:
        raise NotNow(_("The sealed ballots are still being put together. Wait a moment and try again."))
    if election.shares.filter(teller=teller).exists() or election.shares.count() >= SHARES:
        raise NotNow(_("This share is not needed: it was given, or two others were."))


@rule
def is_verified(election: Election) -> None:
    """The count is verified, and the archive is still here."""
    if election.state != ElectionState.VERIFIED:
        raise NotNow(_("There is no archive: the sealed ballot is not verified yet, or was destroyed."))


@rule
def is_told(election: Election) -> None:
    """The chair has announced every item of the sealed ballot."""
    if not outcomes.is_told(election):
        raise NotNow(_("The archive holds the result: it is the council's once every item is announced."))


@rule
def can_be_destroyed(election: Election) -> None:
    """The days in which the result may be contested are over, and it was verified."""
    election_can_become(election, ElectionState.DESTROYED)
    last = election.session.on + timedelta(days=election.session.council.appeal_days)
    if clock.today() <= last and not election.session.rehearsal:
        raise NotNow(
            _("The result may be contested until %(day)s: the sealed ballots are kept until then.")
            % {"day": format_date(last)}
        )


def _signed(session: CouncilSession) -> bool:
    return hasattr(session, "minutes") and session.minutes.is_signed
