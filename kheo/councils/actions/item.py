"""The chair's buttons, in their order: open the item, discuss, open the vote, close, announce; and a correction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.councils import outcomes, permissions, policies, roll
from kheo.councils.actions.locking import item_now
from kheo.councils.enums import COUNTED_BY_HAND, ItemState, Means, SessionState
from kheo.councils.models import Correction, Item, Poll, Result
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean
from kheo.people.models import Person


@transaction.atomic
def present(item: Item, *, by: Person) -> Item:
    """Open the item: its case is reported to the council."""
    item = item_now(item)
    return _move(item, ItemState.PRESENTED, "item.presented", by)


@transaction.atomic
def discuss(item: Item, *, by: Person) -> Item:
    """Open the discussion."""
    item = item_now(item)
    return _move(item, ItemState.DISCUSSED, "item.discussed", by)


@transaction.atomic
def set_aside(item: Item, *, reason: str, by: Person) -> Item:
    """Do not vote on the item today."""
    item = item_now(item)
    item.set_aside_because = _reason(reason)
    item.save(update_fields=["set_aside_because"])
    return _move(item, ItemState.SET_ASIDE, "item.set_aside", by)


@transaction.atomic
def take_up(item: Item, *, by: Person) -> Item:
    """Take up again what was set aside."""
    item = item_now(item)
    return _move(item, ItemState.WAITING, "item.taken_up", by)


@transaction.atomic
def open_vote(item: Item, *, means: Means, by: Person) -> Poll:
    """Open a ballot on the item: open votes on people's own devices, a show of hands, or paper.

    From here the roll of this ballot stands. A second ballot is opened in the same way, once the first was announced
    and adopted nothing. Sealed ballots have a verb of their own (`open_sealed_ballot`).
    """
    item = item_now(item)
    permissions.can_open_vote(by, item)
    if means == Means.SEALED:
        raise BadInput(_("A sealed ballot is opened for all its items together."))
    poll = begin_poll(item, means)
    _move(item, ItemState.VOTING, "item.vote_opened", by, ballot=poll.number)
    return poll


@transaction.atomic
def close_vote(item: Item, *, by: Person) -> Poll:
    """Close the ballot: from here no vote is taken or changed."""
    item = item_now(item)
    permissions.can_close_vote(by, item)
    poll = outcomes.last_poll(item)
    assert poll is not None, "the rule has seen it"
    end_poll(poll)
    _move(item, ItemState.CLOSED, "item.vote_closed", by, ballot=poll.number)
    return poll


@transaction.atomic
def announce(item: Item, *, by: Person) -> Poll:
    """Announce what the ballot came to. From here everybody who sees the session sees the counts."""
    item = item_now(item)
    permissions.can_announce(by, item)
    poll = outcomes.last_poll(item)
    assert poll is not None, "the rule has seen it"
    poll.announced_at = clock.now()
    poll.save(update_fields=["announced_at"])
    _move(item, ItemState.ANNOUNCED, "item.announced", by, ballot=poll.number)
    return poll


@transaction.atomic
def correct(item: Item, *, reason: str, by: Person, roll_again: bool = False) -> Poll:
    """Take an announced result back, with the reason; it is announced again once corrected.

    A count by two people is void and made again. With `roll_again` the roll is taken anew from the attendance as it is
    recorded now. Votes themselves are never changed. A concluded session is open again.
    """
    item = item_now(item)
    permissions.can_correct(by, item)
    poll = outcomes.last_poll(item)
    assert poll is not None, "an announced item was voted on"
    Correction.objects.create(poll=poll, reason=_reason(reason), before=_told(poll), by=by, at=clock.now())
    if poll.means in COUNTED_BY_HAND:
        poll.paper_counts.update(void=True)
    if roll_again:
        _take_roll(poll, item)
    if hasattr(poll, "tie_settled"):
        poll.tie_settled.delete()
    poll.announced_at = None
    poll.save()
    _reopen(item, by)
    item.state = ItemState.CLOSED
    item.save(update_fields=["state"])
    journal.record("item.corrected", item, by=by, unit_id=item.session.council.unit_id)
    return poll


def begin_poll(item: Item, means: Means, **question: object) -> Poll:
    """The next ballot on an item, with the roll as it is now. Part of the verbs that open a vote."""
    policies.can_vote_by(item, means)
    policies.has_a_ballot_left(item)
    policies.conflicts_are_settled(item)
    last = outcomes.last_poll(item)
    poll = Poll(item=item, number=last.number + 1 if last else 1, means=means, opened_at=clock.now(), **question)
    _take_roll(poll, item)
    poll.save()
    return poll


def end_poll(poll: Poll) -> None:
    """The ballot takes no more votes. Part of the verbs that close one."""
    poll.closed_at = clock.now()
    poll.save(update_fields=["closed_at"])


def _move(item: Item, state: ItemState, verb: str, by: Person, **details: Any) -> Item:
    permissions.can_move(by, item, state)
    item.state = state
    item.save(update_fields=["state"])
    journal.record(verb, item, by=by, unit_id=item.session.council.unit_id, **details)
    return item


def _take_roll(poll: Poll, item: Item) -> None:
    found = roll.of(item)
    poll.members, poll.present = found.members, found.present
    poll.recused, poll.recused_present = found.recused, found.recused_present


def _reopen(item: Item, by: Person) -> None:
    """A concluded session whose result is corrected is concluded again afterwards."""
    session = item.session
    if session.state == SessionState.CONCLUDED:
        Result.objects.filter(item__session=session).delete()
        session.state, session.concluded_at = SessionState.OPEN, None
        session.save(update_fields=["state", "concluded_at"])
        journal.record("session.reopened", session, by=by, unit_id=session.council.unit_id)


def _told(poll: Poll) -> dict[str, object]:
    """What had been announced, in figures."""
    found = outcomes.of(poll)
    counts = found.counts
    return {
        "agreed": counts.agreed, "against": counts.against, "abstained": counts.abstained, "invalid": counts.invalid,
        "base": found.base, "needed": found.needed, "adopted": outcomes.adopted(poll),
    }  # fmt: skip


def _reason(reason: str) -> str:
    if not clean(reason):
        raise BadInput(_("Write the reason: it is printed in the minutes."))
    return clean(reason)
