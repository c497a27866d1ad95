"""A version goes out of use; what was judged by it stays."""

from datetime import date

import pytest

from kheo.criteria import actions
from kheo.criteria.models import FrameworkVersion
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted

pytestmark = pytest.mark.django_db


def test_its_last_day_is_today_unless_told(published, son, story):
    version = actions.retire(published, by=son)
    assert (version.status, version.last_day) == ("retired", story.today)
    assert not FrameworkVersion.objects.valid_on(story.today).exists()


def test_a_day_may_be_named(published, son):
    assert actions.retire(published, by=son, last_day=date(2024, 6, 30)).last_day == date(2024, 6, 30)


def test_its_sheet_is_still_there(published, son):
    before = published.sheet
    assert actions.retire(published, by=son).sheet == before


def test_it_is_journalled(published, son):
    actions.retire(published, by=son)
    assert journal.history(published).last().verb == "version.retired"


def test_a_draft_is_not_retired(draft, son):
    with pytest.raises(NotNow, match="cannot become “retired”"):
        actions.retire(draft, by=son)


@pytest.mark.parametrize("person", ["lan", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_keep_the_owners_frameworks(story, published, person):
    with pytest.raises(NotPermitted):
        actions.retire(published, by=getattr(story, person))
