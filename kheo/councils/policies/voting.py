"""What the state of a vote allows: how it is opened, counted, announced and settled."""

from django.utils.translation import gettext as _

from kheo.councils import outcomes, roll
from kheo.councils.enums import MOST_BALLOTS, SECRET, SETTLED, Attending, ItemState, Means
from kheo.councils.models import CouncilSession, Item, Poll, Quota, Seat
from kheo.councils.policies.sitting import can_move, holds_on, is_not_concluded
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.rules import rule


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
