"""The verbs of a re-organisation: plan it, look at it, approve it as a second person, undo it, hand on what is left."""

from kheo.reorganisations.actions.handing import hand_on
from kheo.reorganisations.actions.plans import (
    add,
    begin,
    discard,
    drop,
    empty,
    leave_out,
    propose,
    rehearse,
    replace,
    take_back,
)
from kheo.reorganisations.actions.running import approve, hand_out, reverse

__all__ = [
    "add", "approve", "begin", "discard", "drop", "empty", "hand_on", "hand_out", "leave_out", "propose", "rehearse",
    "replace", "reverse", "take_back",
]  # fmt: skip
