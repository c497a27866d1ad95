"""What is weighed and not concluded leaves no trace outside its unit: two worlds, the same bytes (trust.md T2).

The trust tests read everything that links lead to; here are the pages on which a word about it would stand.
"""

import pytest
from django.urls import reverse

from kheo.recognitions import actions
from tests.factories import MembershipFactory, MilestoneFactory, PersonFactory
from tests.trust.crawl import same_look

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(story, accepted, as_person):
    """`look(lan, hoa)`: what these people see on every page about the matter, without tokens and clocks."""
    MilestoneFactory(round=story.round, kind="review", on=story.today)
    addresses = [
        "/", "/exemplars/", "/exemplars/?waiting=me", "/exemplars/?recognised=no", "/recognitions/", "/figures/",
        *(reverse(f"exemplars:{name}", args=[accepted.pk]) for name in ("detail", "history", "withdraw")),
        *(reverse("recognitions:docket", args=[story.round.pk, unit.pk])
          for unit in (story.ward, story.district, story.province)),
        reverse("movements:round", args=[story.round.pk]),
        reverse("units:detail", args=[story.district.pk]),
    ]  # fmt: skip

    def look_at(*people):
        return [same_look({address: _read(visitor, address) for address in addresses})
                for visitor in map(as_person, people)]  # fmt: skip

    return look_at


def _read(visitor, address):
    response = visitor.get(address)
    return f"{response.status_code} {response.content.decode()}"


def test_nobody_outside_sees_whether_the_district_has_weighed(story, accepted, another, considering, look):
    neighbour, leader = PersonFactory(), PersonFactory()
    MembershipFactory(person=neighbour, unit=story.sibling, role="reviewer")
    MembershipFactory(person=leader, unit=story.province, role="steering_committee")
    outsiders = [story.lan, story.dung, story.hoa, story.nga, story.stranger, neighbour, leader]
    other = another()
    before = look(*outsiders)
    actions.recognise(considering, accepted, by=story.minh)
    actions.not_recognise(considering, other, reason="Chưa có số liệu.", by=story.minh)
    assert look(*outsiders) == before


def test_nobody_below_sees_whether_the_province_has_weighed_a_proposal(story, proposal, look):
    below = [story.lan, story.dung, story.minh, story.stranger]
    above = actions.consider(story.province, story.round, by=story.hoa)
    before = look(*below)
    actions.not_recognise(above, proposal.registration, reason="Sức lan tỏa còn hẹp.", by=story.hoa)
    assert look(*below) == before


def test_the_conclusion_is_seen(story, accepted, considering, look):
    """The test of the tests above: they do look where it shows."""
    actions.recognise(considering, accepted, by=story.minh)
    before = look(story.lan, story.hoa)
    actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)
    after = look(story.lan, story.hoa)
    assert all(one != other for one, other in zip(before, after, strict=True))
