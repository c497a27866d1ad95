"""Whether the method of a leaf can give every point up to its maximum, and no more."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria.enums import Operator
from kheo.criteria.faults.fault import Fault, fault
from kheo.criteria.methods import Band, Bands, Count, Deduction, Hand, Imported, Share, YesNo, effective
from kheo.criteria.sheet import Criterion

Told = Iterator[tuple[str, dict[str, object]]]


def method_faults(leaf: Criterion) -> Iterator[Fault]:
    """The faults of a leaf's maximum and method."""
    for sentence, words in _told(leaf):
        yield fault(("criteria", leaf.code, "method"), sentence, code=leaf.code, **words)


def _told(leaf: Criterion) -> Told:
    method, most = effective(leaf.scored_by), leaf.maximum
    passes_only = isinstance(method, YesNo) and not method.scored
    if passes_only and most:
        yield _("%(code)s is passed or not and bears no points: its maximum is 0."), {}
    if not passes_only and not most:
        yield _("%(code)s has no points: give it a maximum, or make it yes or no without points."), {}
    if isinstance(leaf.scored_by, Imported) and isinstance(method, Hand):
        yield _("%(code)s brings in a result and does not say how it becomes points."), {}
    match method:
        case Hand():
            yield from _hand(method, most)
        case Share() if method.target == 0:
            yield _("%(code)s is a share of a target, and the target is 0."), {}
        case Bands():
            yield from _bands(method, most)
        case Count() | Deduction() if not method.each:
            yield _("%(code)s counts 0 points for each."), {}


def _hand(method: Hand, most: Decimal) -> Told:
    if method.least > most:
        yield _("%(code)s gives at least %(least)s points and at most %(most)s."), {"least": method.least, "most": most}
    if method.step is not None and (not method.step or most % method.step):
        yield (
            _("%(code)s goes in steps of %(step)s, which never reach its maximum, %(most)s."),
            {"step": method.step, "most": most},
        )


def _bands(method: Bands, most: Decimal) -> Told:
    if not method.bands:
        yield _("%(code)s has no bands yet."), {}
        return
    best = max(method.otherwise, *(band.points for band in method.bands))
    if best != most:
        yield (
            _("The best band of %(code)s gives %(best)s points, its maximum is %(most)s."),
            {"best": best, "most": most},
        )
    for place, band in enumerate(method.bands):
        if any(_covers(earlier, band) for earlier in method.bands[:place]):
            yield (
                _("In %(code)s the band “%(operator)s %(bound)s” is never reached: one before it takes all its cases."),
                {"operator": band.is_, "bound": band.bound},
            )


def _covers(first: Band, second: Band) -> bool:
    """Whether every value that the second band takes is taken by the first."""
    if second.is_ == Operator.EQUAL:
        return first.is_.holds(second.bound, first.bound)
    upward, downward = {Operator.AT_LEAST, Operator.MORE}, {Operator.AT_MOST, Operator.LESS}
    for way in (upward, downward):
        if first.is_ in way and second.is_ in way:
            if first.bound == second.bound:
                return first.is_ == second.is_ or second.is_ in {Operator.MORE, Operator.LESS}
            return (first.bound < second.bound) == (way is upward)
    return False
