"""Who sees which framework: drafts stay at home, what was published is read below and above."""

import pytest

from kheo.criteria import actions
from kheo.criteria.models import Framework, FrameworkVersion

pytestmark = pytest.mark.django_db


def versions(person):
    return sorted(FrameworkVersion.objects.visible_to(person).values_list("number", flat=True))


def test_the_owners_people_see_drafts_too(story, draft, son):
    assert versions(son) == versions(story.hoa) == versions(story.nga) == [1, 2]


def test_units_below_read_what_was_published(story, draft):
    assert versions(story.lan) == versions(story.minh) == [1]
    assert Framework.objects.visible_to(story.lan).count() == 1


def test_a_retired_version_is_still_read(story, published):
    actions.retire(published, by=None)
    assert versions(story.lan) == [1]


def test_a_stranger_sees_nothing(story, draft):
    assert versions(story.stranger) == []
    assert not Framework.objects.visible_to(story.stranger).exists()


def test_a_framework_that_was_never_published_is_seen_by_its_owner_only(story, framework, son, other_sheet):
    actions.found_framework(owner=story.province, sheet=other_sheet, by=son)
    assert list(Framework.objects.visible_to(son).values_list("code", flat=True)) == ["DVK-QN", "THU"]
    assert list(Framework.objects.visible_to(story.lan)) == []
