"""The verbs of a sealed ballot: open, cast, close, give a share, abandon, destroy. How anybody voted stands nowhere."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from kheo.councils import jobs, permissions, policies, roll
from kheo.councils.actions.ceremony import unlocked
from kheo.councils.actions.forgetting import forget
from kheo.councils.actions.item import begin_poll, end_poll
from kheo.councils.actions.locking import session_now
from kheo.councils.enums import Choice, ElectionState, ItemState, Means
from kheo.councils.models import CouncilSession, Election, Item, Poll, Seat, Share, Tally, Teller, Voter
from kheo.councils.sealed import archive, box, casting, elections, tallying
from kheo.councils.sealed.belenios import ToolFailed
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.jobs import enqueue
from kheo.kernel.text import clean
from kheo.people.models import Person


@dataclass(frozen=True)
class Receipt:
    """What a voter takes away from one election: with the tracker they find their ballot in the archive."""

    election: Election
    tracker: str


@transaction.atomic
def open_sealed_ballot(
    session: CouncilSession, items: Sequence[Item], *, by: Person, closes_at: datetime | None = None
) -> list[Election]:
    """Open a sealed ballot on items that have been discussed. The lists of voters are frozen.

    Items that the same members vote on make one election; where somebody is recused, another: nobody can even seal a
    ballot on an item from which they stepped aside. `closes_at` is a moment of the database's clock.
    """
    session = session_now(session)
    policies.sealed_ballots_are_offered()
    permissions.can_open_sealed_ballot(by, session)
    wanted = session.items.filter(pk__in=[item.pk for item in items]).select_related("rule", "subject")
    groups: dict[tuple[int, ...], list[Item]] = defaultdict(list)
    seats: dict[int, Seat] = {}
    for item in wanted:
        item.session = session
        permissions.can_move(by, item, ItemState.VOTING)
        voters = roll.voters(item)
        policies.are_enough(len(voters))
        seats |= {seat.pk: seat for seat in voters}
        groups[tuple(seat.pk for seat in voters)].append(item)
    if not groups:
        raise BadInput(_("Choose the items of the sealed ballot."))
    return [_opened(session, [seats[pk] for pk in ids], group, by, closes_at) for ids, group in groups.items()]


@sensitive_variables()
def cast(
    session: CouncilSession, choices: Mapping[int, Choice], *, by: Person, key: uuid.UUID, signed_in_at: datetime | None
) -> list[Receipt]:  # fmt: skip
    """Cast a sealed ballot on every item that one votes on, or cast it again: the last before the close counts.

    `choices` are by the id of the poll. `key` is the request's own: the same key again answers the same trackers and
    puts nothing in. `signed_in_at` is when the person last proved who they are. Only the first ballot is journalled,
    so that nobody can read off the journal that somebody, unseen by the one who looked over their shoulder, voted anew.
    """
    policies.was_proved_just_now(signed_in_at)
    voters = _voters(session, by)
    if earlier := _receipts(voters, key):
        return earlier
    sealed = [(voter, _sealed(voter, polls, choices)) for voter, polls in _asked(voters, choices)]
    with transaction.atomic():
        box.hold(voters)
        if earlier := _receipts(voters, key):
            return earlier
        first = [box.put_in(voter, ballot, key) for voter, ballot in sealed]
        if None in first:
            raise NotNow(_("The sealed ballot is closed: no more votes are taken."))
        if any(first):
            journal.record("election.voted", session, by=by, unit_id=session.council.unit_id)
    return [Receipt(voter.election, ballot.tracker) for voter, ballot in sealed]


@transaction.atomic
def close_sealed_ballot(session: CouncilSession, *, by: Person) -> list[Election]:
    """Close the box by the database's clock, and begin to count. A ballot that is being put in is waited for."""
    session = session_now(session)
    permissions.can_close_sealed_ballot(by, session)
    found = list(Election.objects.select_for_update(of=("self",)).filter(session=session, state=ElectionState.OPEN))
    if not found:
        raise NotNow(_("No sealed ballot is open."))
    for election in found:
        _close(election, session, by)
    return found


@sensitive_variables()
def give_share(election: Election, file: bytes, passphrase: str, *, by: Person) -> Share:
    """A teller's part in opening the sum. The tool checks every ballot anew: on 25 voters and 12 items 10 to 20 s.

    The key is here for the length of this call, in memory only.
    """
    teller = Teller.objects.select_related("seat__person", "ceremony").filter(
        ceremony__session=election.session_id, seat__person=by
    ).first()  # fmt: skip
    if teller is None:
        raise NotPermitted(_("Only the three tellers give a share."))
    election = Election.objects.select_related("session__council", "tally__archive").get(pk=election.pk)
    policies.takes_shares(election, teller)
    key = unlocked(teller, file, passphrase)
    try:
        text = archive.share(
            tallying.content(election.tally), key=key, sealed_share=teller.sealed_share, teller=teller.number
        )
    except ToolFailed:
        raise NotNow(_("The share could not be worked out. Nothing was changed: try again.")) from None
    with transaction.atomic():
        Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        policies.takes_shares(election, teller)
        given = Share.objects.create(election=election, teller=teller, text=text)
        journal.record(
            "election.share_given", election, by=by, unit_id=election.session.council.unit_id, teller=teller.number
        )
        enqueue(jobs.tally, election=election.pk)
    return given


