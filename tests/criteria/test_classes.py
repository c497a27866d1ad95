"""From a total to a class, and why not to a better one (cells-and-democracy.md §4.3)."""

from decimal import Decimal

import pytest

from kheo.criteria import library, sentences
from kheo.criteria.classes import Verdict, classify
from kheo.criteria.enums import Stage
from kheo.criteria.tally import tally
from tests.criteria.builders import CLASSES_90_70_50, done, group, leaf, points, sheet

NATIONAL = library.by_code("KQG-366")
ALL_DONE = {"dung_han": Decimal(100), "vuot_muc": Decimal(30), "hoan_thanh": Decimal(100), "cham": Decimal(0)}
CLEAN = {"KL": True, "KP": True}


def judged(asked, figures=None, answers=None, **given):
    return classify(asked, tally(asked, points(**given)), figures, answers)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("100", "XS"),
        ("90", "XS"),
        ("89.99", "T"),
        ("70", "T"),
        ("69.99", "HT"),
        ("50", "HT"),
        ("49.99", "KHT"),
        ("0", "KHT"),
    ],
)
def test_the_boundaries(total, expected):
    assert judged(sheet(classes=CLASSES_90_70_50), A=total).class_code == expected


@pytest.mark.parametrize(("operator", "expected"), [(">=", "D"), (">", "K")])
def test_85_against_at_least_85_and_more_than_85(operator, expected):
    """Attendance of 85.0 %: Quảng Ninh “từ 85 % trở lên” passes, HD 12 “trên 85 %” does not."""
    asked = sheet(
        leaf("A", 100, "share", target=100),
        classes=[
            {"code": "D", "name": "Đạt", "conditions": [{"of": "value", "code": "A", "is": operator, "bound": 85}]},
            {"code": "K", "name": "Không đạt"},
        ],
    )
    assert classify(asked, tally(asked, {"A": done("85.0")})).class_code == expected


@pytest.mark.parametrize(("operator", "expected"), [(">=", "D"), (">", "K")])
def test_the_operator_of_a_threshold_is_data(operator, expected):
    classes = [{"code": "D", "name": "Đạt", "threshold": {"is": operator, "bound": 85}}, {"code": "K", "name": "Không"}]
    assert judged(sheet(classes=classes), A="85.0").class_code == expected


# ── The national frame: 30 + 70, with its conditions ──


def test_95_points_with_all_conditions_is_excellent():
    found = judged(NATIONAL, ALL_DONE, CLEAN, I=29, II=66)
    assert found == Verdict(class_code="XS")


def test_95_points_with_a_failed_gate_is_not_excellent_and_says_which():
    found = judged(NATIONAL, ALL_DONE, CLEAN | {"KL": False}, I=29, II=66)
    assert (found.class_code, found.failed_gates) == ("T", ("KL",))
    assert [sentences.hindrance(NATIONAL, one) for one in found.held_back] == [
        "Not “Hoàn thành xuất sắc nhiệm vụ”: the condition “Không có đơn vị trực thuộc hoặc thành viên của tập thể "
        "lãnh đạo, quản lý bị kỷ luật” is not met."
    ]


def test_90_points_without_30_per_cent_above_what_was_asked_is_good():
    found = judged(NATIONAL, ALL_DONE | {"vuot_muc": Decimal("29.9")}, CLEAN, I=30, II=60)
    assert found.class_code == "T"
    assert [sentences.hindrance(NATIONAL, one) for one in found.held_back] == [
        "Not “Hoàn thành xuất sắc nhiệm vụ”: the figure vuot_muc ≥ 30 is wanted, it is 29,9."
    ]


@pytest.mark.parametrize(("late", "expected"), [("20", "HT"), ("20.1", "KHT")])
def test_late_tasks_of_at_most_20_per_cent(late, expected):
    figures = ALL_DONE | {"dung_han": 100 - Decimal(late), "cham": Decimal(late)}
    assert judged(NATIONAL, figures, CLEAN, I=25, II=40).class_code == expected


def test_a_figure_that_is_not_known_yet_holds_back_and_is_provisional():
    found = judged(
        NATIONAL, {name: value for name, value in ALL_DONE.items() if name != "vuot_muc"}, CLEAN, I=30, II=65
    )
    assert (found.class_code, found.provisional) == ("T", True)
    assert "is not known yet" in sentences.hindrance(NATIONAL, found.held_back[0])


def test_a_gate_that_nobody_answered_is_open_not_failed():
    found = judged(NATIONAL, ALL_DONE, {"KP": True}, I=30, II=65)
    assert (found.class_code, found.open_gates, found.failed_gates, found.provisional) == ("XS", ("KL",), (), True)


# ── Not eligible is no class ──


def test_who_is_not_eligible_has_no_class_whatever_the_points():
    """Ngân Sơn 2020: two units were “không đủ điều kiện xếp loại”."""
    found = judged(library.by_code("BK-1878"), None, {"DK": False}, I=90, II=10)
    assert (found.class_code, found.not_eligible, found.failed_gates) == (None, True, ("DK",))


