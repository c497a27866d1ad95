"""Two people on the same framework at the same moment: exactly one outcome."""

from datetime import date

import pytest

from kheo.criteria import actions
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.kernel.errors import NotNow, Stale
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_drafts_begun_at_once_are_one(published, son):
    framework = Framework.objects.get(pk=published.framework_id)
    answers = at_once(*[lambda: actions.begin_version(framework, by=son)] * 4)
    assert sum(isinstance(answer, NotNow) for answer in answers) == 3
    assert framework.versions.drafts().count() == 1


def test_of_two_changes_at_once_one_is_told_of_the_other(draft, son, other_sheet):
    answers = at_once(*[lambda: actions.change(draft, other_sheet, by=son, revision=0)] * 2)
    assert sum(isinstance(answer, Stale) for answer in answers) == 1


def test_a_draft_changed_while_it_is_published_is_one_or_the_other(draft, son, other_sheet):
    before = draft.sheet
    answers = at_once(
        lambda: actions.publish(draft, starts=date(2025, 1, 1), by=son),
        lambda: actions.change(draft, other_sheet, by=son, revision=0),
    )
    version = FrameworkVersion.objects.get(pk=draft.pk)
    assert version.status == "published"
    refused = isinstance(answers[1], NotNow)
    assert version.sheet == (before if refused else other_sheet.model_copy(update={"code": before.code}))