@transaction.atomic
def abandon_sealed_ballot(session: CouncilSession, *, reason: str, by: Person) -> list[Election]:
    """Give up a sealed ballot that has no result: keys are lost, or the verification fails. The items are open again.

    The ballots are destroyed unread. The next ballot on an item has the number of the abandoned one.
    """
    session = session_now(session)
    permissions.can_close_sealed_ballot(by, session)
    if not clean(reason):
        raise BadInput(_("Write the reason: it is printed in the minutes."))
    rows = Election.objects.select_for_update(of=("self",)).filter(session=session)
    found = list(rows.filter(state__in=[ElectionState.OPEN, ElectionState.CLOSED]))
    if not found:
        raise NotNow(_("There is no sealed ballot without a result."))
    for election in found:
        policies.election_can_become(election, ElectionState.ABANDONED)
        Election.objects.filter(pk=election.pk).update(
            state=ElectionState.ABANDONED, abandoned_because=clean(reason), destroyed_at=clock.now(), destroyed_by=by
        )
        forget(election)
        polls = Poll.objects.filter(election=election)
        Item.objects.filter(polls__in=polls).update(state=ItemState.DISCUSSED)
        polls.update(abandoned_at=clock.now())
        journal.record("election.abandoned", election, by=by, unit_id=session.council.unit_id)
    return found


@transaction.atomic
def destroy_ballots(election: Election, *, by: Person) -> Election:
    """Destroy the sealed ballots and our copy of the archive, once the result can no longer be contested.

    The result, the trackers and the archive's digest stay. What this means, and what not: `limits.DELETION`.
    """
    election = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    session = session_now(election.session)
    election.session = session
    permissions.can_destroy(by, election)
    election.state, election.destroyed_at, election.destroyed_by = ElectionState.DESTROYED, clock.now(), by
    election.save(update_fields=["state", "destroyed_at", "destroyed_by"])
    forget(election)
    journal.record("election.destroyed", election, by=by, unit_id=session.council.unit_id)
    return election


def _opened(
    session: CouncilSession, seats: Sequence[Seat], items: Sequence[Item], by: Person, closes_at: datetime | None
) -> Election:
    try:
        made = elections.set_up(
            session.title, [item.title for item in items], voters=len(seats), trustees=session.ceremony.trustees
        )
    except ToolFailed:
        raise NotNow(_("The sealed ballot could not be set up. Nothing was changed: try again.")) from None
    election = Election.objects.create(
        session=session, uuid=made.uuid, definition=made.definition, credentials=made.credentials,
        fingerprint=made.fingerprint, opened_at=clock.now(), closes_at=closes_at,
    )  # fmt: skip
    Voter.objects.bulk_create(
        Voter(election=election, seat=seat, credential=elections.locked(credential))
        for seat, credential in zip(seats, made.private, strict=True)
    )
    box.make(election)
    for position, item in enumerate(items):
        begin_poll(item, Means.SEALED, election=election, position=position)
        item.state = ItemState.VOTING
        item.save(update_fields=["state"])
    journal.record(
        "election.opened", election, by=by, unit_id=session.council.unit_id, voters=len(seats), questions=len(items)
    )
    return election


def _voters(session: CouncilSession, person: Person) -> list[Voter]:
    """The person's places on the lists of the open elections. Who was removed since, or left, has none."""
    rows = Voter.objects.filter(
        election__session=session, election__state=ElectionState.OPEN, seat__person=person
    ).select_related("election", "seat")
    voters = [voter for voter in rows.order_by("election") if _still_votes(voter, session)]
    if voters:
        return voters
    if not session.elections.filter(state=ElectionState.OPEN).exists():
        raise NotNow(_("No sealed ballot is open."))
    raise NotPermitted(_("You are not on the list of voters of this sealed ballot."))


def _still_votes(voter: Voter, session: CouncilSession) -> bool:
    today = max(session.on, clock.today())
    return today in voter.seat.during and voter.seat.pk in {seat.pk for seat in roll.present(session)}


def _receipts(voters: Iterable[Voter], key: uuid.UUID) -> list[Receipt]:
    """The trackers, when this very request has already put every ballot in."""
    found = [Receipt(voter.election, box.tracker_of(voter, key)) for voter in voters]
    return found if all(receipt.tracker for receipt in found) else []


@sensitive_variables()
def _asked(voters: Iterable[Voter], choices: Mapping[int, Choice]) -> list[tuple[Voter, list[Poll]]]:
    """Each election of the voter with its questions; every one is answered, and nothing else."""
    asked = [(voter, list(voter.election.polls.order_by("position"))) for voter in voters]
    wanted = {poll.pk for _voter, polls in asked for poll in polls}
    if set(choices) != wanted or not all(choice in set(Choice) for choice in choices.values()):
        raise BadInput(_("Choose one answer for every item: agree, do not agree, or abstain."))
    return asked


@sensitive_variables()
def _sealed(voter: Voter, polls: Sequence[Poll], choices: Mapping[int, Choice]) -> casting.SealedBallot:
    election = voter.election
    try:
        return casting.seal(
            election.definition, election.session.ceremony.trustees, election.credentials,
            elections.unlocked(voter.credential), [Choice(choices[poll.pk]) for poll in polls],
        )  # fmt: skip
    except ToolFailed:
        raise NotNow(_("Your ballot could not be sealed, and nothing was cast. Try again.")) from None


def _close(election: Election, session: CouncilSession, by: Person) -> None:
    policies.election_can_become(election, ElectionState.CLOSED)
    Election.objects.filter(pk=election.pk).update(state=ElectionState.CLOSED, closed_at=clock.now())
    election.refresh_from_db()
    for poll in election.polls.select_related("item"):
        end_poll(poll)
        Item.objects.filter(pk=poll.item_id).update(state=ItemState.CLOSED)
    election.voters.update(credential=b"")  # nothing more is signed
    Tally.objects.create(election=election)
    journal.record(
        "election.closed", election, by=by, unit_id=session.council.unit_id,
        ballots=box.how_many(election), voters=election.voters.count(),
    )  # fmt: skip
    enqueue(jobs.tally, election=election.pk)