def test_a_gate_may_take_the_title_and_leave_the_class():
    asked = sheet(classes=CLASSES_90_70_50, gates=[{"code": "G", "text": "Có đề nghị", "effect": "no_title"}])
    found = judged(asked, None, {"G": False}, A=95)
    assert (found.class_code, found.no_title) == ("XS", True)


def test_a_gate_may_be_computed_and_a_person_goes_before_the_engine():
    gate = {"code": "G", "text": "Ít nhất 50 điểm", "effect": "not_eligible",
            "condition": {"of": "total", "is": ">=", "bound": 50}}  # fmt: skip
    asked = sheet(classes=CLASSES_90_70_50, gates=[gate])
    assert judged(asked, A=49).not_eligible
    assert not judged(asked, A=50).not_eligible
    assert not judged(asked, None, {"G": True}, A=49).not_eligible


def test_ngan_son_87_by_the_unit_is_good_and_78_by_the_district_is_fair():
    bac_kan = library.by_code("BK-1878")
    own = classify(bac_kan, tally(bac_kan, points(I=87), stage=Stage.SELF), None, {"DK": True})
    reviewed = classify(bac_kan, tally(bac_kan, points(I=78, II=0), stage=Stage.SUPERIOR), None, {"DK": True})
    assert (own.class_code, reviewed.class_code) == ("T", "K")


# ── Minimum per group, conditions on parts ──


def test_a_class_may_ask_a_minimum_in_a_group():
    classes = [{"code": "T", "name": "Tốt", "threshold": {"bound": 80}, "minimums": [{"code": "I", "points": 20}]},
               {"code": "K", "name": "Khá"}]  # fmt: skip
    asked = sheet(group("I", leaf("I.1", 15), leaf("I.2", 15)), leaf("II", 70), classes=classes)
    assert judged(asked, **{"I.1": 10, "I.2": 10, "II": 70}).class_code == "T"
    found = judged(asked, **{"I.1": 15, "I.2": 4, "II": 70})
    assert found.class_code == "K"
    assert sentences.hindrance(asked, found.held_back[0]) == "Not “Tốt”: the points I ≥ 20 is wanted, it is 19."


def test_conditions_look_at_points_per_cent_and_what_was_passed():
    wanted = [
        {"of": "points", "code": "A", "is": ">", "bound": 5},
        {"of": "percent", "code": "A", "is": ">=", "bound": 60},
        {"of": "passed", "is": ">=", "bound": 1},
        {"of": "passed", "code": "B", "is": "=", "bound": 1},
        {"of": "percent", "is": "<=", "bound": 90},
    ]
    asked = sheet(leaf("A", 10), leaf("B", 0, "yes_no", scored=False),
                  classes=[{"code": "D", "name": "Đạt", "conditions": wanted}])  # fmt: skip
    entries = points(A=6) | {"B": done(0, passed=True)}
    assert classify(asked, tally(asked, entries)).class_code == "D"
    assert classify(asked, tally(asked, entries | points(A=10))).class_code is None


# ── What the thresholds are measured in ──


def test_percent_of_what_applies():
    """59,5 of 85 is 70 %: good by per cent, not by points."""
    classes = {"classes": CLASSES_90_70_50, "profiles": [{"code": "P", "text": "P", "without": ["B"], "scale": 85}]}
    asked = sheet(leaf("A", 85), leaf("B", 15), **classes)
    entries = points(A="59.5")
    profile = asked.profile("P")
    assert classify(asked, tally(asked, entries, profile=profile), profile=profile).class_code == "T"
    assert classify(asked, tally(asked, entries)).class_code == "HT"


def test_a_profile_may_have_a_table_of_its_own():
    own = [{"code": "XS", "name": "Xuất sắc", "threshold": {"bound": 80}}, {"code": "T", "name": "Tốt"}]
    words = {"code": "P", "text": "P", "without": ["B"], "scale": 85, "basis": "own_classes", "classes": own}
    asked = sheet(leaf("A", 85), leaf("B", 15), classes=CLASSES_90_70_50, profiles=[words])
    profile = asked.profile("P")
    assert classify(asked, tally(asked, points(A=80), profile=profile), profile=profile).class_code == "XS"
    assert classify(asked, tally(asked, points(A=79), profile=profile), profile=profile).class_code == "T"


def test_classes_by_percent():
    asked = sheet(leaf("A", 1000), classes=CLASSES_90_70_50, classes_by="percent")
    assert judged(asked, A=900).class_code == "XS"
    assert judged(asked, A="899.99").class_code == "T"


def test_the_screen_says_what_was_wanted_and_what_was_reached():
    found = judged(sheet(classes=CLASSES_90_70_50), A="69.5")
    asked = sheet(classes=CLASSES_90_70_50)
    assert [sentences.hindrance(asked, one) for one in found.held_back] == [
        "Not “Hoàn thành xuất sắc nhiệm vụ”: ≥ 90 is wanted, 69,5 was reached.",
        "Not “Hoàn thành tốt nhiệm vụ”: ≥ 70 is wanted, 69,5 was reached.",
    ]


def test_without_classes_there_is_none():
    assert judged(sheet(), A=100).class_code is None
