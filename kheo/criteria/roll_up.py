"""A year from its months or quarters."""

from collections.abc import Mapping
from dataclasses import dataclass

from kheo.criteria.classes import Verdict, is_at_least
from kheo.criteria.enums import PERIODS_IN_A_YEAR
from kheo.criteria.sheet import RollUp, Sheet, YearClass


@dataclass(frozen=True)
class Year:
    """The class of a year, None when none is reached; the periods (1 to 12, or 1 to 4) that have no verdict yet."""

    class_code: str | None
    missing: tuple[int, ...] = ()
    provisional: bool = False


def year(sheet: Sheet, rule: RollUp, verdicts: Mapping[int, Verdict]) -> Year:
    """The best class of a year whose demands the periods meet, so far: provisional while a period has no verdict.

    `verdicts` by number of the period. A period without a class, or not eligible, is below every class.
    """
    missing = tuple(period for period in range(1, PERIODS_IN_A_YEAR[rule.over] + 1) if period not in verdicts)
    codes = [verdict.class_code for verdict in verdicts.values()]
    met = (class_.code for class_ in rule.classes if codes and _is_met(sheet, class_, codes))
    provisional = bool(missing) or any(verdict.provisional for verdict in verdicts.values())
    return Year(next(met, None), missing, provisional)


def _is_met(sheet: Sheet, class_: YearClass, codes: list[str | None]) -> bool:
    every = class_.every is None or all(is_at_least(sheet, code, class_.every) for code in codes)
    return every and all(
        sum(is_at_least(sheet, code, times.code) for code in codes) >= times.at_least for times in class_.times
    )
