"""Whether the rules over the criteria name what exists and do not contradict each other."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from kheo.criteria.enums import PERIODS_IN_A_YEAR, Basis, CapBase, Effect, Mean, Of, Operator, ProfileBasis
from kheo.criteria.faults.fault import Fault, Words, fault, twice
from kheo.criteria.sheet import Cap, Class, Condition, Gate, Profile, RollUp, Sheet


def rule_faults(sheet: Sheet) -> Iterator[Fault]:
    """The faults of figures, gates, profiles, classes, caps, ties, means and the year."""
    for part in ("figures", "gates", "profiles", "classes", "caps"):
        yield from twice(part, (one.code for one in getattr(sheet, part)))
    for gate in sheet.gates:
        yield from _gate(gate, sheet)
    for profile in sheet.profiles:
        yield from _profile(profile, sheet)
    yield from _classes(("classes",), sheet.classes, sheet)
    for cap in sheet.caps:
        yield from _cap(cap, sheet)
    yield from _unknown(("ties",), sheet.ties.by, sheet.by_code)
    if (sheet.aggregate.by == Mean.TRIMMED_MEAN) != bool(sheet.aggregate.trim):
        yield fault(
            ("aggregate",),
            _("A trimmed mean says how many scores it leaves out at each end; another mean leaves out none."),
        )
    if sheet.roll_up:
        yield from _roll_up(sheet.roll_up, sheet)


def _gate(gate: Gate, sheet: Sheet) -> Iterator[Fault]:
    place = ("gates", gate.code)
    if gate.condition:
        yield from _condition(place, gate.condition, sheet)
    if gate.effect == Effect.BEST_CLASS:
        if not gate.best_class:
            yield fault(place, _("The gate %(code)s does not say which class is the best one left."), code=gate.code)
        else:
            yield from _unknown(place, [gate.best_class], [class_.code for class_ in sheet.classes])
    elif gate.best_class:
        yield fault(place, _("The gate %(code)s names a best class, but its effect is another."), code=gate.code)


def _profile(profile: Profile, sheet: Sheet) -> Iterator[Fault]:
    place = ("profiles", profile.code)
    yield from _unknown(place, profile.without, sheet.by_code)
    if (profile.basis == ProfileBasis.OWN_CLASSES) != bool(profile.classes):
        yield fault(
            place, _("The profile %(code)s is classified by its own table: the table is missing, or not wanted."),
            code=profile.code,
        )  # fmt: skip
    yield from _unknown(place, [class_.code for class_ in profile.classes], [class_.code for class_ in sheet.classes])
    yield from _classes((*place, "classes"), profile.classes, sheet)


def _classes(place: Words, classes: tuple[Class, ...], sheet: Sheet) -> Iterator[Fault]:
    for class_ in classes:
        here = (*place, class_.code)
        yield from _unknown(here, [minimum.code for minimum in class_.minimums], sheet.by_code)
        for minimum in class_.minimums:
            if minimum.code in sheet.by_code and minimum.points > sheet.by_code[minimum.code].maximum:
                yield fault(
                    here, _("The class %(class)s demands %(points)s points in %(code)s, which has only %(most)s."),
                    **{"class": class_.code, "code": minimum.code, "points": minimum.points},
                    most=sheet.by_code[minimum.code].maximum,
                )  # fmt: skip
        for condition in class_.conditions:
            yield from _condition(here, condition, sheet)
    yield from _order(place, classes, sheet)


def _order(place: Words, classes: tuple[Class, ...], sheet: Sheet) -> Iterator[Fault]:
    """A better class demands more, and no class more than can be reached."""
    bars = [(class_.code, class_.threshold) for class_ in classes if class_.threshold]
    for (better, higher), (worse, lower) in pairwise(bars):
        if (higher.bound, higher.is_ == Operator.MORE) <= (lower.bound, lower.is_ == Operator.MORE):
            yield fault(
                (*place, worse), _("The class %(better)s stands above %(worse)s and does not demand more."),
                better=better, worse=worse,
            )  # fmt: skip
    most = 100 if sheet.classes_by == Basis.PERCENT else sheet.scale
    for code, bar in bars:
        if bar.bound > most + (sheet.most_bonus if sheet.may_exceed else 0):
            yield fault(
                (*place, code),
                _("Nobody can reach the class %(code)s: it begins at %(bound)s."),
                code=code,
                bound=bar.bound,
            )
        if bar.is_ not in {Operator.AT_LEAST, Operator.MORE}:
            yield fault((*place, code), _("The class %(code)s begins at a number: write ≥ or >."), code=code)


def _condition(place: Words, condition: Condition, sheet: Sheet) -> Iterator[Fault]:
    code = condition.code
    if condition.of == Of.TOTAL and code:
        yield fault(place, _("A condition on the total names no code, but %(code)s stands there."), code=code)
    elif condition.of in {Of.POINTS, Of.VALUE, Of.FIGURE} and not code:
        yield fault(place, _("A condition on %(of)s says which one: its code is missing."), of=condition.of.label)
    elif condition.of == Of.FIGURE:
        yield from _unknown(place, [code or ""], [figure.code for figure in sheet.figures])
    elif code:
        yield from _unknown(place, [code], sheet.by_code)


def _cap(cap: Cap, sheet: Sheet) -> Iterator[Fault]:
    place, codes = ("caps", cap.code), [class_.code for class_ in sheet.classes]
    yield from _unknown(place, [cap.of, *([cap.good] if cap.good else [])], codes)
    if cap.base in {CapBase.GOOD_OR_BETTER, CapBase.GOOD_ONLY} and not cap.good:
        yield fault(place, _("The cap %(code)s does not say which class is the good one."), code=cap.code)
    if (
        cap.base == CapBase.GOOD_ONLY
        and cap.good in codes
        and cap.of in codes
        and codes.index(cap.good) <= codes.index(cap.of)
    ):
        yield fault(place, _("The cap %(code)s is counted of a class that it limits itself."), code=cap.code)
    if cap.percent > 100:
        yield fault(place, _("The cap %(code)s is above 100 %%."), code=cap.code)


def _roll_up(rule: RollUp, sheet: Sheet) -> Iterator[Fault]:
    codes = [class_.code for class_ in sheet.classes]
    for class_ in rule.classes:
        place = ("roll_up", class_.code)
        named = [class_.code, *([class_.every] if class_.every else []), *(times.code for times in class_.times)]
        yield from _unknown(place, named, codes)
        for times in class_.times:
            if times.at_least > PERIODS_IN_A_YEAR[rule.over]:
                yield fault(
                    place,
                    _("A year does not have %(times)s %(periods)s."),
                    times=times.at_least,
                    periods=rule.over.label,
                )


def _unknown(place: Words, named: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """What is named exists."""
    there = set(known)
    for code in named:
        if code not in there:
            yield fault(place, _("%(place)s names %(code)s, which does not exist."), place=place[-1], code=code)
