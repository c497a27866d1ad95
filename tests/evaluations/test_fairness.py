"""The fair-scoring lab: who is harsh, what that moves, and which neighbours nobody can tell apart."""

import random
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.evaluations import fairness

DOSSIERS = {"Ngân hàng cây giống": 84, "Tuyến đường hoa": 81, "Nhà sạch, vườn đẹp": 77, "Tổ tự quản": 70}
LEANINGS = {"Minh": D(-4), "Hoa": D(0), "Nga": D(4)}


def scored(leave_out=()):
    """Everybody scores as the dossier deserves, Minh always 4 points below, Nga 4 above."""
    return {
        (dossier, scorer): D(worth) + leaning
        for dossier, worth in DOSSIERS.items()
        for scorer, leaning in LEANINGS.items()
        if (dossier, scorer) not in leave_out
    }


def test_harsh_and_mild_scorers_are_found():
    lab = fairness.look(scored())
    assert {row.scorer: row.points for row in lab.leanings} == LEANINGS
    assert [row.scorer for row in lab.leanings] == ["Minh", "Hoa", "Nga"]
    assert {row.subject: row.adjusted for row in lab.rows} == {name: D(worth) for name, worth in DOSSIERS.items()}


def test_who_met_only_the_harsh_ones_is_put_right():
    """The best dossier was never seen by Nga, the second never by Minh: by the plain mean their order turns round."""
    lab = fairness.look(scored(leave_out={("Ngân hàng cây giống", "Nga"), ("Tuyến đường hoa", "Minh")}))
    first, second = lab.rows[:2]
    assert (first.subject, first.raw, first.raw_rank, first.adjusted, first.rank) == (
        "Ngân hàng cây giống", 82, 2, 84, 1,
    )  # fmt: skip
    assert (second.subject, second.raw, second.raw_rank, second.rank, second.moves) == ("Tuyến đường hoa", 83, 1, 2, -1)


def test_neighbours_closer_than_the_scorers_disagree_cannot_be_told_apart():
    scores = scored() | {("Tuyến đường hoa", "Hoa"): D(84), ("Ngân hàng cây giống", "Hoa"): D(82)}
    lab = fairness.look(scores)
    assert ("Ngân hàng cây giống", "Tuyến đường hoa") in lab.alike
    assert ("Nhà sạch, vườn đẹp", "Tổ tự quản") not in lab.alike
    assert lab.spread > 0


def test_with_one_scorer_each_nothing_is_claimed():
    """There is nothing to compare with: nobody is harsh, every neighbour is alike, and two scorers are two circles."""
    lab = fairness.look({("Tuyến đường hoa", "Minh"): D(70), ("Tổ tự quản", "Nga"): D(90)})
    assert [row.points for row in lab.leanings] == [0, 0]
    assert lab.spread is None
    assert lab.alike == (("Tổ tự quản", "Tuyến đường hoa"),)
    assert not lab.is_comparable
    assert len(lab.circles) == 2


def test_equal_points_share_a_rank():
    lab = fairness.look({("a", "Minh"): D(70), ("b", "Minh"): D(70), ("c", "Minh"): D(60)})
    assert [(row.rank, row.raw_rank) for row in lab.rows] == [(1, 1), (1, 1), (3, 3)]


def test_no_scores_no_lab():
    assert fairness.look({}) == fairness.Lab((), (), (), None, ())


def test_a_province_takes_a_moment(record_property):
    """300 dossiers by 5 of 20 scorers with leanings and noise: the leanings are found within the noise."""
    chance = random.Random(2023)
    leanings = {scorer: D(chance.randrange(-60, 61)) / 10 for scorer in range(20)}
    scores = {
        (dossier, scorer): D(60 + dossier % 30) + leanings[scorer] + D(chance.randrange(-10, 11)) / 10
        for dossier in range(300)
        for scorer in chance.sample(range(20), 5)
    }
    lab = fairness.look(scores)
    middle = sum(leanings.values()) / 20
    assert all(abs(row.points - (leanings[row.scorer] - middle)) < D("0.5") for row in lab.leanings)
    assert lab.is_comparable


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 4)), st.integers(0, 400).map(lambda n: D(n) / 4), min_size=1
    ),
    st.randoms(),
)
def test_the_order_of_entry_never_matters_and_mildness_sums_to_zero(scores, chance):
    shuffled = list(scores.items())
    chance.shuffle(shuffled)
    lab, again = fairness.look(scores), fairness.look(dict(shuffled))
    assert {row.subject: (row.adjusted, row.rank) for row in lab.rows} == {
        row.subject: (row.adjusted, row.rank) for row in again.rows
    }
    assert {row.scorer: row.points for row in lab.leanings} == {row.scorer: row.points for row in again.leanings}
    for circle in lab.circles:
        assert abs(sum(row.points for row in lab.leanings if row.scorer in circle)) < D("0.01")


@pytest.mark.parametrize("shift", [D(5), D("-2.5")])
def test_a_scorer_who_gives_everybody_more_changes_no_order(shift):
    milder = {(s, r): points + (shift if r == "Hoa" else 0) for (s, r), points in scored().items()}
    assert [row.subject for row in fairness.look(milder).rows] == [row.subject for row in fairness.look(scored()).rows]
