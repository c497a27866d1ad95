"""A rule is written once; the question and the reason come for free."""

import pytest

from kheo.kernel.errors import NotNow
from kheo.kernel.rules import rule


@rule
def can_enter(age):
    """Nobody under eighteen."""
    if age < 18:
        raise NotNow("Come back in a few years.")


def test_three_readings_of_one_rule():
    assert can_enter.allows(18)
    assert not can_enter.allows(17)
    assert (can_enter.why_not(17), can_enter.why_not(18)) == ("Come back in a few years.", "")
    with pytest.raises(NotNow, match="few years"):
        can_enter(17)


def test_a_mistake_in_a_rule_is_not_taken_for_a_no():
    with pytest.raises(TypeError):
        can_enter.allows("many")


def test_a_rule_keeps_its_name_and_words():
    assert (can_enter.__name__, can_enter.__doc__) == ("can_enter", "Nobody under eighteen.")
