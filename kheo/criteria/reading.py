"""From what a file or a form said to a sheet, or to sentences that say what is wrong and where."""

from collections.abc import Mapping, Sequence
from typing import Any

from kheo.criteria.faults import Fault
from kheo.criteria.sheet import Sheet
from kheo.kernel.errors import BadInput


class Unreadable(BadInput):
    """What was given is no sheet. `faults` are sentences with their places; the text is all of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = list(faults)


def read(data: Mapping[str, Any]) -> Sheet:
    """The sheet that the mapping spells; `Unreadable` with every fault of its form."""
    raise NotImplementedError
