"""The ways a rule says no. str(error) is always a sentence that can be shown to the person."""

from collections.abc import Iterable

Said = tuple[object, object]  # a label and a text


class Refused(Exception):
    """A rule said no."""


class NotPermitted(Refused):
    """This person may not do this: HTTP 403."""


class NotNow(Refused):
    """Nobody may do this to the record in its present state: a message, and back to where the person was."""


class Stale(Refused):
    """Somebody else saved first: HTTP 409 with both versions, nothing typed is lost.

    `theirs` and `mine` are lists of (label, text) pairs for the page that shows the two versions side by side.
    """

    def __init__(
        self, sentence: str, *, theirs: Iterable[Said] = (), mine: Iterable[Said] = (), back: str = ""
    ) -> None:
        super().__init__(sentence)
        self.theirs, self.mine, self.back = list(theirs), list(mine), back


class BadInput(Refused):
    """What was given cannot be read; the sentence says what, where and how to mend it."""


class TryLater(BadInput):
    """Nothing is wrong with what was given, but it cannot be taken at the moment: the same may be sent again."""
