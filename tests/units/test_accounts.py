"""Who may invite, invite again and close accounts: whoever has a hand on an account has one on every unit it opens."""

from datetime import date

import pytest

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.people.models import Invitation, Person
from kheo.units import actions as units
from kheo.units.models import Membership
from tests.factories import MembershipFactory, PersonFactory

NEW = {"full_name": "Bùi Thị Hạnh", "phone": "0912 345 678", "form": "link", "on": date(2024, 11, 20)}


@pytest.fixture
def ward_keeper(story):
    keeper = PersonFactory()
    MembershipFactory(person=keeper, unit=story.ward, role="keeper")
    return keeper


def test_a_new_person_gets_account_role_and_invitation_in_one(story):
    membership, invitation, token = units.invite_to(story.ward, "clerk", by=story.nga, **NEW)
    person = membership.person
    assert (person.username, person.phone, membership.unit) == ("hanh.buithi", "+84912345678", story.ward)
    assert invitation.person == person
    assert token
    assert [entry.verb for entry in journal.history(person)] == ["person.added", "person.invited"]


def test_nothing_is_left_when_one_part_is_refused(story):
    with pytest.raises(NotNow):
        units.invite_to(story.ward, "clerk", by=story.nga, **NEW | {"on": date(1999, 1, 1)})
    assert not Person.objects.filter(full_name="Bùi Thị Hạnh").exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["lan", "dung", "minh", "stranger"])
def test_only_a_keeper_of_the_unit_or_above_invites(story, who):
    with pytest.raises(NotPermitted):
        units.invite_to(story.ward, "viewer", by=getattr(story, who), **NEW)


def test_a_keeper_prints_a_new_slip_for_somebody_of_the_unit(story, ward_keeper):
    _, token = units.invite_again(story.lan, form="slip", by=ward_keeper)
    assert token
    assert story.lan.check_password("mat-khau-thu-9")


def test_a_keeper_below_has_no_hand_on_an_account_that_opens_a_unit_above(story, ward_keeper):
    """Else a ward's keeper could appoint the province's keeper there as a viewer, and print a slip for the account."""
    units.appoint(story.nga, story.ward, "viewer", on=story.today, by=ward_keeper)
    for verb in (
        lambda: units.invite_again(story.nga, form="slip", by=ward_keeper),
        lambda: units.close_account(story.nga, by=ward_keeper),
    ):
        with pytest.raises(NotPermitted, match="also serves in a unit that you do not keep"):
            verb()


def test_an_office_that_begins_later_counts_too_and_one_that_ended_does_not(story, ward_keeper):
    MembershipFactory(person=story.lan, unit=story.province, role="head", during=periods.period(date(2025, 1, 1)))
    with pytest.raises(NotPermitted):
        units.invite_again(story.lan, form="slip", by=ward_keeper)
    Membership.objects.filter(person=story.lan, unit=story.province).update(
        during=periods.period(date(2020, 1, 1), date(2020, 12, 31))
    )
    assert units.invite_again(story.lan, form="slip", by=ward_keeper)


def test_nobody_has_a_hand_on_an_account_without_office(story):
    with pytest.raises(NotPermitted, match="serves in no unit"):
        units.invite_again(PersonFactory(), form="slip", by=story.nga)


def test_an_account_is_closed_and_opened_by_its_keeper(story, ward_keeper):
    units.close_account(story.lan, by=ward_keeper)
    with pytest.raises(NotNow):
        units.invite_again(story.lan, form="slip", by=ward_keeper)
    units.reopen_account(story.lan, by=ward_keeper)
    assert [entry.verb for entry in journal.history(story.lan)] == ["person.closed", "person.reopened"]
    with pytest.raises(NotPermitted):
        units.close_account(story.lan, by=story.dung)
