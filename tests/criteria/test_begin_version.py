"""The next version begins as a copy."""

from datetime import date

import pytest

from kheo.criteria import actions
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted

pytestmark = pytest.mark.django_db


def test_it_is_a_copy_of_the_newest(published, son):
    version = actions.begin_version(published.framework, by=son)
    assert (version.number, version.status, version.copied_from) == (2, "draft", published)
    assert version.sheet == published.sheet.model_copy(update={"code": "DVK-QN"})


def test_it_may_be_a_copy_of_an_older_one(published, draft, son, other_sheet):
    actions.change(draft, other_sheet, by=son, revision=0)
    actions.publish(draft, starts=date(2025, 1, 1), by=son)
    version = actions.begin_version(published.framework, by=son, copied_from=published)
    assert (version.number, version.copied_from, version.sheet.name) == (3, published, published.sheet.name)


def test_it_is_journalled(published, son):
    version = actions.begin_version(published.framework, by=son)
    assert [entry.verb for entry in journal.history(version)] == ["version.begun"]


def test_there_is_one_draft_at_a_time(draft, son):
    with pytest.raises(NotNow, match="already a draft of this framework: version 2"):
        actions.begin_version(draft.framework, by=son)


@pytest.mark.parametrize("person", ["lan", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_keep_the_owners_frameworks(story, published, person):
    with pytest.raises(NotPermitted):
        actions.begin_version(published.framework, by=getattr(story, person))
