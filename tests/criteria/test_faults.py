"""What does not add up: publishing is refused with these sentences."""

import pytest

from kheo.criteria.faults import faults
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet

THRESHOLD = {"threshold": {"bound": 50}}


def said(*criteria, **rules):
    return [str(fault) for fault in faults(sheet(*criteria, **rules))]


def test_a_sheet_in_order_has_none():
    assert said(group("I", leaf("I.1", 20), leaf("I.2", 10)), leaf("II", 70), classes=CLASSES_90_70_50) == []


# ── Sums: leaf maxima = group maximum = scale of each profile ──


def test_the_parts_add_up_to_their_group():
    assert said(leaf("II", 70), group("I", leaf("I.1", 20), leaf("I.2", 10)) | {"maximum": 25}) == [
        "The parts of I add up to 30 points, its maximum is 25."
    ]


def test_the_groups_add_up_to_the_scale():
    assert said(leaf("A", 90), leaf("B", "9.5"), scale=100) == ["The criteria add up to 99,5 points, the scale is 100."]


def test_90_by_the_unit_and_10_by_the_superior_are_100():
    own, kept = leaf("I", 90), leaf("II", 10, of={"reserved_to": "superior"})
    assert said(own, kept, stages=["self", "superior"]) == []
    assert said(own, kept, stages=["self", "council"]) == [
        "II is reserved to a stage that this framework does not have: scoring by the superior."
    ]


@pytest.mark.parametrize(
    ("scale", "expected"), [(85, []), (90, ["What applies to P adds up to 85 points, its scale is 90."])]
)
def test_what_applies_to_a_profile_adds_up_to_its_scale(scale, expected):
    profile = {"code": "P", "text": "P", "without": ["B"], "scale": scale}
    assert said(leaf("A", 85), leaf("B", 15), profiles=[profile]) == expected


def test_bonus_and_penalty_are_not_on_the_scale():
    assert said(leaf("A", 100), leaf("B", 15, of={"role": "bonus"})) == []
    assert said(group("I", leaf("A", 100, of={"role": "bonus"}))) == [
        "A: only a criterion at the top of the table is bonus or penalty."
    ]


def test_a_table_without_a_criterion_is_none():
    assert said(leaf("B", 5, of={"role": "bonus"})) == ["There is no criterion on the scale yet."]


# ── Codes ──


def test_a_code_is_given_once():
    assert said(leaf("A", 50), leaf("A", 50)) == ["The code A stands 2 times in “criteria”: give each its own."]


# ── Methods ──


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"by": "yes_no", "scored": False}, "A is passed or not and bears no points: its maximum is 0."),
        ({"by": "hand", "step": 3}, "A goes in steps of 3, which never reach its maximum, 10."),
        ({"by": "hand", "least": 11}, "A gives at least 11 points and at most 10."),
        ({"by": "share", "target": 0}, "A is a share of a target, and the target is 0."),
        ({"by": "count", "each": 0}, "A counts 0 points for each."),
        ({"by": "bands", "measure": "percent", "bands": []}, "A has no bands yet."),
        (
            {"by": "bands", "measure": "value", "bands": [{"is": ">", "bound": 1, "points": 8}]},
            "The best band of A gives 8 points, its maximum is 10.",
        ),
        (
            {
                "by": "bands",
                "measure": "percent",
                "bands": [{"is": ">=", "bound": 50, "points": 5}, {"is": ">=", "bound": 95, "points": 10}],
            },
            "In A the band “>= 95” is never reached: one before it takes all its cases.",
        ),
        (
            {"by": "imported", "source": "Họp", "then": {"by": "hand"}},
            "A brings in a result and does not say how it becomes points.",
        ),
    ],
)
def test_a_method_can_give_its_maximum_and_no_more(method, expected):
    assert said({**leaf("A", 10), "method": method}) == [expected]


@pytest.mark.parametrize(
    ("first", "second", "is_covered"),
    [
        ((">=", 50), (">", 50), True), ((">", 50), (">=", 50), False), (("<=", 2), ("<", 1), True),
        (("<=", 2), ("<=", 5), False), ((">=", 50), ("<", 90), False), ((">=", 50), ("=", 60), True),
        (("=", 60), (">=", 60), False), (("=", 60), ("=", 60), True),
    ],
)  # fmt: skip
def test_a_band_that_is_never_reached(first, second, is_covered):
    bands = [{"is": sign, "bound": bound, "points": 10} for sign, bound in (first, second)]
    assert bool(said(leaf("A", 10, "bands", measure="value", bands=bands))) == is_covered


def test_a_leaf_without_points_is_yes_or_no():
    assert said(leaf("A", 100), leaf("B", 0)) == [
        "B has no points: give it a maximum, or make it yes or no without points."
    ]
    assert said(leaf("A", 100), leaf("B", 0, "yes_no", scored=False)) == []


