"""The desk of a member of councils: sessions to come, votes that are open, a teller's steps, minutes to be signed."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.councils.enums import Attending, CeremonyState, ElectionState, Means, SessionState
from kheo.councils.models import (
    Attendance,
    Ballot,
    CouncilSession,
    Election,
    Poll,
    Recusal,
    Seat,
    Share,
    Teller,
    Vote,
    Voter,
    sees_a_council,
)
from kheo.councils.policies import SHARES
from kheo.desk.rows import Task
from kheo.kernel import clock
from kheo.people.models import Person

AHEAD = timedelta(days=14)  # from when a session stands on the desk


def tasks(person: Person) -> list[Task]:
    """What the person has to do as a member; nothing is asked of who never sat in a council."""
    if not (sees_a_council(person) and Seat.objects.filter(person=person).exists()):
        return []
    parts = (_open_votes, _sealed_ballots, _keys, _shares, _minutes, _sessions)
    return [task for part in parts for task in part(person)]


def _open_votes(person: Person) -> Iterator[Task]:
    """Open votes held on devices, in which the person is present, has a vote, and has not voted."""
    mine = {"seat__person": person}
    present = Attendance.objects.filter(
        session=OuterRef("item__session"), attending=Attending.PRESENT, seat__votes=True, **mine
    )
    polls = Poll.objects.open().filter(means=Means.PHONES, item__session__state=SessionState.OPEN)
    polls = polls.filter(Exists(present)).exclude(Exists(Vote.objects.filter(poll=OuterRef("pk"), **mine)))
    polls = polls.exclude(Exists(Recusal.objects.filter(item=OuterRef("item"), takes_part=False, **mine)))
    for poll in polls.select_related("item__session__council"):
        session = poll.item.session
        yield Task(
            what=_("A vote is open: “%(item)s”") % {"item": poll.item.title}, why=session.title,
            url=reverse("phone:ballot", args=[session.pk]), due=session.on,
        )  # fmt: skip


def _sealed_ballots(person: Person) -> Iterator[Task]:
    """Open sealed ballots on whose list the person stands, without a ballot of theirs: one row for each session."""
    cast = Ballot.objects.filter(election=OuterRef("election"), voter=OuterRef("pk"))
    voters = Voter.objects.filter(seat__person=person, election__state=ElectionState.OPEN).exclude(Exists(cast))
    sessions = CouncilSession.objects.filter(elections__voters__in=voters).distinct()
    for session in sessions:
        yield Task(
            what=_("A sealed ballot is open: cast yours"), why=session.title,
            url=reverse("phone:cast", args=[session.pk]), due=session.on,
        )  # fmt: skip


def _keys(person: Person) -> Iterator[Task]:
    """Steps of the key ceremony that the person has not done."""
    left = (
        Q(ceremony__state=CeremonyState.KEYS, certificate="")
        | Q(ceremony__state=CeremonyState.SHARING, polynomial="")
        | Q(ceremony__state=CeremonyState.CONFIRMING, confirmation="")
    )
    goes_on = [SessionState.CONVENED, SessionState.OPEN]
    tellers = Teller.objects.filter(left, seat__person=person, ceremony__session__state__in=goes_on)
    for teller in tellers.select_related("ceremony__session"):
        session = teller.ceremony.session
        yield Task(
            what=_("You are a teller: do your step with the keys"), why=session.title,
            url=reverse("councils:ceremony", args=[session.pk]), due=session.on,
        )  # fmt: skip


def _shares(person: Person) -> Iterator[Task]:
    """Closed sealed ballots that wait for the person's share of the count."""
    given = Share.objects.filter(election=OuterRef("pk"), teller__seat__person=person)
    elections = Election.objects.filter(
        state=ElectionState.CLOSED, tally__archive__isnull=False, session__ceremony__tellers__seat__person=person
    ).exclude(Exists(given))
    for election in elections.annotate(given=Count("shares")).filter(given__lt=SHARES).select_related("session"):
        yield Task(
            what=_("You are a teller: bring your share of the count"), why=election.session.title,
            url=reverse("councils:election", args=[election.pk]), due=election.session.on,
        )  # fmt: skip


def _minutes(person: Person) -> Iterator[Task]:
    """Minutes of concluded sessions that the person has not signed."""
    led = Q(led_by__person=person) & (Q(minutes=None) | Q(minutes__signed_by_leader=None))
    written = Q(written_by__person=person) & (Q(minutes=None) | Q(minutes__signed_by_writer=None))
    for session in CouncilSession.objects.filter(led | written, state=SessionState.CONCLUDED, rehearsal=False):
        yield Task(
            what=_("Sign the minutes of the session of the council"), why=session.title,
            url=reverse("councils:minutes", args=[session.pk]),
        )  # fmt: skip


def _sessions(person: Person) -> Iterator[Task]:
    """Sessions that go on or are near, of councils in which the person sits that day."""
    seats = Seat.objects.filter(council=OuterRef("council"), person=person, during__contains=OuterRef("on"))
    near = CouncilSession.objects.filter(Exists(seats), on__lte=clock.today() + AHEAD)
    for session in near.filter(state__in=[SessionState.CONVENED, SessionState.OPEN]).order_by("on", "pk"):
        going_on = session.state == SessionState.OPEN
        yield Task(
            what=_("The council is in session") if going_on else _("The council meets"),
            why=_("%(title)s, %(place)s") % {"title": session.title, "place": session.place},
            url=reverse("councils:session", args=[session.pk]), due=session.on,
        )  # fmt: skip
