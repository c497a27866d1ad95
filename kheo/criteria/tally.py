"""From the entries of one subject to its points: leaves, groups, bonus and penalty, total, per cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.criteria.sheet import Profile, Sheet

Entries = Mapping[str, Entry]
Rivals = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True)
class Tally:
    """What one subject has.

    `points` by code, groups too, only where something is known · `maximum`: what the applicable leaves of the scale can
    give together · `scale`: what the sheet or the profile says the whole is · `bonus`, `penalty`: as counted, within
    their limits · `total`: never below 0, never above the scale but for a bonus where the sheet lets it · `percent` of
    `maximum`, None when nothing applies · `missing`: codes of applicable leaves without points · `provisional`: missing
    leaves, or a relative criterion whose other figures are not all in · `values`, `passed`: results and yes/no by code,
    for conditions.
    """

    points: Mapping[str, Decimal]
    maximum: Decimal
    scale: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    percent: Decimal | None
    missing: tuple[str, ...]
    provisional: bool
    values: Mapping[str, Decimal] = field(default_factory=dict)
    passed: Mapping[str, bool] = field(default_factory=dict)


def tally(
    sheet: Sheet, entries: Entries, *, profile: Profile | None = None, rivals: Rivals | None = None,
    stage: Stage | None = None,
) -> Tally:  # fmt: skip
    """Count the entries of one subject, by leaf code. The order in which they came does not matter.

    `rivals` holds, by leaf code, the entries of the whole group; without it relative criteria are provisional. With
    `stage`, leaves reserved to a later stage are neither missing nor in the maximum (Bắc Kạn: 90 for the unit, 10 for
    its superior).
    """
    raise NotImplementedError
