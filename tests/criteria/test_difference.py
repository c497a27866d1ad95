"""Two versions side by side: what was added, removed and changed."""

from kheo.criteria import library
from kheo.criteria.difference import Kind, compare, side_by_side
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet

OLD = sheet(group("I", leaf("I.1", 20), leaf("I.2", 10)), leaf("II", 70), classes=CLASSES_90_70_50)


def told(old, new):
    return [
        (change.kind, change.part, change.code, change.what, change.before, change.after)
        for change in compare(old, new)
    ]


def test_the_same_twice_differs_in_nothing():
    for shipped in library.shipped():
        assert compare(shipped, shipped) == []


def test_a_changed_maximum_is_one_line_for_each_code():
    new = sheet(group("I", leaf("I.1", 15), leaf("I.2", 15)), leaf("II", 70), classes=CLASSES_90_70_50)
    assert told(OLD, new) == [
        (Kind.CHANGED, "Criteria", "I.1", "maximum", "20", "15"),
        (Kind.CHANGED, "Criteria", "I.2", "maximum", "10", "15"),
    ]


def test_what_is_new_and_what_is_gone_is_told_once():
    new = sheet(group("I", leaf("I.1", 20), leaf("I.3", 10)), leaf("II", 70), classes=CLASSES_90_70_50[:3])
    assert told(OLD, new) == [
        (Kind.ADDED, "Criteria", "I.3", "", "", "Tiêu chí I.3"),
        (Kind.REMOVED, "Criteria", "I.2", "", "Tiêu chí I.2", ""),
        (Kind.REMOVED, "Classes", "KHT", "", "Không hoàn thành nhiệm vụ", ""),
    ]


def test_a_leaf_that_moved_under_another_group_is_told():
    new = sheet(group("I", leaf("I.1", 20)), group("II", leaf("I.2", 10), leaf("II.1", 60)), classes=CLASSES_90_70_50)
    assert (Kind.CHANGED, "Criteria", "I.2", "stands under", "I", "II") in told(OLD, new)


def test_rules_are_told_in_words():
    classes = [CLASSES_90_70_50[0] | {"threshold": {"is": ">", "bound": 85}}, *CLASSES_90_70_50[1:]]
    new = sheet(group("I", leaf("I.1", 20, "relative"), leaf("I.2", 10)), leaf("II", 70), classes=classes,
                rounding={"places": 1}, caps=[{"code": "C", "of": "XS", "percent": 20, "good": "T"}])  # fmt: skip
    assert told(OLD, new) == [
        (Kind.CHANGED, "Framework", "", "rounding", "nothing is rounded", "the total to 1 decimals, half up"),
        (Kind.CHANGED, "Criteria", "I.1", "scored", "points by hand", "measured against the best of the group"),
        (Kind.CHANGED, "Classes", "XS", "rule", "≥ 90", "> 85"),
        (Kind.ADDED, "Caps", "C", "", "", "XS"),
    ]


def test_a_word_that_is_set_or_taken_away_is_a_change():
    new = sheet(
        group("I", leaf("I.1", 20, of={"note": "Mới"}), leaf("I.2", 10)), leaf("II", 70), classes=CLASSES_90_70_50
    )
    assert told(OLD, new) == [(Kind.CHANGED, "Criteria", "I.1", "note", "", "Mới")]
    assert told(new, OLD) == [(Kind.CHANGED, "Criteria", "I.1", "note", "Mới", "")]


def test_two_that_conflict_are_laid_side_by_side():
    new = OLD.model_copy(update={"name": "Khác"})
    assert side_by_side(OLD, new) == ([("Framework · name", "Bảng điểm thử")], [("Framework · name", "Khác")])
