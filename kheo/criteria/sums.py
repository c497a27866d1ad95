"""Whether the maxima of a draft add up: what is shown beside the table while it is typed."""

from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.amounts import total
from kheo.criteria.enums import Role
from kheo.criteria.faults import Fault
from kheo.criteria.faults.tree import tree_faults
from kheo.criteria.sheet import Sheet


@dataclass(frozen=True)
class Sums:
    """What is on the scale, the scale itself, what bonus and penalty add, and the sums that do not fit."""

    found: Decimal
    scale: Decimal
    bonus: Decimal
    penalty: Decimal
    faults: tuple[Fault, ...]

    @property
    def missing(self) -> Decimal:
        """Points that are on the scale and in no criterion."""
        return max(Decimal(0), self.scale - self.found)

    @property
    def over(self) -> Decimal:
        """Points that the criteria have above the scale."""
        return max(Decimal(0), self.found - self.scale)

    @property
    def groups(self) -> tuple[Fault, ...]:
        """The groups and profiles that do not add up, without the scale itself."""
        return tuple(fault for fault in self.faults if fault.place != ("scale",))


def sums(sheet: Sheet) -> Sums:
    """The sums of a sheet as it stands."""

    def of(role: Role) -> Decimal:
        return total(top.maximum for top in sheet.criteria if top.role == role)

    return Sums(
        found=of(Role.SCALE), scale=sheet.scale, bonus=of(Role.BONUS), penalty=of(Role.PENALTY),
        faults=tuple(fault for fault in tree_faults(sheet) if fault.place[-1] in {"maximum", "scale"}),
    )  # fmt: skip
