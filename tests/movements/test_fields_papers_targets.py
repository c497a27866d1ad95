"""What a place calls a field, the papers over a movement, and what they ask for."""

import pytest

from kheo.documents.actions import file_paper
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotPermitted
from kheo.movements import actions
from kheo.movements.naming import field_names
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def economy(story):
    return story.movement.fields.get(key="economy")


class TestNameField:
    def test_a_place_names_a_field_for_itself_and_those_below(self, story, leader, economy):
        actions.name_field(economy, story.province, "Phát triển kinh tế", by=leader)
        assert field_names(story.movement, story.ward)["economy"] == "Phát triển kinh tế"
        actions.name_field(economy, story.ward, "Kinh tế hộ", by=story.dung)
        assert field_names(story.movement, story.ward)["economy"] == "Kinh tế hộ"
        assert field_names(story.movement, story.district)["economy"] == "Phát triển kinh tế"

    def test_an_empty_name_gives_the_common_one_back(self, story, leader, economy):
        actions.name_field(economy, story.province, "Phát triển kinh tế", by=leader)
        actions.name_field(economy, story.province, " ", by=leader)
        assert field_names(story.movement, story.ward)["economy"] == "Economy"

    @pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
    def test_it_is_refused_to_others(self, story, economy, person):
        with pytest.raises(NotPermitted, match="gives the fields other names"):
            actions.name_field(economy, story.ward, "X", by=getattr(story, person))


class TestGovern:
    def test_a_paper_is_put_over_the_movement_once(self, story, leader):
        paper = file_paper(issuer=story.province, number="26-KH/TU", on=None, kind="plan", by=leader)
        actions.govern(story.movement, paper, by=leader)
        actions.govern(story.movement, paper, by=leader)
        assert story.movement.papers.get() == paper
        assert [e.verb for e in journal.history(story.movement)] == ["movement.governed"]

    @pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
    def test_it_is_refused_to_others(self, story, person):
        with pytest.raises(NotPermitted):
            actions.govern(story.movement, PaperFactory(issuer=story.province), by=getattr(story, person))


class TestSetTarget:
    def test_a_target_replaces_the_one_for_the_same_measure_and_level(self, story, leader):
        actions.set_target(story.movement, "models_per_unit", "commune", at_least=1, at_most=3, by=leader)
        actions.set_target(story.movement, "models_per_unit", "commune", at_least=2, by=leader)
        target = story.movement.targets.get()
        assert (target.at_least, target.at_most) == (2, None)
        assert journal.history(story.movement).count() == 2

    @pytest.mark.parametrize(
        ("measure", "least", "most"), [("models_per_unit", 3, 1), ("units_considering", 101, None)]
    )
    def test_what_cannot_be_is_refused(self, story, leader, measure, least, most):
        with pytest.raises(BadInput):
            actions.set_target(story.movement, measure, "commune", at_least=least, at_most=most, by=leader)

    @pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
    def test_it_is_refused_to_others(self, story, person):
        with pytest.raises(NotPermitted):
            actions.set_target(story.movement, "models_per_unit", "commune", at_least=1, by=getattr(story, person))
