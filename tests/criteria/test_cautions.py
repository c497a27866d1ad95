"""People are not scored for what they think: the editor says so where a criterion asks for it."""

import pytest

from kheo.criteria import library
from kheo.criteria.cautions import cautions
from tests.criteria.builders import leaf, sheet


@pytest.mark.parametrize("text", ["Nắm bắt tình hình tư tưởng đảng viên", "THÁI ĐỘ CHÍNH TRỊ của quần chúng"])
def test_words_that_ask_for_opinions_are_pointed_out(text):
    [found] = cautions(sheet({**leaf("A", 10), "text": text}))
    assert found.place == ("criteria", "A", "text")
    assert "not what people think" in str(found)


def test_a_result_is_no_opinion():
    assert cautions(sheet({**leaf("A", 10), "text": "Tổ chức đủ 12 kỳ sinh hoạt"})) == []


def test_nothing_that_we_ship_asks_for_opinions():
    assert [str(found) for shipped in library.shipped() for found in cautions(shipped)] == []
