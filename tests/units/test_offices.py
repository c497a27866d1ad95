"""Roles are given, ended and handed over; after a hand-over nothing is left without an owner."""

from datetime import date

import pytest

from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.people import actions as people
from kheo.units import actions as units
from kheo.units.models import HandOver, Membership
from tests.factories import MembershipFactory, PersonFactory

DAY = date(2024, 12, 1)


def roles(person, unit, day=DAY):
    return sorted(Membership.objects.filter(person=person, unit=unit).current(day).values_list("role", flat=True))


def days(person, unit, role="clerk"):
    rows = Membership.objects.filter(person=person, unit=unit, role=role).order_by("during")
    return [(row.since, row.until) for row in rows]


def test_a_person_is_appointed_from_a_day(story):
    anh = PersonFactory()
    membership = units.appoint(anh, story.ward, "clerk", on=DAY, by=story.nga)
    assert roles(anh, story.ward) == ["clerk"]
    assert roles(anh, story.ward, date(2024, 11, 30)) == []
    entry = journal.history(membership).get()
    assert (entry.verb, entry.details["person"], entry.unit_id) == ("membership.began", anh.pk, story.ward.pk)


def test_an_office_ends_with_its_unit(story):
    units.close(story.ward, last_day=date(2024, 12, 31), by=None)
    membership = units.appoint(PersonFactory(), story.ward, "clerk", on=DAY, until=date(2030, 1, 1), by=story.nga)
    assert membership.until == date(2024, 12, 31)


def test_appointments_that_cannot_be(story):
    closed = PersonFactory()
    people.close_account(closed, by=None)
    attempts = [
        (story.lan, {"on": DAY}, "already has that role"),
        (PersonFactory(), {"on": date(1999, 1, 1)}, "was founded on"),
        (PersonFactory(), {"on": DAY, "until": date(2024, 11, 1)}, "is before the first"),
        (closed, {"on": DAY}, "is closed"),
    ]
    for person, when, sentence in attempts:
        with pytest.raises(NotNow, match=sentence):
            units.appoint(person, story.ward, "clerk", by=story.nga, **when)


@pytest.mark.parametrize("who", ["lan", "dung", "minh", "stranger"])
def test_only_a_keeper_gives_and_ends_roles(story, who):
    person = getattr(story, who)
    with pytest.raises(NotPermitted):
        units.appoint(PersonFactory(), story.ward, "clerk", on=DAY, by=person)
    with pytest.raises(NotPermitted):
        units.release(Membership.objects.get(person=story.dung), last_day=DAY, by=person)


def test_a_role_ends_after_a_day(story):
    membership = units.release(Membership.objects.get(person=story.lan), last_day=DAY, by=story.nga)
    assert roles(story.lan, story.ward, DAY) == ["clerk"]
    assert roles(story.lan, story.ward, date(2024, 12, 2)) == []
    assert journal.history(membership).get().verb == "membership.ended"
    with pytest.raises(NotNow, match="ends on 01/12/2024 already"):
        units.release(membership, last_day=date(2024, 12, 31), by=story.nga)
    with pytest.raises(NotNow, match="is before the first"):
        units.release(membership, last_day=date(1999, 1, 1), by=story.nga)


def test_all_roles_of_the_leaver_go_to_the_successor(story):
    MembershipFactory(
        person=story.lan, unit=story.ward, role="reviewer", during=periods.period(date(2020, 1, 1), date(2025, 6, 30))
    )
    anh = PersonFactory()
    done = units.hand_over(story.ward, leaver=story.lan, successor=anh, on=DAY, by=story.nga, reason="Nghỉ hưu")
    assert roles(story.lan, story.ward) == []
    assert roles(anh, story.ward) == ["clerk", "reviewer"]
    assert days(anh, story.ward, "reviewer") == [(DAY, date(2025, 6, 30))]
    assert days(story.lan, story.ward) == [(date(2000, 1, 1), date(2024, 11, 30))]
    assert journal.history(done).get().verb == "work.handed_over"
    assert HandOver.objects.get().reason == "Nghỉ hưu"


def test_no_draft_is_left_without_an_owner(story, draft):
    anh = PersonFactory()
    assert draft in Registration.objects.visible_to(story.lan)
    units.hand_over(story.ward, leaver=story.lan, successor=anh, on=DAY, by=story.lan)
    with clock.at(DAY):
        story.lan.refresh_from_db()
        assert draft not in Registration.objects.visible_to(story.lan)
        assert draft in Registration.objects.visible_to(anh)


def test_what_is_handed_over_on_the_first_day_never_was_the_leavers(story):
    anh = PersonFactory()
    units.appoint(anh, story.ward, "viewer", on=DAY, by=None)
    units.hand_over(story.ward, leaver=anh, successor=story.lan, on=DAY, by=story.nga)
    assert not Membership.objects.filter(person=anh).exists()
    assert roles(story.lan, story.ward) == ["clerk", "viewer"]


@pytest.mark.parametrize(
    ("theirs", "after"),
    [
        ([(date(2023, 1, 1), None)], [(date(2023, 1, 1), None)]),
        ([(date(2023, 1, 1), date(2024, 12, 31))], [(date(2023, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), None)]),
        ([(date(2025, 3, 1), None)], [(DAY, date(2025, 2, 28)), (date(2025, 3, 1), None)]),
        (
            [(date(2025, 3, 1), date(2025, 3, 31)), (date(2025, 6, 1), date(2025, 6, 30))],
            [
                (DAY, date(2025, 2, 28)), (date(2025, 3, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 5, 31)),
                (date(2025, 6, 1), date(2025, 6, 30)), (date(2025, 7, 1), None),
            ],
        ),
    ],
)  # fmt: skip
def test_a_role_the_successor_has_already_leaves_no_gap_and_no_overlap(story, theirs, after):
    anh = PersonFactory()
    for first, last in theirs:
        units.appoint(anh, story.ward, "clerk", on=first, until=last, by=None)
    units.hand_over(story.ward, leaver=story.lan, successor=anh, on=DAY, by=story.nga)
    assert days(anh, story.ward) == after


def test_one_may_hand_over_ones_own_work_and_nobody_elses(story):
    with pytest.raises(NotPermitted):
        units.hand_over(story.ward, leaver=story.lan, successor=story.dung, on=DAY, by=story.dung)
    units.hand_over(story.ward, leaver=story.lan, successor=story.dung, on=DAY, by=story.lan)
    assert roles(story.dung, story.ward) == ["clerk", "head"]


def test_hand_overs_that_cannot_be(story):
    closed = PersonFactory()
    people.close_account(closed, by=None)
    with pytest.raises(NotNow, match="another person"):
        units.hand_over(story.ward, leaver=story.lan, successor=story.lan, on=DAY, by=story.nga)
    with pytest.raises(NotNow, match="has no role"):
        units.hand_over(story.ward, leaver=story.minh, successor=story.lan, on=DAY, by=story.nga)
    with pytest.raises(NotNow, match="is closed"):
        units.hand_over(story.ward, leaver=story.lan, successor=closed, on=DAY, by=story.nga)
    assert roles(story.lan, story.ward) == ["clerk"]
