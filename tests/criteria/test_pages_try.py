"""The simulator: “what if this unit had 85,0?”"""

import pytest

from kheo.criteria import library
from tests.criteria.builders import CLASSES_90_70_50, leaf, sheet
from tests.criteria.drafts import at, draft, published, shipped, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def nga(story, as_person):
    return as_person(story.nga)


def result(visitor, version, **typed):
    return shown(visitor.get(at("try", version.pk), {name.replace("__", "-"): value for name, value in typed.items()}))


def test_a_changed_total(story, nga, reading_only):
    version = published(story)
    with reading_only():
        page = result(nga, version, total="85,0", gate__1="yes")
    assert "Hoàn thành tốt nhiệm vụ" in page
    assert "85 of 100 points" in page
    assert "Not “Hoàn thành xuất sắc nhiệm vụ”: ≥ 90 is wanted, 85 was reached." in page
    assert "Not final" not in page


@pytest.mark.parametrize(
    ("operator", "total", "name"),
    [(">=", "85,0", "Đạt"), (">", "85,0", "Chưa đạt"), (">=", "84,99", "Chưa đạt"), (">", "85,01", "Đạt")],
)
def test_at_85_the_sign_decides(story, nga, operator, total, name):
    classes = [
        {"code": "D", "name": "Đạt", "threshold": {"is": operator, "bound": 85}}, {"code": "K", "name": "Chưa đạt"},
    ]  # fmt: skip
    page = result(nga, draft(story, sheet(classes=classes)), total=total)
    assert f'<h2><span lang="vi">{name}</span></h2>' in page


def test_a_gate_that_fails_is_named_whatever_the_points(story, nga):
    page = result(nga, published(story), total="95", gate__1="no")
    assert "Not eligible to be classified" in page
    assert "KL – Không có cán bộ bị kỷ luật" in page


def test_results_are_counted_by_their_methods(story, nga):
    filled = {"points__1": "25", "points__2": "12,5", "value__3": "80", "target__3": "100", "passed__4": "no"}
    page = result(nga, published(story), **filled, points__5="10", gate__1="yes")
    assert "71,5 of 100 points" in page  # 25 + 12,5 + 30 × 80/100 + 0 + 10
    assert "Hoàn thành tốt nhiệm vụ" in page


def test_what_is_missing_is_told(story, nga):
    page = result(nga, published(story), points__1="25")
    assert "Not final" in page
    assert "Without points so far: I.2, II.1, II.2, III." in page
    assert "Nobody has said whether these gates are passed: KL." in page


def test_figures_are_looked_at(story, nga):
    gates = [{"code": "TH", "text": "Không quá 20 % trễ hạn", "effect": "best_class", "best_class": "T",
              "condition": {"of": "figure", "code": "TRE", "is": "<=", "bound": 20}}]  # fmt: skip
    figures = [{"code": "TRE", "text": "Nhiệm vụ trễ hạn", "unit": "%"}]
    version = draft(story, sheet(classes=CLASSES_90_70_50, gates=gates, figures=figures))
    assert "Hoàn thành xuất sắc nhiệm vụ</span></h2>" in result(nga, version, total="95", figure__1="20")
    page = result(nga, version, total="95", figure__1="20,5")
    assert "Hoàn thành tốt nhiệm vụ</span></h2>" in page
    assert "the condition “Không quá 20 % trễ hạn” is not met" in page


def test_a_profile_is_measured_by_what_applies_to_it(story, nga):
    version = shipped(story, "QB-3140")
    page = result(nga, version, profile=version.sheet.profiles[0].code, points__1="68")
    assert "68 of 85 points" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"total": "85.5"}, "is not a number as we write it"),
        ({"total": "101"}, "Nobody can have 101 points here: the total lies between 0 and 100."),
        ({"points__1": "26"}, "I.1: 26 points cannot be given, only 0 to 25."),
        ({"gate__1": "có"}, "Select a valid choice"),
        ({"value__3": "-1", "target__3": "5"}, "This number is never negative."),
    ],
)
def test_what_cannot_be_is_told_at_its_place(story, nga, typed, words):
    version = published(story)
    response = nga.get(at("try", version.pk), {name.replace("__", "-"): value for name, value in typed.items()})
    assert words in shown(response, status=422)


def test_while_typing_the_refusal_stands_where_the_result_would(story, nga):
    address = at("try", published(story).pk)
    page = shown(nga.get(address, {"total": "85.5"}, headers={"HX-Request": "true"}), status=422)
    result = page[page.index('id="result"') : page.index("<form", page.index('id="result"'))]
    assert "is not a number as we write it" in result


def test_at_first_nothing_is_worked_out(story, nga):
    page = shown(nga.get(at("try", draft(story).pk)))
    assert "What if the total were" in page
    assert "of 100 points" not in page


@pytest.mark.parametrize("code", [of.code for of in library.shipped()])
def test_every_framework_of_the_library_can_be_tried(story, nga, code):
    version = shipped(story, code)
    assert "points" in result(nga, version, total="0")
    assert shown(nga.get(at("try", version.pk), {"points-1": ""}))


def test_a_draft_that_contradicts_itself_can_still_be_tried(story, nga):
    of = sheet(leaf("A", 10), leaf("A", 20), scale=100, classes=CLASSES_90_70_50, ties={"by": ["Z"]})
    version = draft(story, of)
    assert "30 of 30 points" in result(nga, version, total="30")
    response = nga.get(at("try", version.pk), {"points-1": "10", "points-2": "20"})
    assert "A: 20 points cannot be given, only 0 to 10." in shown(response, status=422)
