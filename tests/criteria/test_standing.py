"""Subjects side by side: one late figure moves them all, and ties are told."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from kheo.criteria import standing
from kheo.criteria.scoring import Entry
from kheo.criteria.standing import order_key, rank, tallies
from kheo.criteria.tally import Tally
from tests.criteria.builders import done, leaf, points, sheet

BLOCK = sheet(leaf("R", 70, "relative"), leaf("H", 30))


def with_result(result, hand=20):
    return {"R": done(result, 100), **points(H=hand)}


def totals(entries):
    return {subject: found.total for subject, found in tallies(BLOCK, entries).items()}


def test_a_late_figure_changes_the_scores_of_the_others():
    """blocks-and-awards.md §7 no. 4: every affected score is recomputed, and the ranking says so."""
    early = {
        "Báo": with_result(120),
        "Trường": with_result(110),
        "Ban": {"R": Entry(target=D(100)), **points(H=20)},
    }
    before = totals(early)
    assert before == {"Báo": 90, "Trường": D("72.5"), "Ban": 20}
    assert all(place.provisional for place in rank(BLOCK, tallies(BLOCK, early)))
    after = totals(early | {"Ban": with_result(200)})
    assert after == {"Báo": 62, "Trường": D("58.5"), "Ban": 90}
    assert not any(place.provisional for place in rank(BLOCK, tallies(BLOCK, early | {"Ban": with_result(200)})))


def test_a_unit_without_the_task_is_not_waited_for():
    found = tallies(BLOCK, {"a": with_result(120), "b": {"R": Entry(assigned=False), **points(H=30)}})
    assert not any(one.provisional for one in found.values())
    assert (found["b"].total, found["b"].maximum, found["b"].percent) == (30, 30, 100)


def test_a_unit_that_said_nothing_keeps_the_whole_ranking_provisional():
    """§7 no. 5: a high self-score beside an unfinished review is not ranked as final."""
    found = rank(BLOCK, tallies(BLOCK, {"a": with_result(150, 30), "b": {}}))
    assert [(place.subject, place.rank, place.provisional) for place in found] == [("a", 1, True), ("b", 2, True)]


def test_points_given_directly_are_not_moved_by_rivals():
    entries = {"a": points(R=50, H=20), "b": {"R": Entry(target=D(100)), **points(H=1)}}
    assert not tallies(BLOCK, entries)["a"].provisional


def test_a_profile_without_the_criterion_is_no_rival_in_it():
    asked = sheet(
        leaf("R", 70, "relative"), leaf("H", 30), profiles=[{"code": "P", "text": "P", "without": ["R"], "scale": 30}]
    )
    entries = {"a": with_result(120), "b": with_result(900)}
    assert tallies(asked, entries)["a"].points["R"] < 70
    assert tallies(asked, entries, profiles={"b": asked.profile("P")})["a"].points["R"] == 70


# ── Ranks and ties ──


def ranked(asked, **given):
    entries = {subject: points(A=said[0], B=said[1], C=said[2]) for subject, said in given.items()}
    return rank(asked, tallies(asked, entries))


CASCADE = sheet(leaf("A", 80), leaf("B", 10), leaf("C", 10), ties={"by": ["B", "C"], "then": "ballot"})


def test_equal_totals_are_ordered_by_the_named_criteria_in_turn():
    """Cần Thơ 157/KH-UBND 2025: a cascade of criteria, then a ballot (blocks-and-awards.md §2.5, Table D)."""
    found = ranked(CASCADE, x=(70, 5, 5), y=(66, 9, 5), z=(65, 9, 6), w=(10, 0, 0))
    assert [(place.subject, place.rank, place.broken_by) for place in found] == [
        ("z", 1, "C"), ("y", 2, "C"), ("x", 3, "B"), ("w", 4, ""),
    ]  # fmt: skip


def test_who_is_equal_in_everything_shares_the_rank_until_people_decide():
    found = ranked(CASCADE, x=(70, 5, 5), y=(70, 5, 5), z=(60, 5, 5))
    assert [(place.subject, place.rank, place.tied_with) for place in found] == [
        ("x", 1, ("y",)), ("y", 1, ("x",)), ("z", 3, ()),
    ]  # fmt: skip


def broken_by_looking_at_everybody(asked, tallied):
    """The law in its plainest words: the last criterion in which anybody with the same total still agrees."""
    keys = {subject: order_key(asked, found) for subject, found in tallied.items()}
    told = {}
    for subject, key in keys.items():
        equals = [other for other in keys.values() if other[0] == key[0] and other != key]
        agreed = [next(n for n in range(len(key)) if key[n] != other[n]) for other in equals]
        told[subject] = asked.ties.by[max(agreed) - 1] if agreed else ""
    return told


points_of_ties = st.tuples(st.integers(60, 62), st.integers(0, 2), st.integers(0, 2))


@given(st.lists(points_of_ties, max_size=12))
def test_who_stands_beside_tells_what_broke_the_tie_as_well_as_everybody_would(given_points):
    """Each is compared with its two neighbours only, and the answer is that of comparing all with all."""
    entries = {n: points(A=said[0], B=said[1], C=said[2]) for n, said in enumerate(given_points)}
    tallied = tallies(CASCADE, entries)
    found = {place.subject: place.broken_by for place in rank(CASCADE, tallied)}
    assert found == broken_by_looking_at_everybody(CASCADE, tallied)


def test_a_thousand_equals_are_ranked_with_a_few_comparisons_each(monkeypatch):
    """Equal totals, told apart by B and C: as many looks at a pair of keys as there are neighbours, not as pairs."""
    looked_at = []

    def watched(sheet, key, beside):
        listed = list(beside)
        looked_at.append(len(listed))
        return untouched(sheet, key, listed)

    untouched = standing._broken_by
    monkeypatch.setattr(standing, "_broken_by", watched)
    sums = {"maximum": D(100), "scale": D(100), "bonus": D(0), "penalty": D(0), "total": D(80), "percent": D(80)}
    found = {n: Tally(points={"B": D(n), "C": D(0)}, **sums) for n in range(1000)}
    assert len(rank(CASCADE, found)) == 1000
    assert sum(looked_at) == 2 * 1000 - 2


def test_without_named_criteria_equals_stay_equal():
    asked = sheet(leaf("A", 80), leaf("B", 10), leaf("C", 10))
    assert [place.rank for place in ranked(asked, x=(70, 5, 5), y=(65, 10, 5))] == [1, 1]


def test_by_per_cent_a_smaller_scale_is_no_handicap():
    asked = sheet(leaf("R", 50, "share"), leaf("H", 50), classes_by="percent")
    entries = {"all": {"R": done(90, 100), **points(H=45)}, "part": {"R": Entry(assigned=False), **points(H=46)}}
    assert [(place.subject, place.score) for place in rank(asked, tallies(asked, entries))] == [
        ("part", 92),
        ("all", 90),
    ]
