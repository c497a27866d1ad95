"""A council of 15 of the province: Bình leads, Thu writes, thirteen members; three subjects before it.

Hoa reviews for the province and sits in the council; Lan's ward is judged; the stranger Tuấn may nothing.
They are told once for each module: a test begins with copies of them, and takes back what it did.
"""

from copy import deepcopy
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction

from kheo.councils import actions as councils
from kheo.councils import outcomes
from kheo.councils.enums import Attending
from kheo.councils.models import Seat, Vote
from kheo.councils.sealed import keyfile
from kheo.evaluations.models import Subject
from kheo.kernel import periods
from kheo.people.models import Person
from tests.factories import MembershipFactory, PersonFactory
from tests.story import told

FROM = date(2024, 1, 1)
NAMES = [
    "Trần Quốc Bình", "Lý Minh Thu", "Lê Thị Hoa", "Nguyễn Đức Anh", "Phạm Thị Cúc", "Vũ Hoàng Dương", "Đặng Văn Em",
    "Bùi Thị Giang", "Hồ Xuân Hải", "Ngô Thị Kim", "Dương Văn Long", "Đinh Thị Mai", "Trịnh Công Nam", "Phan Thị Oanh",
    "Mai Văn Phúc",
]  # fmt: skip


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The story with its council, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic(), told() as story:
        yield SimpleNamespace(story=story, council=council_of(story, 15))
        transaction.set_rollback(True)


@pytest.fixture
def told_here(told_once, db):
    """Copies for one test: what it changes on them is gone with it."""
    return deepcopy(told_once)


@pytest.fixture
def story(told_here):
    """The story of all tests, `tests.story`."""
    return told_here.story


@pytest.fixture
def council(told_here):
    """`council.it`, its `seats` (the chair, the secretary, thirteen members), `rules` by preset, `subjects`."""
    return told_here.council


def council_of(story, members):
    """A council of so many members."""
    thu = _secretary_of(story.province)
    it = councils.found_council(story.province, name="Hội đồng xét công nhận tỉnh", on=FROM, by=thu)
    people = [PersonFactory(full_name=NAMES[0]), thu, story.hoa]
    names = [*NAMES, *(f"Nguyễn Văn {n}" for n in range(len(NAMES), members))]
    people += [PersonFactory(full_name=name) for name in names[3:members]]
    roles = ["chair", "secretary", "deputy", *["member"] * 40]
    seats = Seat.objects.bulk_create(
        Seat(council=it, person=person, role=role, during=periods.period(FROM))
        for person, role in zip(people[:members], roles, strict=False)
    )
    rules = {
        preset: councils.set_ready_made_rule(it, preset, by=thu) for preset in ("award_90", "award_80", "majority")
    }
    titles = [(story.ward, "Nhà văn hóa khu phố"), (story.sibling, "Tuyến đường hoa"), (story.ward, "Tổ tự quản")]
    subjects = [
        Subject.objects.get_or_create(
            round=story.round, code=f"MH-2024-{n:04d}", issuer=story.province, defaults={"unit": unit, "title": title}
        )[0]
        for n, (unit, title) in enumerate(titles, 1)
    ]
    return SimpleNamespace(
        it=it, seats=seats, people=people[:members], bình=people[0], thu=thu, rules=rules, subjects=subjects,
        round=story.round,
    )  # fmt: skip


def _secretary_of(unit):
    """Thu, the council secretary of the province, whatever number of councils she founds."""
    thu = Person.objects.filter(username="thu").first() or PersonFactory(username="thu", full_name=NAMES[1])
    if not thu.memberships.exists():
        MembershipFactory(person=thu, unit=unit, role="council_secretary")
    return thu


def convened(council, rule="award_80", *, present=None, **options):
    """A session with the three subjects on its agenda, of which all but some members are present."""
    session = councils.convene(
        council.it, on=date(2024, 11, 20), place="Hội trường tỉnh", led_by=council.seats[0],
        written_by=council.seats[1], by=council.thu, round_=council.round, shortlist=council.subjects,
        rule=council.rules[rule], **options,
    )  # fmt: skip
    there = council.seats[: len(council.seats) if present is None else present]
    attending = {seat.pk: Attending.PRESENT if seat in there else Attending.ABSENT for seat in council.seats}
    councils.record_attendance(session, attending, by=council.thu)
    return session


@pytest.fixture
def session(council):
    """An open session of all 15, its three items voted on openly by majority."""
    return councils.open_session(convened(council, "majority"), by=council.bình)


@pytest.fixture
def item(session):
    """Lan's item: the first on the agenda."""
    return session.items.first()


@pytest.fixture
def discussed(council, item):
    """It was presented and discussed."""
    return led_to_the_vote(council, item)


@pytest.fixture
def voting(council, discussed):
    """An open vote is open on it."""
    councils.open_vote(discussed, means="phones", by=council.bình)
    discussed.refresh_from_db()
    return discussed


def led_to_the_vote(council, item):
    councils.present(item, by=council.bình)
    councils.discuss(item, by=council.bình)
    item.refresh_from_db()
    return item


def votes_of(council, item, agreed, against=0, abstained=0):
    """The first members have voted so: those who agree, those who do not, those who abstain."""
    choices = ["for"] * agreed + ["not"] * against + ["abs"] * abstained
    poll = outcomes.last_poll(item)
    Vote.objects.bulk_create(
        Vote(poll=poll, seat=seat, choice=choice) for seat, choice in zip(council.seats, choices, strict=False)
    )


def voted(council, item, agreed, against=0, abstained=0):
    """A whole open ballot on an item, up to the announcement."""
    if item.state == "waiting":
        led_to_the_vote(council, item)
    councils.open_vote(item, means="phones", by=council.bình)
    votes_of(council, item, agreed, against, abstained)
    councils.close_vote(item, by=council.bình)
    poll = councils.announce(item, by=council.bình)
    item.refresh_from_db()
    return poll


@pytest.fixture(scope="session", autouse=True)
def _passphrases_are_stretched_quickly():
    """As passwords are in all tests: the strength of the passphrase's key is tested by its own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "MEMORY", 64)
        patch.setattr(keyfile, "ROUNDS", 1)
        yield


@pytest.fixture
def doors(story, council, as_person):
    """Browsers in which the chair, the secretary, a member and the stranger are signed in."""
    people = {"chair": council.bình, "secretary": council.thu, "member": council.people[4], "stranger": story.stranger}
    return SimpleNamespace(**{name: as_person(person) for name, person in people.items()})
