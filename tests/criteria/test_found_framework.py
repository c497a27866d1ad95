"""A unit sets up a framework; its sheet is the draft of the first version."""

import pytest

from kheo.criteria import actions, library
from kheo.criteria.models import Framework
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted

pytestmark = pytest.mark.django_db


def test_the_sheet_becomes_the_draft_of_version_1(story, son):
    framework = actions.found_framework(owner=story.province, sheet=library.by_code("MAU-0"), by=son)
    version = framework.versions.get()
    assert (framework.code, framework.owner) == ("MAU-0", story.province)
    assert (version.number, version.status, version.sheet) == (1, "draft", library.by_code("MAU-0"))


def test_it_is_journalled(story, son):
    framework = actions.found_framework(owner=story.province, sheet=library.by_code("MAU-0"), by=son)
    entry = journal.history(framework).get()
    assert (entry.verb, entry.unit_id) == ("framework.founded", story.province.pk)
    assert journal.sentence(entry, who="Vũ Quang Sơn", unit="Tỉnh Quảng Ninh") == (
        "Vũ Quang Sơn set up the framework MAU-0 for Tỉnh Quảng Ninh."
    )


@pytest.mark.parametrize("person", ["lan", "dung", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_keep_the_owners_frameworks(story, person):
    with pytest.raises(NotPermitted, match="keep its frameworks"):
        actions.found_framework(owner=story.province, sheet=library.by_code("MAU-0"), by=getattr(story, person))


def test_the_system_keeper_may(story):
    assert actions.found_framework(owner=story.province, sheet=library.by_code("MAU-0"), by=story.nga)


def test_a_code_is_given_once(framework, son, other_sheet):
    with pytest.raises(NotNow, match="already a framework with the code DVK-QN"):
        actions.found_framework(owner=framework.owner, sheet=other_sheet.model_copy(update={"code": "DVK-QN"}), by=son)
    assert Framework.objects.count() == 1
