"""A draft is changed as a whole, and nothing is overwritten unseen."""

from decimal import Decimal

import pytest

from kheo.criteria import actions
from kheo.criteria.models import FrameworkVersion
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted, Stale

pytestmark = pytest.mark.django_db


def test_the_whole_sheet_is_put_in_place(draft, son, other_sheet):
    actions.change(draft, other_sheet, by=son, revision=0)
    draft.refresh_from_db()
    assert (draft.sheet.name, draft.revision) == ("Bảng điểm năm 2025", 1)
    assert [leaf.code for leaf in draft.sheet.leaves()] == ["A", "B"]


def test_the_frameworks_code_stays_whatever_the_sheet_says(draft, son, other_sheet):
    assert actions.change(draft, other_sheet, by=son, revision=0).sheet.code == "DVK-QN"


def test_it_may_be_full_of_faults(draft, son, other_sheet):
    actions.change(draft, other_sheet.model_copy(update={"scale": Decimal(1)}), by=son, revision=0)


def test_it_is_journalled(draft, son, other_sheet):
    actions.change(draft, other_sheet, by=son, revision=0)
    assert [entry.verb for entry in journal.history(draft)] == ["version.begun", "version.changed"]


def test_who_read_an_older_draft_sees_both_and_overwrites_nothing(draft, son, other_sheet):
    actions.change(draft, other_sheet, by=son, revision=0)
    with pytest.raises(Stale) as stale:
        actions.change(draft, other_sheet.model_copy(update={"name": "Bảng của tôi"}), by=son, revision=0)
    assert (stale.value.theirs, stale.value.mine) == (
        [("Framework · name", "Bảng điểm năm 2025")],
        [("Framework · name", "Bảng của tôi")],
    )
    assert FrameworkVersion.objects.get(pk=draft.pk).sheet.name == "Bảng điểm năm 2025"


def test_a_published_version_never_changes(published, son, other_sheet):
    with pytest.raises(NotNow, match="published and never changes"):
        actions.change(published, other_sheet, by=son, revision=0)


@pytest.mark.parametrize("person", ["lan", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_keep_the_owners_frameworks(story, draft, other_sheet, person):
    with pytest.raises(NotPermitted):
        actions.change(draft, other_sheet, by=getattr(story, person), revision=0)
