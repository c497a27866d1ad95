"""What does not add up in a sheet. Publishing is refused while there is a fault; a draft may have any number."""

from collections.abc import Iterator

from kheo.criteria.faults.fault import Fault
from kheo.criteria.faults.rules import rule_faults
from kheo.criteria.faults.tree import tree_faults
from kheo.criteria.sheet import Sheet

__all__ = ["Fault", "faults"]


def faults(sheet: Sheet) -> list[Fault]:
    """Everything that does not add up, in the order of the sheet; empty when it may be published."""
    return list(_all(sheet))


def _all(sheet: Sheet) -> Iterator[Fault]:
    yield from tree_faults(sheet)
    yield from rule_faults(sheet)
