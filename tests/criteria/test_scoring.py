"""From an entry to points, method by method."""

from decimal import Decimal

import pytest

from kheo.criteria.scoring import Entry, applies, fits, points
from kheo.kernel.errors import BadInput
from tests.criteria.builders import done, leaf, sheet


def scored(criterion, entry, rivals=()):
    return points(sheet(criterion).by_code[criterion["code"]], entry, rivals)


def test_points_by_hand_are_those_that_were_given():
    assert scored(leaf("A", 10), Entry(points=Decimal("7.25"))) == Decimal("7.25")


def test_nothing_said_is_nothing_known():
    assert scored(leaf("A", 10), Entry()) is None


@pytest.mark.parametrize("given", ["-0.5", "10.5"])
def test_points_lie_between_nothing_and_the_maximum(given):
    with pytest.raises(BadInput, match=r"A: .* points cannot be given, only 0 to 10\."):
        scored(leaf("A", 10), Entry(points=Decimal(given)))


@pytest.mark.parametrize(("given", "refusal"), [("7.3", "in steps of 0,5"), ("1", "at least 2 points")])
def test_who_types_points_keeps_to_the_step_and_the_least(given, refusal):
    criterion = sheet(leaf("A", 10, step="0.5", least=2)).by_code["A"]
    with pytest.raises(BadInput, match=refusal):
        fits(criterion, Entry(points=Decimal(given)))
    fits(criterion, Entry(points=Decimal("7.5")))


def test_a_mean_of_scorers_need_not_stand_on_a_step():
    assert scored(leaf("A", 10, step="0.5"), Entry(points=Decimal("7.3333"))) == Decimal("7.3333")


def test_a_result_is_never_negative():
    with pytest.raises(BadInput, match="never negative"):
        fits(sheet(leaf("A", 10, "count", each=1)).by_code["A"], done(-1))


@pytest.mark.parametrize(("passed", "expected"), [(True, 2), (False, 0), (None, None)])
def test_yes_or_no(passed, expected):
    assert scored(leaf("A", 2, "yes_no"), Entry(passed=passed)) == expected


@pytest.mark.parametrize("passed", [True, False])
def test_passed_or_not_without_points(passed):
    assert scored(leaf("A", 0, "yes_no", scored=False), Entry(passed=passed)) == 0


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [(80, 100, 8), (100, 100, 10), (130, 100, 10), (1, 3, "3.333333333333333333333333333"), (5, 0, None)],
)
def test_a_share_of_the_target_never_above_the_maximum(value, target, expected):
    assert scored(leaf("A", 10, "share"), done(value, target)) == (None if expected is None else Decimal(expected))


def test_a_share_of_one_target_for_all():
    assert scored(leaf("A", 15, "share", target=100), done(90)) == Decimal("13.5")


LATE = [
    {"is": "<=", "bound": 0, "points": 2},
    {"is": "<=", "bound": 2, "points": "1.5"},
    {"is": "<=", "bound": 5, "points": 1},
    {"is": "<=", "bound": 10, "points": "0.5"},
]


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "2"), (1, "1.5"), (2, "1.5"), (3, "1"), (5, "1"), (10, "0.5"), (11, "0")]
)
def test_late_reports_by_bands_of_days(days, expected):
    """Judicial departments, blocks-and-awards.md §2.5, Table B, I.1.1."""
    assert scored(leaf("I.1.1", 2, "bands", measure="days_late", bands=LATE), done(days)) == Decimal(expected)


SHARES = [
    {"is": ">=", "bound": 95, "points": "1.5"},
    {"is": ">=", "bound": 75, "points": 1},
    {"is": ">=", "bound": 50, "points": "0.5"},
]


