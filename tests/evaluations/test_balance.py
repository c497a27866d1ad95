"""One press shares out a province's dossiers: evenly, past every conflict, keeping what is finished."""

import time
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.evaluations.balance import Load, Task, share

HOA, MINH, NGA, SON = 1, 2, 3, 4


def panels(shared, kept=()):
    found = {}
    for dossier, scorer in [*shared.new, *kept]:
        found.setdefault(dossier, set()).add(scorer)
    return found


def test_everybody_gets_the_same():
    shared = share(Task(dossiers=range(100, 112), scorers=[HOA, MINH, NGA, SON], each=2))
    assert set(shared.loads.values()) == {Load(0, 6)}
    assert all(len(panel) == 2 for panel in panels(shared).values())
    assert shared.short == {}


def test_what_is_finished_or_begun_is_kept_and_counts():
    kept = frozenset({(100, HOA), (101, HOA), (102, HOA)})
    shared = share(Task(dossiers=range(100, 106), scorers=[HOA, MINH, NGA], each=1, kept=kept))
    assert shared.loads == {HOA: Load(3, 0), MINH: Load(0, 2), NGA: Load(0, 1)} or shared.loads == {
        HOA: Load(3, 0), MINH: Load(0, 1), NGA: Load(0, 2),
    }  # fmt: skip
    assert {dossier for dossier, _scorer in shared.new} == {103, 104, 105}


def test_nobody_gets_what_is_near_to_them_and_the_load_stays_even():
    """Minh may score only one of the six; the others are near to him. So the rest goes to the others, evenly."""
    excluded = {(dossier, MINH): "own unit" for dossier in range(101, 106)}
    shared = share(Task(dossiers=range(100, 106), scorers=[HOA, MINH, NGA], each=1, excluded=excluded))
    assert {dossier for dossier, scorer in shared.new if scorer == MINH} == {100}
    assert sorted(load.all for load in shared.loads.values()) == [1, 2, 3]


def test_a_dossier_that_cannot_have_enough_is_named():
    excluded = {(100, HOA): "own unit", (100, MINH): "own unit"}
    shared = share(Task(dossiers=[100, 101], scorers=[HOA, MINH, NGA], each=2, excluded=excluded))
    assert shared.short == {100: 1}
    assert panels(shared)[100] == {NGA}


def test_limits_hold_and_somebody_makes_room():
    """Only Hoa may score 102. She is at her limit by then, so that she hands another dossier on."""
    excluded = {(102, MINH): "own unit", (102, NGA): "own unit", (100, NGA): "own unit", (101, NGA): "own unit"}
    shared = share(
        Task(dossiers=[100, 101, 102], scorers=[HOA, MINH, NGA], each=1, excluded=excluded, limits={HOA: 1, MINH: 2})
    )
    assert shared.short == {}
    assert panels(shared) == {100: {MINH}, 101: {MINH}, 102: {HOA}}


def test_work_moves_by_way_of_others():
    """Hoa has only what Minh may take, Minh only what Nga may take: evenness needs two hand-overs."""
    dossiers, kept = [1, 2, 3, 4, 5, 6], frozenset({(90, HOA), (91, HOA), (92, MINH), (93, MINH)})
    excluded = {(d, NGA): "own unit" for d in (1, 2, 3)} | {(d, HOA): "own unit" for d in (4, 5, 6)}
    shared = share(Task(dossiers=dossiers, scorers=[HOA, MINH, NGA], each=1, kept=kept, excluded=excluded))
    assert sorted(load.all for load in shared.loads.values()) == [3, 3, 4]


def test_everybody_sits_with_everybody_some_time():
    """Harshness can only be compared between people who are linked by common dossiers."""
    met = Counter()
    for panel in panels(share(Task(dossiers=range(200), scorers=range(10), each=5))).values():
        met.update(combinations(sorted(panel), 2))
    assert len(met) == 45


def test_the_same_task_gives_the_same_proposal():
    task = Task(dossiers=range(50), scorers=range(7), each=3)
    assert share(task) == share(task)


@pytest.mark.parametrize("scorers", [12, 60])
def test_a_thousand_dossiers_by_five_take_under_two_seconds(scorers):
    """With kinship everywhere: each scorer is near to a twelfth of the dossiers, and to one whole stretch of them."""
    excluded = {(d, s): "near" for d in range(1000) for s in range(scorers) if d % 12 == s % 12 or d // 20 == s}
    began = time.process_time()
    shared = share(Task(dossiers=range(1000), scorers=range(scorers), each=5, excluded=excluded))
    assert time.process_time() - began < 2
    assert (shared.short, len(shared.new)) == ({}, 5000)
    loads = [load.all for load in shared.loads.values()]
    assert max(loads) - min(loads) <= 1
    assert not set(shared.new) & set(excluded)


def test_a_thousand_that_can_hardly_be_shared_out_take_under_two_seconds():
    """Half of the people may score only a tenth of the dossiers, and everybody has a limit."""
    excluded = {(d, s): "near" for d in range(1000) for s in range(15) if d >= 100}
    limits = dict.fromkeys(range(30), 400)
    began = time.process_time()
    shared = share(Task(dossiers=range(1000), scorers=range(30), each=5, excluded=excluded, limits=limits))
    assert time.process_time() - began < 2
    assert (shared.short, len(shared.new)) == ({}, 5000)
    assert max(load.all for load in shared.loads.values()) == 300


@st.composite
def tasks(draw):
    dossiers, scorers = range(draw(st.integers(0, 8))), range(draw(st.integers(0, 5)))
    pairs = [(d, s) for d in dossiers for s in scorers]
    drawn = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    kept = draw(st.sets(st.sampled_from(sorted(drawn)))) if drawn else set()
    limits = draw(st.dictionaries(st.sampled_from(scorers), st.integers(0, 6))) if scorers else {}
    return Task(
        dossiers, scorers, draw(st.integers(0, 4)), frozenset(kept), dict.fromkeys(drawn - kept, "near"), limits
    )


@given(tasks())
def test_whatever_the_task_the_law_holds(task):
    shared = share(task)
    assert not set(shared.new) & (set(task.excluded) | task.kept)
    for dossier, panel in panels(shared, task.kept).items():
        assert len(panel) + shared.short.get(dossier, 0) == max(
            task.each, len([pair for pair in task.kept if pair[0] == dossier])
        )
    for scorer, limit in task.limits.items():
        assert not shared.loads[scorer].new or shared.loads[scorer].all <= limit
    assert _no_single_move_would_help(task, shared)


def _no_single_move_would_help(task, shared):
    taken = set(shared.new) | task.kept
    return not any(
        (dossier, other) not in taken
        and (dossier, other) not in task.excluded
        and shared.loads[other].all < task.limits.get(other, 99)
        and shared.loads[other].all + 1 < shared.loads[scorer].all
        for dossier, scorer in shared.new
        for other in task.scorers
    )
