"""What the editor does to a draft, as functions from a sheet to a sheet."""

from decimal import Decimal

import pytest

from kheo.criteria import editing
from kheo.criteria.editing import Shelf, Spot
from kheo.criteria.faults import faults
from kheo.criteria.renaming import rename
from kheo.criteria.sheet import Criterion
from kheo.kernel.errors import NotNow
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet

TABLE = sheet(group("I", leaf("I.1", 25), leaf("I.2", 15)), leaf("II", 60), classes=CLASSES_90_70_50)


def codes(of):
    return [criterion.code for criterion in of.walk()]


def spot(code, shelf=Shelf.CRITERIA, of=TABLE):
    return Spot(shelf, [row.code for row in editing.rows(of, shelf)].index(code) + 1, code)


def new(code, maximum=5):
    return Criterion.model_validate(leaf(code, maximum))


def test_a_criterion_is_added_at_the_top_or_in_a_group():
    assert codes(editing.add(Shelf.CRITERIA, new("III"))(TABLE)) == ["I", "I.1", "I.2", "II", "III"]
    assert codes(editing.add(Shelf.CRITERIA, new("I.3"), spot("I"))(TABLE)) == ["I", "I.1", "I.2", "I.3", "II"]


def test_a_leaf_under_which_something_is_put_becomes_a_group_and_back():
    grown = editing.add(Shelf.CRITERIA, new("II.1", 60), spot("II"))(TABLE)
    assert grown.by_code["II"].method is None
    shrunk = editing.remove(spot("II.1", of=grown))(grown)
    assert shrunk.by_code["II"].scored_by.by == "hand"
    assert faults(shrunk) == []


def test_a_criterion_that_is_changed_keeps_its_parts():
    changed = editing.replace(spot("I"), TABLE.by_code["I"].model_copy(update={"text": "Lãnh đạo", "parts": ()}))(TABLE)
    assert changed.by_code["I"].text == "Lãnh đạo"
    assert codes(changed) == codes(TABLE)


def test_moving_stays_among_the_neighbours():
    assert codes(editing.move(spot("I.2"), -1)(TABLE)) == ["I", "I.2", "I.1", "II"]
    assert codes(editing.move(spot("II"), -1)(TABLE)) == ["II", "I", "I.1", "I.2"]
    assert codes(editing.move(spot("I.1"), -1)(TABLE)) == codes(TABLE)
    assert codes(editing.move(spot("II"), 1)(TABLE)) == codes(TABLE)


def test_a_criterion_goes_under_another_group_and_to_the_top():
    assert codes(editing.put_under(spot("II"), spot("I"))(TABLE)) == ["I", "I.1", "I.2", "II"]
    assert codes(editing.put_under(spot("I.1"), None)(TABLE)) == ["I", "I.2", "II", "I.1"]
    with pytest.raises(NotNow, match="cannot stand under itself"):
        editing.put_under(spot("I"), spot("I.2"))(TABLE)


def test_maxima_are_weighed_together_and_a_group_can_take_the_sum():
    weighed = editing.weigh({spot("I.1"): Decimal(30), spot("I"): None, spot("II"): Decimal(55)}, Decimal(100))(TABLE)
    assert [criterion.maximum for criterion in weighed.walk()] == [45, 30, 15, 55]
    assert faults(weighed) == []


def test_of_two_rows_with_the_same_code_the_one_at_the_place_is_meant():
    twins = sheet(leaf("A", 40), leaf("A", 60))
    left = editing.remove(Spot(Shelf.CRITERIA, 2, "A"))(twins)
    assert [criterion.maximum for criterion in left.walk()] == [40]


def test_a_row_that_was_moved_meanwhile_is_found_by_its_code():
    moved = editing.move(spot("II"), -1)(TABLE)
    assert editing.at(moved, spot("II")).code == "II"


def test_a_row_that_is_gone_is_told():
    without = editing.remove(spot("II"))(TABLE)
    with pytest.raises(NotNow, match="II is no longer in this draft"):
        editing.replace(spot("II"), new("II"))(without)


def test_nothing_worked_out_of_the_old_sheet_stays():
    assert "III" in editing.add(Shelf.CRITERIA, new("III"))(TABLE).by_code
    assert TABLE.by_code.keys() == {"I", "I.1", "I.2", "II"}


def test_classes_are_moved_and_taken_out():
    assert [c.code for c in editing.move(spot("T", Shelf.CLASSES), -1)(TABLE).classes] == ["T", "XS", "HT", "KHT"]
    assert [c.code for c in editing.remove(spot("T", Shelf.CLASSES))(TABLE).classes] == ["XS", "HT", "KHT"]


NAMED = sheet(
    group("I", leaf("I.1", 25), leaf("I.2", 15)),
    leaf("II", 60),
    figures=[{"code": "TRE", "text": "Nhiệm vụ trễ hạn", "unit": "%"}, {"code": "I", "text": "Trùng mã với nhóm I"}],
    classes=[
        {
            **CLASSES_90_70_50[0],
            "minimums": [{"code": "I", "points": 30}],
            "conditions": [
                {"of": "points", "code": "I.1", "is": ">=", "bound": 20},
                {"of": "figure", "code": "I", "is": "<=", "bound": 20},
            ],
        },
        *CLASSES_90_70_50[1:],
    ],
    gates=[
        {
            "code": "G", "text": "Không trễ hạn", "effect": "best_class", "best_class": "T",
            "condition": {"of": "figure", "code": "TRE", "is": "<=", "bound": 20},
        }
    ],
    profiles=[
        {
            "code": "P", "text": "Đơn vị không có I.2", "without": ["I.2"], "scale": 85, "basis": "own_classes",
            "classes": [
                {"code": "XS", "name": "Xuất sắc", "threshold": {"bound": 76}},
                {"code": "KHT", "name": "Còn lại"},
            ],
        }
    ],
    caps=[{"code": "C", "of": "XS", "percent": 20, "good": "T"}],
    ties={"by": ["I", "II"]},
    roll_up={"over": "months", "classes": [{"code": "XS", "every": "T", "times": [{"code": "XS", "at_least": 7}]}]},
)  # fmt: skip


def test_who_names_a_criterion_names_it_by_its_new_code():
    renamed = editing.in_turn(
        rename(spot("I", of=NAMED), "A"),
        editing.replace(spot("I", of=NAMED), NAMED.by_code["I"].model_copy(update={"code": "A"})),
    )(NAMED)
    assert renamed.ties.by == ("A", "II")
    assert renamed.classes[0].minimums[0].code == "A"
    assert renamed.classes[0].conditions[1].code == "I"  # the figure of the same code is somebody else
    assert faults(renamed) == []


def test_who_names_a_class_or_a_figure_follows_too():
    renamed = rename(spot("XS", Shelf.CLASSES, NAMED), "TB1")(NAMED)
    assert renamed.profiles[0].classes[0].code == "TB1"
    assert renamed.caps[0].of == "TB1"
    assert (renamed.roll_up.classes[0].code, renamed.roll_up.classes[0].times[0].code) == ("TB1", "TB1")
    late = rename(spot("TRE", Shelf.FIGURES, NAMED), "MUON")(NAMED)
    assert late.gates[0].condition.code == "MUON"
    without = rename(spot("I.2", of=NAMED), "I.9")(NAMED)
    assert without.profiles[0].without == ("I.9",)


def test_nobody_follows_where_a_code_stands_twice():
    twins = sheet(leaf("A", 40), leaf("A", 60), ties={"by": ["A"]})
    assert rename(Spot(Shelf.CRITERIA, 1, "A"), "B")(twins) == twins
