"""The arithmetic of votes: what is needed, of whom, ties, quotas (blocks-and-awards.md §7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.councils.counting import Counts, Placing, Roll, Threshold, outcome, placing, quorum

NINETY, EIGHTY = Threshold(Fraction(9, 10)), Threshold(Fraction(4, 5))
MAJORITY = Threshold(Fraction(1, 2), strictly=True)


@pytest.mark.parametrize(("members", "at_90", "at_80"), [(7, 7, 6), (15, 14, 12), (17, 16, 14)])
def test_golden_7_15_and_17_members_at_90_and_80_percent_of_all(members, at_90, at_80):
    assert (NINETY.needed(members), EIGHTY.needed(members)) == (at_90, at_80)


def test_golden_the_absent_count_where_the_rule_counts_all_members():
    roll = Roll(members=15, present=13)
    assert roll.base(all_members=True, without_recused=False) == 15
    assert not outcome(Counts(agreed=13), 15, NINETY).passed
    assert outcome(Counts(agreed=12), 15, EIGHTY).passed
    assert outcome(Counts(agreed=12), roll.base(all_members=False, without_recused=False), NINETY).passed


def test_at_least_and_strictly_more_differ_at_the_very_share():
    assert Threshold(Fraction(2, 3)).needed(9) == 6
    assert Threshold(Fraction(2, 3), strictly=True).needed(9) == 7
    assert (MAJORITY.needed(10), MAJORITY.needed(11)) == (6, 6)


def test_two_thirds_of_15_are_10_and_80_percent_are_12():
    assert (quorum(15, Fraction(2, 3)), quorum(15, Fraction(4, 5))) == (10, 12)
    assert (quorum(7, Fraction(2, 3)), quorum(9, Fraction(2, 3))) == (5, 6)


def test_those_recused_leave_the_base_only_where_the_rule_says_so():
    roll = Roll(members=7, present=6, recused=2, recused_present=1)
    assert roll.base(all_members=True, without_recused=False) == 7
    assert roll.base(all_members=True, without_recused=True) == 5
    assert roll.base(all_members=False, without_recused=True) == 5


def test_nobody_adopts_anything_where_nobody_counts():
    assert not outcome(Counts(), 0, NINETY).passed


@pytest.mark.parametrize(
    ("agreed", "against", "tied"),
    [(5, 5, True), (6, 4, False), (4, 6, False), (4, 4, False), (0, 0, False)],
)
def test_a_tie_is_equal_votes_that_one_more_would_carry(agreed, against, tied):
    assert outcome(Counts(agreed, against), 10, MAJORITY).tied is tied


class TestAQuota:
    def test_it_is_filled_from_high_to_low(self):
        assert placing([("a", 9), ("b", 12), ("c", 10)], 2) == Placing(("b", "c"), (), ("a",))

    def test_enough_places_for_all(self):
        found = placing([("a", 9), ("b", 12)], 2)
        assert (found.inside, found.exceeded) == (("b", "a"), False)

    def test_equals_at_the_last_place_wait_for_the_rule(self):
        found = placing([("a", 12), ("b", 10), ("c", 10), ("d", 9)], 2)
        assert found == Placing(("a",), ("b", "c"), ("d",), left=1)
        assert found.exceeded

    def test_no_place_at_all(self):
        assert placing([("a", 12)], 0) == Placing((), (), ("a",))

    @given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 12))
    def test_whatever_the_votes_nobody_outside_has_more_than_somebody_inside(self, votes, places):
        agreed = dict(enumerate(votes))
        found = placing(agreed.items(), places)
        assert sorted([*found.inside, *found.equal, *found.outside]) == sorted(agreed)
        assert len(found.inside) + found.left == min(places, len(votes))
        assert len(found.equal) > found.left or not found.equal
        groups = [[agreed[who] for who in group] for group in (found.inside, found.equal, found.outside)]
        for higher, lower in ((0, 1), (0, 2), (1, 2)):
            if groups[higher] and groups[lower]:
                assert min(groups[higher]) >= max(groups[lower])


@given(st.integers(1, 200), st.fractions(Fraction(1, 100), 1))
def test_what_is_needed_reaches_the_share_and_one_less_does_not(base, share):
    for strictly in (False, True):
        needed = Threshold(share, strictly).needed(base)
        reaches = (lambda n: Fraction(n, base) > share) if strictly else (lambda n: Fraction(n, base) >= share)
        assert reaches(needed)
        assert not reaches(needed - 1)