def test_evidence_and_anchors():
    faulty = leaf("A", 10, of={"evidence": {"at_least": 1}, "anchors": [{"points": 11, "words": "Xuất sắc"}]})
    assert said(faulty) == [
        "A asks for evidence and does not say of which kind.", "A explains 11 points, but has only 10.",
    ]  # fmt: skip


# ── Rules ──

FIGURE = {"of": "figure", "code": "x", "is": ">", "bound": 1}
TOTAL = {"of": "total", "code": "A", "is": ">", "bound": 1}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            {"gates": [{"code": "G", "text": "G", "effect": "best_class"}]},
            "The gate G does not say which class is the best one left.",
        ),
        (
            {"gates": [{"code": "G", "text": "G", "effect": "best_class", "best_class": "Z"}]},
            "G names Z, which does not exist.",
        ),
        (
            {"gates": [{"code": "G", "text": "G", "effect": "no_title", "best_class": "T"}]},
            "The gate G names a best class, but its effect is another.",
        ),
        (
            {"gates": [{"code": "G", "text": "G", "effect": "no_title", "condition": FIGURE}]},
            "G names x, which does not exist.",
        ),
        (
            {
                "gates": [
                    {
                        "code": "G",
                        "text": "G",
                        "effect": "no_title",
                        "condition": {"of": "points", "is": ">", "bound": 1},
                    }
                ]
            },
            "A condition on the points says which one: its code is missing.",
        ),
        (
            {"gates": [{"code": "G", "text": "G", "effect": "no_title", "condition": TOTAL}]},
            "A condition on the total names no code, but A stands there.",
        ),
        ({"ties": {"by": ["Z"]}}, "ties names Z, which does not exist."),
        (
            {"aggregate": {"by": "trimmed_mean"}},
            "A trimmed mean says how many scores it leaves out at each end; another mean leaves out none.",
        ),
        ({"caps": [{"code": "C", "of": "XS", "percent": 20}]}, "The cap C does not say which class is the good one."),
        ({"caps": [{"code": "C", "of": "XS", "percent": 120, "base": "all"}]}, "The cap C is above 100 %."),
        (
            {"caps": [{"code": "C", "of": "T", "percent": 20, "base": "good_only", "good": "T"}]},
            "The cap C is counted of a class that it limits itself.",
        ),
        (
            {"roll_up": {"over": "quarters", "classes": [{"code": "XS", "times": [{"code": "XS", "at_least": 7}]}]}},
            "A year does not have 7 quarters.",
        ),
        (
            {"roll_up": {"over": "months", "classes": [{"code": "XS", "every": "Z"}]}},
            "XS names Z, which does not exist.",
        ),
        (
            {"profiles": [{"code": "P", "text": "P", "without": ["Z"], "scale": 100}]},
            "P names Z, which does not exist.",
        ),
        (
            {"profiles": [{"code": "P", "text": "P", "scale": 100, "basis": "own_classes"}]},
            "The profile P is classified by its own table: the table is missing, or not wanted.",
        ),
    ],
)
def test_rules_name_what_exists(rules, expected):
    assert said(classes=CLASSES_90_70_50, **rules) == [expected]


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (
            [{"code": "A1", "name": "A", **THRESHOLD}, {"code": "A2", "name": "B", **THRESHOLD}],
            "The class A1 stands above A2 and does not demand more.",
        ),
        (
            [{"code": "A1", "name": "A", "threshold": {"bound": 101}}],
            "Nobody can reach the class A1: it begins at 101.",
        ),
        (
            [{"code": "A1", "name": "A", "threshold": {"is": "<", "bound": 50}}],
            "The class A1 begins at a number: write ≥ or >.",
        ),
        (
            [{"code": "A1", "name": "A", "minimums": [{"code": "A", "points": 101}]}],
            "The class A1 demands 101 points in A, which has only 100.",
        ),
        (
            [{"code": "A1", "name": "A"}, {"code": "A1", "name": "B"}],
            "The code A1 stands 2 times in “classes”: give each its own.",
        ),
    ],
)
def test_a_better_class_demands_more_and_can_be_reached(classes, expected):
    assert said(classes=classes) == [expected]


def test_more_than_85_stands_above_at_least_85():
    above, below = {"threshold": {"is": ">", "bound": 85}}, {"threshold": {"bound": 85}}
    assert said(classes=[{"code": "X", "name": "X", **above}, {"code": "Y", "name": "Y", **below}]) == []


def test_a_fault_knows_its_place():
    assert faults(sheet(leaf("A", 90), scale=100))[0].place == ("scale",)
    assert faults(sheet({**leaf("A", 10), "method": {"by": "count", "each": 0}}))[0].place == (
        "criteria",
        "A",
        "method",
    )
