"""caption and move: what a file shows, of which criterion and result, whether the people agreed, in which order."""

import pytest

from kheo.evidence import actions
from kheo.evidence.models import Proof
from kheo.exemplars import actions as exemplars
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.results.models import Achievement
from tests.evaluations.conftest import sheet_of
from tests.evidence.conftest import snapshot
from tests.factories import FrameworkVersionFactory, ProcedureFactory


@pytest.fixture
def photos(story, draft):
    return [actions.attach(draft, snapshot(seed), by=story.lan) for seed in (1, 2, 3)]


def test_it_says_what_is_shown_and_that_the_people_agreed(story, draft, photos):
    said = actions.caption(photos[0], caption=" Sân khu 3,  lát xong", people_agreed=True, by=story.lan)
    assert (said.caption, said.people_agreed) == ("Sân khu 3, lát xong", True)
    assert journal.history(draft).filter(verb="registration.file_captioned").count() == 1


@pytest.mark.parametrize("who", ["minh", "hoa", "stranger"])
def test_nobody_else_says_it(story, photos, who):
    with pytest.raises(NotPermitted):
        actions.caption(photos[0], caption="Sân", by=getattr(story, who))


def test_nothing_is_said_while_the_office_answers(story, draft, photos):
    exemplars.submit(draft, by=story.lan)
    with pytest.raises(NotNow):
        actions.caption(photos[0], caption="Sân", by=story.lan)


def test_a_photograph_shows_results_and_a_result_is_shown_by_many(story, draft, photos):
    yard = Achievement.objects.create(registration=draft, words="Sân được lát", value=1200, measure="m2")
    fans = Achievement.objects.create(registration=draft, words="Điều hòa", value=16, measure="unit")
    actions.caption(photos[0], caption="Khu 3", results=[yard.pk, fans.pk], by=story.lan)
    actions.caption(photos[1], caption="Khu 4", results=[yard.pk], by=story.lan)
    actions.caption(photos[0], caption="Khu 3", results=[yard.pk], by=story.lan)
    assert set(Proof.objects.values_list("attached", "result")) == {(photos[0].pk, yard.pk), (photos[1].pk, yard.pk)}


def test_a_result_of_another_registration_is_refused(story, photos):
    other = exemplars.begin(story.ward, story.round, by=story.lan, title="Mô hình khác")
    foreign = Achievement.objects.create(registration=other, words="Sân", value=1, measure="m2")
    with pytest.raises(BadInput, match="not one of the registration"):
        actions.caption(photos[0], caption="", results=[foreign.pk], by=story.lan)


def test_a_criterion_is_one_by_which_it_will_be_judged(story, photos):
    with pytest.raises(BadInput, match="no criterion A"):
        actions.caption(photos[0], caption="", code="A", by=story.lan)
    version = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of())
    ProcedureFactory(round=story.round, level="district", version=version)
    assert actions.caption(photos[0], caption="", code="A", by=story.lan).code == "A"


def test_one_is_put_before_another(story, draft, photos):
    first, second, third = photos
    actions.move(third, by=story.lan)
    assert list(draft.files.all()) == [first, third, second]
    actions.move(first, by=story.lan)
    assert list(draft.files.all()) == [first, third, second]
    with pytest.raises(NotPermitted):
        actions.move(third, by=story.minh)
