"""A sealed ballot played by its verbs, as far as a test wants it: keys, an open ballot, a full box, the count.

What takes the tool its time, keys and a count, is done once for all tests; those that are about it do it themselves.
"""

import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from kheo.councils import actions as councils
from kheo.councils.enums import CeremonyState
from kheo.councils.models import Ballot, CouncilSession, Election, Tally
from kheo.councils.sealed import keyfile, tallying
from kheo.kernel import files, journal
from tests.councils.conftest import convened, led_to_the_vote

PASSPHRASE = "bốn từ không liên quan"


@dataclass
class Sealed:
    """A session with a sealed ballot, the tellers' files, and what each voter was told."""

    council: SimpleNamespace
    session: CouncilSession
    files: dict = field(default_factory=dict)
    trackers: dict = field(default_factory=dict)

    @property
    def elections(self):
        return list(Election.objects.filter(session=self.session))

    @property
    def election(self):
        (election,) = self.elections
        return election

    @property
    def tellers(self):
        return list(self.session.ceremony.tellers.select_related("seat__person"))

    def polls_of(self, person):
        return [
            poll.pk
            for election in self.elections
            if election.voters.filter(seat__person=person).exists()
            for poll in election.polls.all()
        ]

    def cast(self, person, *choices, key=None, signed_in_at=None):
        """A person votes: one choice for each item, or the same for all."""
        polls = self.polls_of(person)
        answers = choices * len(polls) if len(choices) == 1 else choices
        receipts = councils.cast(
            self.session, dict(zip(polls, answers, strict=True)), by=person, key=key or uuid.uuid4(),
            signed_in_at=signed_in_at or timezone.now(),
        )  # fmt: skip
        self.trackers[person.pk] = [receipt.tracker for receipt in receipts]
        return receipts

    def close(self):
        councils.close_sealed_ballot(self.session, by=self.council.bình)
        for election in self.elections:
            tallying.advance(election)

    def give_shares(self, *numbers):
        for election in self.elections:
            for number in numbers:
                self.give_share(election, number)
            tallying.advance(election)

    def give_share(self, election, number, passphrase=PASSPHRASE):
        person = self.tellers[number - 1].seat.person
        return councils.give_share(election, self.files[number], passphrase, by=person)


def with_keys(council, session=None, **options):
    """An open session whose tellers (the last three members) have made their keys.

    The ceremony is played once for all tests (it runs the tool twelve times); the others use copies of its keys.
    """
    session = session or councils.open_session(convened(council, "award_80", **options), by=council.bình)
    sealed = Sealed(council, session)
    councils.name_tellers(session, council.seats[-3:], by=council.bình)
    session.refresh_from_db()
    if not _made:
        _made.append(Keys.of(play_ceremony(sealed)))
    else:
        _made[0].copy_to(sealed)
    return sealed


def play_ceremony(sealed):
    """The three tellers make, share and confirm their keys."""
    session = sealed.session
    for teller in sealed.tellers:
        sealed.files[teller.number] = councils.make_key(teller, PASSPHRASE, by=teller.seat.person)
    for verb in (councils.share_key, councils.confirm_key):
        for teller in sealed.tellers:
            verb(teller, sealed.files[teller.number], PASSPHRASE, by=teller.seat.person)
    session.refresh_from_db()
    return sealed


@dataclass(frozen=True)
class Keys:
    """What a ceremony has made: the public texts of each teller, and their private keys."""

    trustees: str
    texts: dict
    private: dict

    @classmethod
    def of(cls, sealed):
        ceremony = sealed.session.ceremony
        return cls(
            ceremony.trustees,
            {teller.number: {name: getattr(teller, name) for name in TEXTS} for teller in sealed.tellers},
            {number: keyfile.unlock(file, PASSPHRASE, session=sealed.session.pk, teller=number)
             for number, file in sealed.files.items()},
        )  # fmt: skip

    def copy_to(self, sealed):
        """Give another session's tellers the same keys, each locked for that session."""
        ceremony = sealed.session.ceremony
        for number, texts in self.texts.items():
            ceremony.tellers.filter(number=number).update(**texts)
            sealed.files[number] = keyfile.lock(
                self.private[number], PASSPHRASE, session=sealed.session.pk, teller=number
            )
        ceremony.trustees, ceremony.state, ceremony.ready_at = self.trustees, CeremonyState.READY, timezone.now()
        ceremony.save()
        sealed.session.refresh_from_db()


TEXTS = ("certificate", "polynomial", "received", "confirmation", "sealed_share")
_made: list[Keys] = []


def opened(sealed, items=None, **options):
    """A sealed ballot is open on the items of the session, the first one unless told."""
    items = items or [sealed.session.items.first()]
    for item in items:
        if item.state == "waiting":
            led_to_the_vote(sealed.council, item)
    councils.open_sealed_ballot(sealed.session, items, by=sealed.council.bình, **options)
    return sealed


def counted(sealed, votes):
    """`votes` is one choice for each of the first voters; the box is closed, opened by two tellers, and verified."""
    for person, choice in zip(sealed.council.people, votes, strict=False):
        sealed.cast(person, choice)
    sealed.close()
    sealed.give_shares(1, 3)
    return sealed


def as_counted(sealed, votes):
    """As `counted` on one item leaves it: a copy of one that the tool has counted and verified once for all tests."""
    wanted = tuple(votes)
    if wanted not in _counted:
        _counted[wanted] = Count.of(counted(sealed, votes))
    else:
        _counted[wanted].copy_to(sealed)
    return sealed


@dataclass(frozen=True)
class Count:
    """What a counted election holds: its texts, the ballots by the place of their voters, the tally, the archive."""

    election: dict
    ballots: list
    tally: dict
    archive: bytes

    @classmethod
    def of(cls, sealed):
        election, tally = sealed.election, sealed.election.tally
        voters = list(election.voters.order_by("pk").values_list("pk", flat=True))
        rows = Ballot.objects.filter(election=election)
        return cls(
            {name: getattr(election, name) for name in OF_AN_ELECTION},
            [(voters.index(row.voter_id), bytes(row.sealed), row.tracker) for row in rows],
            {name: getattr(tally, name) for name in OF_A_TALLY},
            files.content(tally.archive),
        )  # fmt: skip

    def copy_to(self, sealed):
        """The open election of another session becomes this one."""
        election = sealed.election
        voters = list(election.voters.order_by("pk").select_related("seat"))
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        Election.objects.filter(pk=election.pk).update(**self.election)
        for place, content, tracker in self.ballots:
            Ballot.objects.create(
                election=election, voter=voters[place], sealed=content, tracker=tracker, key=uuid.uuid4()
            )
            sealed.trackers[voters[place].seat.person_id] = [tracker]
        stored = files.store(
            ContentFile(self.archive, name="kheo.bel"), by_id=None, allowed=["bel"], limit=len(self.archive)
        )
        Tally.objects.filter(election=election).update(archive=stored, **self.tally)
        journal.record("election.verified", election, by=None, unit_id=sealed.session.council.unit_id)


OF_AN_ELECTION = ("uuid", "definition", "credentials", "fingerprint", "state")
OF_A_TALLY = ("step", "done", "total", "archive_sha256", "trackers", "counts", "verified_at")
_counted: dict[tuple, Count] = {}
