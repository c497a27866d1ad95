"""The tables of moves are whole: every state has its row and its holder, and every state can be reached."""

import pytest

from kheo.management import reference

TABLES = list(reference.moving_words())
per_table = pytest.mark.parametrize(("chapter", "moves", "holders"), TABLES, ids=[table[0] for table in TABLES])


@per_table
def test_every_state_has_its_moves_and_its_holder(chapter, moves, holders):
    states = set(type(next(iter(moves))))
    assert set(moves) == states
    assert set(holders) == states


@per_table
def test_every_state_can_be_reached_from_the_first(chapter, moves, holders):
    states = list(type(next(iter(moves))))
    reached, ahead = set(), [states[0]]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead.extend(moves[state])
    assert reached == set(states)


@per_table
def test_who_can_go_nowhere_is_held_by_nobody(chapter, moves, holders):
    assert {holders[state].value for state in moves if not moves[state]} <= {"nobody"}
