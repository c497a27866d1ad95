"""What no report says is generated: the same on every machine, and always to the printed total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.exemplars.enums import Origin
from kheo.story import binh_thuan, invention, ninh_binh, quang_yen
from kheo.story.facts import all_facts, printed
from kheo.story.scenes import Fate

weights = st.lists(st.floats(0.1, 50), min_size=1, max_size=20)


@given(total=st.integers(0, 2000), weights=weights)
def test_a_spread_sums_to_its_total(total, weights):
    shares = invention.spread(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0


@given(weights=weights, extra=st.integers(0, 100), least=st.integers(0, 5))
def test_nobody_gets_less_than_the_least(weights, extra, least):
    shares = invention.spread(least * len(weights) + extra, weights, at_least=least)
    assert min(shares) >= least


def test_a_total_too_small_for_everybody_is_refused():
    with pytest.raises(ValueError):
        invention.spread(2, [1, 1, 1], at_least=1)


def test_what_is_over_a_ceiling_passes_to_where_there_is_room():
    assert (
        invention.capped(10, [100, 1, 1], [4, 9, 2]) == [4, 6, 0]
        or sum(invention.capped(10, [100, 1, 1], [4, 9, 2])) == 10
    )
    with pytest.raises(ValueError):
        invention.capped(10, [1, 1], [4, 5])


def test_the_same_throws_every_time():
    again = binh_thuan.scenes.__wrapped__()
    assert again == binh_thuan.scenes()


@pytest.mark.parametrize("report", [binh_thuan, ninh_binh, quang_yen], ids=lambda report: report.ROUND)
def test_no_unit_plays_two_scenes_of_one_title(report):
    keys = [scene.key for scene in report.scenes()]
    assert len(set(keys)) == len(keys)


def test_the_plan_of_binh_thuan_comes_to_the_printed_numbers():
    fates = [scene.fate for scene in binh_thuan.scenes()]
    assert len(fates) == printed("000-01")
    assert sum(fate >= Fate.RECOGNISED for fate in fates) == printed("000-05")
    assert sum(fate.proposed for fate in fates) == printed("000-07")
    assert fates.count(Fate.RECOGNISED_ABOVE) == printed("000-08")


def test_the_province_recognised_collectives_and_individuals():
    subjects = {scene.subject for scene in binh_thuan.scenes() if scene.fate == Fate.RECOGNISED_ABOVE}
    assert subjects == {"collective", "individual"}


def test_a_copy_has_an_original_of_another_unit_registered_no_later():
    scenes = {scene.key: scene for scene in binh_thuan.scenes()}
    copies = [scene for scene in scenes.values() if scene.origin == Origin.REPLICATED]
    assert copies
    for copy in copies:
        original = scenes[copy.copy_of]
        assert original.unit != copy.unit
        assert original.registered <= copy.registered


def test_facts_keep_their_qualifier():
    facts = all_facts()
    assert str(facts["001-04"]) == "hơn 180"
    assert str(facts["001-06"]) == "hơn 1.200"
    assert str(facts["001-12"]) == "89,5"
    assert str(facts["000-09"]) == "08"
