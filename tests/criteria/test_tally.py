"""From the entries of one subject to its total."""

from decimal import Decimal

import pytest

from kheo.criteria import library
from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.criteria.tally import tally
from tests.criteria.builders import done, group, leaf, points, sheet

ASKED = sheet(group("I", leaf("I.1", 20), leaf("I.2", 10)), leaf("II", 70))


def test_leaves_groups_and_the_total():
    found = tally(ASKED, points(**{"I.1": 15, "I.2": 5, "II": 60}))
    assert found.points == {"I": 20, "I.1": 15, "I.2": 5, "II": 60}
    assert (found.total, found.maximum, found.scale, found.percent) == (80, 100, 100, 80)
    assert not found.provisional


def test_what_is_missing_is_named_and_makes_it_provisional():
    found = tally(ASKED, points(**{"I.1": 15}))
    assert found.missing == ("I.2", "II")
    assert found.provisional
    assert found.points == {"I": 15, "I.1": 15}


def test_an_entry_on_a_code_that_is_not_there_is_left_alone():
    assert tally(ASKED, points(XX=5)).total == 0


def test_the_order_of_the_entries_does_not_matter():
    entries = points(**{"I.1": 15, "I.2": 5, "II": 60})
    assert tally(ASKED, dict(reversed(entries.items()))) == tally(ASKED, entries)


# ── Bonus and penalty ──

BONUS = leaf("B", 15, of={"role": "bonus"})
PENALTY = leaf("P", 20, "count", each=5, of={"role": "penalty"})


def test_a_total_above_the_scale_where_the_sheet_lets_it():
    """97 + 10 for a city's flag = 107 (blocks-and-awards.md §2.5, Table C)."""
    found = tally(sheet(leaf("A", 100), BONUS, may_exceed=True), points(A=97, B=10))
    assert (found.total, found.bonus, found.percent) == (107, 10, 107)


def test_else_the_bonus_fills_up_the_scale_and_no_more():
    found = tally(sheet(leaf("A", 100), BONUS), points(A=97, B=10))
    assert (found.total, found.bonus) == (100, 10)


def test_bonus_and_penalty_have_their_limits():
    found = tally(
        sheet(leaf("A", 100), BONUS, PENALTY, bonus_limit=5, penalty_limit=10), points(A=50, B=15) | {"P": done(3)}
    )
    assert (found.bonus, found.penalty, found.total) == (5, 10, 45)


def test_a_penalty_never_leads_below_nothing():
    assert tally(sheet(leaf("A", 100), PENALTY), points(A=5) | {"P": done(4)}).total == 0


def test_no_bonus_and_no_penalty_are_nothing_missing():
    assert tally(sheet(leaf("A", 100), BONUS, PENALTY), points(A=90)).missing == ()


# ── Profiles ──


def test_85_points_for_whom_the_reform_index_does_not_count():
    """Quảng Bình, decision 3140: the scale is 85 without the index, and 85 of 85 is all."""
    quang_binh = library.by_code("QB-3140")
    profile = quang_binh.profile("KHONG-CCHC")
    found = tally(quang_binh, points(I=85), profile=profile)
    assert (found.total, found.maximum, found.scale, found.percent, found.missing) == (85, 85, 85, 100, ())
    assert tally(quang_binh, points(I=85)).missing == ("II",)


def test_a_profile_without_a_group_is_without_its_leaves():
    asked = sheet(group("I", leaf("I.1", 20), leaf("I.2", 10)), leaf("II", 70),
                  profiles=[{"code": "P", "text": "P", "without": ["I"], "scale": 70}])  # fmt: skip
    found = tally(asked, points(**{"I.1": 20, "II": 35}), profile=asked.profile("P"))
    assert (found.total, found.maximum, found.percent) == (35, 70, 50)


def test_who_was_not_assigned_a_task_loses_it_from_points_and_scale():
    police = library.by_code("CA-2025")
    entries = {leaf.code: Entry(points=leaf.maximum / 2) for leaf in police.leaves()}
    found = tally(police, entries | {"I.2.a": Entry(assigned=False)})
    assert (found.maximum, found.total, found.percent, found.missing) == (930, 465, 50, ())


# ── Points kept for the superior ──


def test_the_unit_scores_itself_out_of_90_and_its_superior_adds_10():
    """Bắc Kạn 1878: 90 of 100 by the unit, the other 10 by the superior."""
    bac_kan = library.by_code("BK-1878")
    own = tally(bac_kan, points(I=87, II=10), stage=Stage.SELF)
    assert (own.total, own.maximum, own.missing) == (87, 90, ())
    reviewed = tally(bac_kan, points(I=78), stage=Stage.SUPERIOR)
    assert (reviewed.total, reviewed.maximum, reviewed.missing) == (78, 100, ("II",))


# ── Rounding only where the sheet says so ──


def test_nothing_is_rounded_unasked():
    assert tally(sheet(leaf("A", 10, "share")), {"A": done(1, 3)}).total == Decimal(10) / 3


@pytest.mark.parametrize(("mode", "expected"), [("down", "89.9"), ("half_up", "90.0"), ("up", "90.0")])
def test_the_total_is_rounded_as_the_sheet_says(mode, expected):
    asked = sheet(rounding={"places": 1, "mode": mode})
    assert tally(asked, points(A="89.95")).total == Decimal(expected)


def test_the_points_of_each_criterion_are_rounded_as_the_sheet_says():
    asked = sheet(leaf("A", 10, "share"), leaf("B", 10, "share"), rounding={"places": 1, "of": "points"})
    found = tally(asked, {"A": done(1, 3), "B": done(1, 3)})
    assert found.points == {"A": Decimal("3.3"), "B": Decimal("3.3")}
    assert found.total == Decimal("6.6")


def test_rounding_up_never_leads_above_the_maximum():
    asked = sheet(leaf("A", "1.5"), rounding={"places": 0, "mode": "up", "of": "points"})
    found = tally(asked, points(A="1.2"))
    assert (found.points, found.total) == ({"A": Decimal("1.5")}, Decimal("1.5"))
