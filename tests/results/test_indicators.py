"""The catalogue of a movement, and what a unit counts for itself and those below it."""

import pytest

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.results import actions
from tests.factories import MembershipFactory
from tests.results.conftest import write


@pytest.fixture
def steering(story):
    return MembershipFactory(unit=story.province, role="steering_committee").person


@pytest.fixture
def road(story, steering):
    return actions.add_indicator(story.movement, name="Mét đường bê tông", measure="m", by=steering)


def test_a_result_of_the_same_name_is_counted_by_it(story, road, accepted):
    write(accepted, "results", {"words": "mét đường  bê tông", "value": "326"} | {"measure": "m"}, by=story.lan)
    assert accepted.results.get().indicator == road
    assert journal.history(road).last().verb == "indicator.added"


def test_it_gives_the_unit_and_whether_it_is_a_stock(story, steering, accepted):
    actions.add_indicator(story.movement, name="Trẻ được đỡ đầu", measure="cháu", nature="stock", by=steering)
    write(accepted, "results", {"words": "Trẻ được đỡ đầu", "target": "28"}, by=story.lan)
    child = accepted.results.get()
    assert (child.measure, child.nature) == ("child", "stock")


def test_another_kind_of_unit_is_not_counted_by_it(story, road, accepted):
    write(accepted, "results", {"words": "Mét đường bê tông", "value": "326 m²"}, by=story.lan)
    assert accepted.results.get().indicator is None


def test_a_unit_adds_its_own_for_itself_and_those_below(story, accepted):
    head = MembershipFactory(unit=story.district, role="head").person
    own = actions.add_indicator(story.movement, unit=story.district, name="Nhà văn hóa", measure="nhà", by=head)
    write(accepted, "results", {"words": "Nhà văn hóa", "value": "4 nhà"}, by=story.lan)
    assert accepted.results.get().indicator == own


def test_those_who_do_not_run_the_movement_add_nothing_for_everybody(story):
    for person in (story.lan, story.minh, story.stranger):
        with pytest.raises(NotPermitted):
            actions.add_indicator(story.movement, name="Mét", measure="m", by=person)


def test_names_are_given_once(story, steering, road):
    with pytest.raises(BadInput, match="already"):
        actions.add_indicator(story.movement, name="MÉT ĐƯỜNG BÊ TÔNG", measure="km", by=steering)


def test_what_is_counted_keeps_its_unit(story, steering, road, accepted):
    write(accepted, "results", {"words": "Mét đường bê tông", "value": "326 m"}, by=story.lan)
    change = {"nature": "flow", "direction": "more", "by": steering}
    with pytest.raises(BadInput, match="another unit"):
        actions.change_indicator(road, name="Đường", measure="ha", **change)
    assert actions.change_indicator(road, name="Đường bê tông", measure="km", **change).name == "Đường bê tông"


def test_a_retired_one_is_offered_no_longer(story, steering, road, accepted):
    actions.retire_indicator(road, by=steering)
    write(accepted, "results", {"words": "Mét đường bê tông", "value": "326 m"}, by=story.lan)
    assert accepted.results.get().indicator is None
    with pytest.raises(NotNow):
        actions.retire_indicator(road, by=steering)
    assert not actions.restore_indicator(road, by=steering).retired
    with pytest.raises(NotNow):
        actions.restore_indicator(road, by=steering)
