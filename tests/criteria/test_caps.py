"""How many may have a class: the base decides (cells-and-democracy.md §1.4 and §4.3)."""

from decimal import Decimal

import pytest

from kheo.criteria.caps import Judged, allowed
from kheo.criteria.classes import classify
from kheo.criteria.tally import tally
from tests.criteria.builders import CLASSES_90_70_50, leaf, points, sheet


def capped(base, **words):
    cap = {"code": "C", "of": "XS", "percent": 20, "base": base, "good": "T", **words}
    return sheet(leaf("A", 90), leaf("B", 10), classes=CLASSES_90_70_50, caps=[cap], ties={"by": ["B"]})


def judged(asked, **given):
    """Subjects with their points: `x="88+4"` has 88 in A and 4 in B."""
    found = []
    for subject, said in given.items():
        a, _plus, b = str(said).partition("+")
        reached = tally(asked, points(A=a, B=b or 0))
        found.append(Judged(subject, classify(asked, reached), reached))
    return found


def bac_lieu(asked, good=72):
    """The agencies' bloc of Bạc Liêu, 2023: 88 grassroots organisations, 16 of them excellent; the others are good."""
    names = {f"xs{n:02}": "90+0" for n in range(16)} | {f"t{n:02}": "75" for n in range(good)}
    return judged(asked, **names, **{f"ht{n:02}": "55" for n in range(72 - good)})


@pytest.mark.parametrize(
    ("base", "count", "most", "over"),
    [("all", 88, 17, 0), ("eligible", 88, 17, 0), ("good_or_better", 88, 17, 0), ("good_only", 72, 14, 2)],
)
def test_88_organisations_16_excellent(base, count, most, over):
    asked = capped(base)
    [found] = allowed(asked, asked.caps[0], bac_lieu(asked))
    assert (found.base_count, found.allowed, found.taken, found.over) == (count, most, 16, over)
    assert found.exact == Decimal(count) / 5


def test_good_or_better_leaves_out_those_who_only_complete_their_tasks():
    asked = capped("good_or_better")
    [found] = allowed(asked, asked.caps[0], bac_lieu(asked, good=60))
    assert (found.base_count, found.allowed, found.over) == (76, 15, 1)


@pytest.mark.parametrize(("rounding", "most"), [("down", 17), ("half_up", 18), ("up", 18)])
def test_the_rounding_is_the_frameworks(rounding, most):
    asked = capped("all", rounding=rounding)
    assert allowed(asked, asked.caps[0], bac_lieu(asked))[0].allowed == most


def test_who_is_not_eligible_is_outside_the_percentages():
    asked = sheet(
        classes=CLASSES_90_70_50, gates=[{"code": "G", "text": "Đủ điều kiện", "effect": "not_eligible"}],
        caps=[{"code": "E", "of": "XS", "percent": 20, "base": "eligible"},
              {"code": "A", "of": "XS", "percent": 20, "base": "all"},
              {"code": "G", "of": "XS", "percent": 20, "base": "good_or_better", "good": "T"}],
    )  # fmt: skip
    reached = tally(asked, points(A=95))
    rows = [Judged(n, classify(asked, reached, None, {"G": n >= 3}), reached) for n in range(10)]
    counts = {cap.code: allowed(asked, cap, rows)[0].base_count for cap in asked.caps}
    assert counts == {"E": 7, "A": 10, "G": 7}


@pytest.mark.parametrize(("at_least_one", "most"), [(False, 0), (True, 1)])
def test_a_group_of_fewer_than_five(at_least_one, most):
    """20 % of 4 is 0.8: the rule must say whether one is allowed."""
    asked = capped("all", at_least_one=at_least_one)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+5", b=70, c=70, d=60))
    assert (found.allowed, found.over) == (most, 1 - most)


def test_nobody_in_the_base_allows_nobody():
    asked = capped("good_only", at_least_one=True)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+5"))
    assert (found.base_count, found.allowed, found.cut) == (0, 0, ("a",))


def test_each_group_is_counted_for_itself():
    asked = capped("all", grouping="kind")
    rows = judged(asked, a="90+5", b=70, c=70, d=70, e=70, f="90+1")
    kinds = {"a": "cell", "b": "cell", "c": "cell", "d": "cell", "e": "cell", "f": "agency"}
    grouped = [Judged(row.subject, row.verdict, row.tally, kinds[row.subject]) for row in rows]
    found = {
        one.group: (one.base_count, one.allowed, one.taken, one.over) for one in allowed(asked, asked.caps[0], grouped)
    }
    assert found == {"agency": (1, 0, 1, 1), "cell": (5, 1, 1, 0)}


def test_the_lowest_would_be_cut_first():
    asked = capped("all", percent=50)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+5", b="90+9", c="90+2", d=50))
    assert (found.allowed, found.over, found.cut, found.undecided) == (2, 1, ("c",), ())


def test_equal_totals_are_cut_by_the_criterion_that_the_sheet_names():
    asked = capped("all", percent=50)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="86+9", b="90+5", c="90+9", d=50))
    assert found.cut == ("b",)


def test_between_equals_at_the_line_people_decide():
    asked = capped("all", percent=50)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+9", b="90+5", c="90+5", d="90+1", e=50))
    assert (found.allowed, found.taken, found.over) == (2, 4, 2)
    assert (found.cut, set(found.undecided), found.left) == (("d",), {"b", "c"}, 1)


def test_when_none_may_stay_all_are_cut_and_nothing_is_left_to_choose():
    asked = capped("all", percent=0)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+5", b="90+5"))
    assert (set(found.cut), found.undecided) == ({"a", "b"}, ())


def test_a_better_class_counts_too():
    asked = capped("all", of="T", good="HT", percent=50)
    [found] = allowed(asked, asked.caps[0], judged(asked, a="90+5", b=75, c=75, d=50))
    assert (found.taken, found.over) == (3, 1)
