"""A version is frozen once everything in it adds up."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kheo.criteria import actions, permissions
from kheo.criteria.models import FrameworkVersion
from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from tests.criteria.builders import leaf, sheet
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2025, 1, 1)


def test_it_is_valid_from_its_day_by_its_paper(draft, son, other_sheet, story):
    paper = PaperFactory(issuer=story.province)
    actions.change(draft, other_sheet, by=son, revision=0)
    version = actions.publish(draft, starts=NEW_YEAR, by=son, legal_basis=paper)
    assert (version.status, version.starts, version.last_day, version.legal_basis) == (
        "published",
        NEW_YEAR,
        None,
        paper,
    )
    version.framework.refresh_from_db()
    assert version.framework.name == "Bảng điểm năm 2025"


def test_the_version_before_it_ends_the_day_before(draft, published, son):
    actions.publish(draft, starts=NEW_YEAR, by=son)
    published.refresh_from_db()
    assert published.last_day == date(2024, 12, 31)
    valid = FrameworkVersion.objects.valid_on
    assert [valid(day).get().number for day in (date(2024, 12, 31), NEW_YEAR)] == [1, 2]


def test_it_is_journalled(draft, son):
    actions.publish(draft, starts=NEW_YEAR, by=son)
    entry = journal.history(draft).last()
    assert journal.sentence(entry, who="Sơn", unit="") == "Sơn published version 2, valid from 01/01/2025."


def test_it_is_refused_while_maxima_do_not_add_up_and_says_why(draft, son):
    actions.change(draft, sheet(leaf("A", 90), leaf("B", 9), scale=100), by=son, revision=0)
    with pytest.raises(NotNow, match=r"cannot be published yet\. The criteria add up to 99 points, the scale is 100\."):
        actions.publish(draft, starts=NEW_YEAR, by=son)
    draft.refresh_from_db()
    assert "add up to 99" in permissions.can_publish.why_not(son, draft)


def test_of_many_faults_the_first_are_told(draft, son):
    broken = sheet(*(leaf(f"A{n}", 1, "count", each=0) for n in range(8)))
    actions.change(draft, broken, by=son, revision=0)
    with pytest.raises(NotNow, match="3 more are shown with the draft"):
        actions.publish(draft, starts=NEW_YEAR, by=son)


def test_once_only(published, son):
    with pytest.raises(NotNow, match="is “published” and cannot become “published”"):
        actions.publish(published, starts=NEW_YEAR, by=son)


@pytest.mark.parametrize("starts", [date(2024, 1, 1), date(2023, 6, 1)])
def test_it_begins_after_the_one_in_force_began(draft, son, starts):
    with pytest.raises(NotNow, match="a newer one begins later"):
        actions.publish(draft, starts=starts, by=son)


def test_it_ends_after_it_begins(draft, son):
    with pytest.raises(NotNow, match="lies before the first"):
        actions.publish(draft, starts=NEW_YEAR, last_day=date(2024, 12, 1), by=son)


@pytest.mark.parametrize("person", ["lan", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_keep_the_owners_frameworks(story, draft, person):
    with pytest.raises(NotPermitted):
        actions.publish(draft, starts=NEW_YEAR, by=getattr(story, person))


# ── Frozen in the database too ──


@pytest.mark.parametrize(
    "change", [{"document": {}}, {"number": 9}, {"status": "draft", "during": None, "published_at": None}]
)
def test_the_database_refuses_to_change_what_is_published(published, change):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        FrameworkVersion.objects.filter(pk=published.pk).update(**change)


def test_the_database_refuses_to_delete_it(published):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        FrameworkVersion.objects.filter(pk=published.pk).delete()


def test_the_database_refuses_two_versions_in_force_at_once(published, draft):
    draft.status, draft.during, draft.published_at = "published", periods.period(NEW_YEAR), published.published_at
    with pytest.raises(IntegrityError, match="one_published_version_at_a_time"), transaction.atomic():
        draft.save()
