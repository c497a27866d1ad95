"""A count by two people, blind: neither page shows the other's figures; differing ones are made again."""

import pytest
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from tests.councils.conftest import convened, led_to_the_vote

pytestmark = pytest.mark.django_db
COUNT = {"issued": "15", "agreed": "11", "against": "3", "abstained": "1", "invalid": "0"}


@pytest.fixture
def closed(council):
    """A closed ballot on paper."""
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    item = led_to_the_vote(council, session.items.first())
    councils.open_vote(item, means="paper", by=council.bình)
    councils.close_vote(item, by=council.bình)
    return item


def address(item):
    return reverse("councils:enter_count", args=[item.pk])


def test_equal_counts_are_the_result(council, closed, doors):
    assert doors.member.post(address(closed), COUNT).status_code == 302
    said = doors.secretary.get(address(closed)).content.decode()
    assert 'value="11"' not in said
    assert doors.secretary.post(address(closed), COUNT).status_code == 302
    councils.announce(closed, by=council.bình)
    page = doors.chair.get(f"{reverse('councils:chair', args=[closed.session.pk])}?item={closed.pk}")
    assert page.context["outcome"].counts == Counts(11, 3, 1)


def test_differing_counts_are_void_and_made_again(closed, doors):
    doors.member.post(address(closed), COUNT)
    answer = doors.secretary.post(address(closed), COUNT | {"agreed": "10", "against": "4"}, follow=True)
    said = answer.content.decode()
    assert "The two counts differ" in said
    assert "The last two counts differed and are void." in said
    assert doors.member.post(address(closed), COUNT).status_code == 302


def test_more_than_were_issued_is_told_on_the_form(closed, doors):
    answer = doors.member.post(address(closed), COUNT | {"agreed": "14"})
    assert answer.status_code == 422
    assert "18 ballots are more than the 15 that were issued." in answer.content.decode()


def test_the_same_person_does_not_count_twice(closed, doors):
    doors.member.post(address(closed), COUNT)
    assert doors.member.get(address(closed)).status_code == 403


def test_the_chair_sees_how_far_it_is_and_no_figures(closed, doors):
    doors.member.post(address(closed), COUNT)
    said = doors.chair.get(f"{reverse('councils:chair', args=[closed.session.pk])}?item={closed.pk}").content.decode()
    assert "One of two people has entered a count" in said
    assert "Two people have not yet entered the same count of this ballot." in said
    assert ">11<" not in said


def test_the_stranger_finds_nothing_to_count(closed, doors):
    assert doors.stranger.get(address(closed)).status_code == 404
