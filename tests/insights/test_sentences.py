"""Three sentences say what matters; what they name comes escaped, their numbers are links."""

import re

import pytest

from kheo.insights.funnel import funnel
from kheo.insights.sentences import sentences
from tests.factories import UnitFactory
from tests.insights.builders import considered, registered

pytestmark = pytest.mark.django_db


def told(made):
    return [re.sub(r"<[^>]+>", "", sentence) for sentence in sentences(made)]


def test_binh_thuan_in_three_sentences(binh_thuan):
    assert told(funnel(binh_thuan.province, binh_thuan.round)) == [
        "13 of 14 units have considered recognition; not yet: Huyện Đức Linh.",
        "Of 746 registered, 155 were recognised (20,8 %); 39 of these were proposed upward (25,2 %)"
        " and 22 recognised there (56,4 %).",
        "14 units have registered, 53,3 models and examples each on average.",
    ]


def test_when_all_have_considered_nobody_is_named(land):
    for district in (land.first, land.second):
        considered(district, land.round)
    assert told(funnel(land.province, land.round))[0] == "All 2 units have considered recognition."


def test_who_registered_nothing_is_named(land):
    registered(land.communes[0], land.round, 2)
    assert told(funnel(land.province, land.round))[2] == (
        "1 unit has registered, 2,0 models and examples each. Nothing from: Thành phố Uông Bí."
    )


def test_when_nothing_was_registered_it_says_so(land):
    assert told(funnel(land.province, land.round))[2] == "No unit has registered anything yet."


def test_many_silent_units_are_counted_after_the_first_five(land):
    for n in range(8):
        UnitFactory(name=f"Xã im lặng {n}", parent=land.first)
    first = sentences(funnel(land.first, land.round))[0]
    assert "and 5 more" in first
    assert 'href="/figures/silent/?' in first


def test_no_unit_no_sentence(land):
    assert sentences(funnel(land.communes[0], land.round)) == []


def test_a_name_is_text_and_never_html(land):
    UnitFactory(name='<script>alert("x")</script> 100%s', parent=land.first)
    first = sentences(funnel(land.first, land.round))[0]
    assert "<script>" not in first
    assert "&lt;script&gt;" in first
    assert "100%s" in first
