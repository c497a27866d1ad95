"""A unit below says what a leaf means for it: wording and target, never points (movement.md §3.7.1 E)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kheo.criteria import actions
from kheo.criteria.models import Concretisation
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.factories import ConcretisationFactory

pytestmark = pytest.mark.django_db
WORDING = "Mỗi khu phố có một công trình do dân tự quản"


def test_its_own_wording_and_target(story, published):
    said = actions.concretise(published, story.ward, "T5", by=story.lan, wording=WORDING, local_target=Decimal(4))
    assert (said.wording, said.local_target) == (WORDING, 4)
    assert published.sheet.by_code["T5"].maximum == 25


def test_saying_it_again_replaces_it_and_saying_nothing_takes_it_back(story, published):
    actions.concretise(published, story.ward, "T5", by=story.lan, wording=WORDING)
    actions.concretise(published, story.ward, "T5", by=story.lan, local_target=Decimal(6))
    said = Concretisation.objects.get()
    assert (said.wording, said.local_target) == ("", 6)
    assert actions.concretise(published, story.ward, "T5", by=story.lan) is None
    assert not Concretisation.objects.exists()


def test_it_is_journalled_without_its_words(story, published):
    actions.concretise(published, story.ward, "T5", by=story.lan, wording=WORDING)
    entry = journal.history(published).last()
    assert (entry.verb, entry.unit_id, entry.details) == ("criterion.concretised", story.ward.pk, {"code": "T5"})


@pytest.mark.parametrize("person", ["minh", "hoa", "nga", "stranger"])
def test_it_is_refused_to_those_who_do_not_write_for_the_unit(story, published, person):
    with pytest.raises(NotPermitted, match="clerks, the head and the steering committee"):
        actions.concretise(published, story.ward, "T5", by=getattr(story, person), wording=WORDING)


@pytest.mark.parametrize("code", ["T9", "XX"])
def test_only_what_is_scored(story, published, code):
    with pytest.raises(NotNow, match="is not a criterion that is scored"):
        actions.concretise(published, story.ward, code, by=story.lan, wording=WORDING)


def test_not_while_it_is_a_draft(story, draft):
    with pytest.raises(NotNow, match="Only a published version"):
        actions.concretise(draft, story.ward, "T5", by=story.lan, wording=WORDING)


def test_not_by_the_unit_that_issued_it(story, published, son):
    with pytest.raises(NotNow, match="does not stand under"):
        actions.concretise(published, story.province, "T5", by=son, wording=WORDING)


def test_not_by_a_unit_elsewhere(story, published):
    with pytest.raises(NotNow, match="does not stand under"):
        actions.concretise(published, story.foreign, "T5", by=None, wording=WORDING)


def test_a_target_is_not_negative(story, published):
    with pytest.raises(BadInput):
        actions.concretise(published, story.ward, "T5", by=story.lan, local_target=Decimal(-1))


def test_the_database_wants_it_to_say_something(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcretisationFactory(version=published, wording="", local_target=None)