@pytest.mark.parametrize(
    ("value", "expected"), [("95", "1.5"), ("94.99", "1"), ("75", "1"), ("50", "0.5"), ("49.9", "0")]
)
def test_per_cent_by_bands(value, expected):
    """The same table, VIII.3."""
    criterion = leaf("VIII.3", "1.5", "bands", measure="percent", bands=SHARES)
    assert scored(criterion, done(value)) == Decimal(expected)
    assert scored(criterion, done(Decimal(value) * 2, 200)) == Decimal(expected)


@pytest.mark.parametrize(("operator", "expected"), [(">=", 5), (">", 0)])
def test_attendance_of_85_passes_at_least_85_and_fails_more_than_85(operator, expected):
    """Quảng Ninh writes “từ 85 % trở lên”, the national guidance 12-HD/BTCTW “trên 85 %”."""
    bands = [{"is": operator, "bound": 85, "points": 5}]
    assert scored(leaf("A", 5, "bands", measure="percent", bands=bands), done("85.0")) == expected


@pytest.mark.parametrize(("pieces", "expected"), [(0, 0), (3, 6), (5, 10), (9, 10)])
def test_so_many_points_for_each_up_to_the_maximum(pieces, expected):
    assert scored(leaf("A", 10, "count", each=2), done(pieces)) == expected


@pytest.mark.parametrize(("failings", "expected"), [(0, "10"), (3, "2.5"), (4, "0"), (9, "0")])
def test_each_failing_takes_points_away_never_below_nothing(failings, expected):
    assert scored(leaf("A", 10, "deduction", each="2.5"), done(failings)) == Decimal(expected)


def test_a_result_brought_in_is_scored_by_the_method_behind_it():
    criterion = leaf("A", 10, "imported", source="Tỷ lệ dự họp", then={"by": "share", "target": 100})
    assert scored(criterion, done(85)) == Decimal("8.5")


def test_points_given_directly_go_before_what_would_be_computed():
    assert scored(leaf("A", 10, "share", target=100), done(50, points=Decimal(9))) == 9


# ── Relative to the best of the group: blocks-and-awards.md §2.5, Table A; §7 no. 3 ──


GROUP = [done(60, 100), done(100, 100), done(120, 100), done(150, 100), done(0, 100)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (60, "21"), (100, "35"), (120, "49"), (150, "70")],
    ids=["nothing", "below the target", "the target exactly: half", "between", "the leader: all"],
)
def test_the_worked_values_of_table_a(value, expected):
    """M = 70, T = 100, best 150: 60 → 35·0,6 = 21; 100 → 35; 120 → 35 + 35·0,2/0,5 = 49; 150 → 70."""
    assert scored(leaf("I.2.a", 70, "relative"), done(value, 100), GROUP) == Decimal(expected)


def test_who_leads_alone_has_the_maximum():
    assert scored(leaf("A", 70, "relative"), done(101, 100), [done(101, 100), done(90, 100)]) == 70


def test_meeting_the_target_earns_half_even_as_the_best():
    assert scored(leaf("A", 70, "relative"), done(100, 100), [done(100, 100), done(90, 100)]) == 35


def test_those_without_a_target_are_measured_against_the_most_among_them():
    group = [done(4, 0), done(8, 0), done(500, 100)]
    assert scored(leaf("A", 30, "relative"), done(4, 0), group) == 15
    assert scored(leaf("A", 30, "relative"), done(8, 0), group) == 30
    assert scored(leaf("A", 30, "relative"), done(0, 0), [done(0, 0)]) == 0


def test_who_was_not_assigned_the_task_is_no_rival_and_has_no_points():
    idle = Entry(assigned=False, value=Decimal(900), target=Decimal(100))
    assert scored(leaf("A", 70, "relative"), idle, GROUP) is None
    assert scored(leaf("A", 70, "relative"), done(150, 100), [*GROUP, idle]) == 70


def test_only_a_task_with_a_target_can_be_unassigned():
    entry = Entry(assigned=False, points=Decimal(5))
    assert not applies(sheet(leaf("A", 10, "share")).by_code["A"], entry)
    assert applies(sheet(leaf("A", 10)).by_code["A"], entry)
