"""A sealed ballot of the demonstration, by its verbs: keys, a ballot of everybody, the count, the verified result."""

import uuid
from collections.abc import Callable, Sequence

from django.utils import timezone

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.councils.enums import Choice
from kheo.councils.jobs import tally
from kheo.councils.models import CouncilSession, Election, Item, Seat, Teller
from kheo.kernel import clock

PASSPHRASE = "bốn từ minh họa rời nhau"  # noqa: S105 - of keys that their holders declare destroyed on the same day


def hold(
    session: CouncilSession, item: Item, ballot: Callable[[int], Counts], *, tellers: Sequence[Seat]
) -> Election:  # fmt: skip
    """Vote on an item that was discussed. Of three tellers the first two open the sum; nobody opens a ballot."""
    chair = session.led_by.person
    with clock.at(session.on, 11, 35):
        councils.name_tellers(session, tellers, by=chair)
        files = _keys(session)
        (election,) = councils.open_sealed_ballot(session, [item], by=chair)
        _vote(session, election, ballot)
    with clock.at(session.on, 11, 45):
        councils.close_sealed_ballot(session, by=chair)
        tally(election=election.pk)
        for teller in _tellers(session)[:2]:
            councils.give_share(election, files[teller.number], PASSPHRASE, by=teller.seat.person)
        tally(election=election.pk)
        for teller in _tellers(session):
            councils.declare_key_destroyed(teller, by=teller.seat.person)
    return election


def _keys(session: CouncilSession) -> dict[int, bytes]:
    """The ceremony: each makes a key, shares it with the others, and confirms what they shared."""
    files = {one.number: councils.make_key(one, PASSPHRASE, by=one.seat.person) for one in _tellers(session)}
    for verb in (councils.share_key, councils.confirm_key):
        for teller in _tellers(session):
            verb(teller, files[teller.number], PASSPHRASE, by=teller.seat.person)
    return files


def _vote(session: CouncilSession, election: Election, ballot: Callable[[int], Counts]) -> None:
    """Everybody on the list of voters puts in a ballot; who agrees and who does not is in the order of the list."""
    (poll,) = election.polls.all()
    voters = list(election.voters.select_related("seat__person").order_by("pk"))
    votes = ballot(len(voters))
    choices = [Choice.FOR] * votes.agreed + [Choice.AGAINST] * votes.against + [Choice.ABSTAIN] * votes.abstained
    for voter, choice in zip(voters, choices, strict=True):
        person, now = voter.seat.person, timezone.now()
        councils.cast(session, {poll.pk: choice}, by=person, key=uuid.uuid4(), signed_in_at=now)


def _tellers(session: CouncilSession) -> list[Teller]:
    rows = Teller.objects.filter(ceremony__session=session).select_related("seat__person", "ceremony")
    return list(rows.order_by("number"))
