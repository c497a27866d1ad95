"""From a tally to a class, and why not to a better one. The engine proposes, people decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.enums import Basis, Effect, Of, Operator, ProfileBasis
from kheo.criteria.sheet import Class, Condition, Gate, Profile, Sheet
from kheo.criteria.tally import Tally

Figures = Mapping[str, Decimal]
Answers = Mapping[str, bool | None]


@dataclass(frozen=True)
class Hindrance:
    """Why a class was not reached: `what` is threshold, minimum, condition or gate; `code` what it looked at.

    `found` is None where the figure is not known yet. `sentences.hindrance` tells it.
    """

    class_code: str
    what: str
    code: str = ""
    of: str = ""
    is_: str = ""
    bound: Decimal | None = None
    found: Decimal | None = None


@dataclass(frozen=True)
class Verdict:
    """The class, None when none is reached or the subject cannot be classified; which gates failed, which are open.

    `held_back` says of every better class, best first, what was in its way. `provisional` while the tally is, or while
    a figure or an answer is not known that could change the class.
    """

    class_code: str | None = None
    not_eligible: bool = False
    no_title: bool = False
    failed_gates: tuple[str, ...] = ()
    open_gates: tuple[str, ...] = ()
    held_back: tuple[Hindrance, ...] = ()
    provisional: bool = False


def classify(
    sheet: Sheet, tally: Tally, figures: Figures | None = None, answers: Answers | None = None,
    *, profile: Profile | None = None,
) -> Verdict:  # fmt: skip
    """The best class whose threshold, minimums, conditions and gates all hold.

    `figures` by figure code, `answers` by gate code (True: confirmed that it is passed; None or absent: not yet said,
    which is no failure but makes the verdict provisional). A failed gate of effect *not eligible* leaves no class at
    all: it is not the lowest one (cells-and-democracy.md §4.2).
    """
    passed = {gate.code: _passed(gate, sheet, tally, figures or {}, answers or {}) for gate in sheet.gates}
    failed = [gate for gate in sheet.gates if passed[gate.code] is False]
    unsaid = tuple(gate.code for gate in sheet.gates if passed[gate.code] is None)
    not_eligible = any(gate.effect == Effect.NOT_ELIGIBLE for gate in failed)
    code, held_back = (None, ()) if not_eligible else _best(sheet, tally, figures or {}, failed, profile)
    unknown = any(hindrance.found is None and hindrance.what == "condition" for hindrance in held_back)
    return Verdict(
        class_code=code,
        not_eligible=not_eligible,
        no_title=any(gate.effect == Effect.NO_TITLE for gate in failed),
        failed_gates=tuple(gate.code for gate in failed),
        open_gates=unsaid,
        held_back=held_back,
        provisional=tally.provisional or bool(unsaid) or unknown,
    )


def measured(sheet: Sheet, tally: Tally, profile: Profile | None = None) -> Decimal | None:
    """What thresholds look at: the total, or per cent, or the total as if the applicable part were the whole scale.

    None when nothing applies to the subject.
    """
    if sheet.classes_by == Basis.PERCENT:
        return tally.percent
    if profile and profile.basis == ProfileBasis.PERCENT_OF_APPLICABLE:
        return tally.total * sheet.scale / tally.maximum if tally.maximum else None
    return tally.total


def is_at_least(sheet: Sheet, class_code: str | None, code: str | None) -> bool:
    """Whether a class is that one or a better one. No class is at least nothing."""
    order = [class_.code for class_ in sheet.classes]
    return class_code in order and code in order and order.index(class_code) <= order.index(code)


def _best(
    sheet: Sheet, tally: Tally, figures: Figures, failed: list[Gate], profile: Profile | None
) -> tuple[str | None, tuple[Hindrance, ...]]:  # fmt: skip
    """The first class in whose way nothing stands, and what stood in the way of those before it."""
    held_back: list[Hindrance] = []
    classes = sheet.classes_for(profile)
    for place, class_ in enumerate(classes):
        better = {other.code for other in classes[place + 1 :]}
        limits = [gate for gate in failed if gate.effect == Effect.BEST_CLASS and gate.best_class in better]
        hindrances = list(_hindrances(class_, sheet, tally, figures, limits, measured(sheet, tally, profile)))
        if not hindrances:
            return class_.code, tuple(held_back)
        held_back += hindrances
    return None, tuple(held_back)


def _hindrances(
    class_: Class, sheet: Sheet, tally: Tally, figures: Figures, limits: list[Gate], reached: Decimal | None
) -> Iterator[Hindrance]:  # fmt: skip
    """Everything that stands in the way of a class."""
    bar = class_.threshold
    if bar and (reached is None or not bar.is_.holds(reached, bar.bound)):
        yield Hindrance(class_.code, "threshold", is_=bar.is_, bound=bar.bound, found=reached)
    for minimum in class_.minimums:
        found = tally.points.get(minimum.code)
        if found is None or found < minimum.points:
            yield Hindrance(class_.code, "minimum", minimum.code, Of.POINTS, Operator.AT_LEAST, minimum.points, found)
    for condition in class_.conditions:
        found = _looked_at(condition, sheet, tally, figures)
        if found is None or not condition.is_.holds(found, condition.bound):
            yield Hindrance(
                class_.code, "condition", condition.code or "", condition.of, condition.is_, condition.bound, found
            )
    for gate in limits:
        yield Hindrance(class_.code, "gate", gate.code)


def _passed(gate: Gate, sheet: Sheet, tally: Tally, figures: Figures, answers: Answers) -> bool | None:
    """Whether a gate is passed; None while nobody can say. What somebody confirmed goes before what is computed."""
    answer = answers.get(gate.code)
    if answer is not None or gate.condition is None:
        return answer
    found = _looked_at(gate.condition, sheet, tally, figures)
    return None if found is None else gate.condition.is_.holds(found, gate.condition.bound)


def _looked_at(condition: Condition, sheet: Sheet, tally: Tally, figures: Figures) -> Decimal | None:
    """What a condition looks at; None while it is not known."""
    code = condition.code
    match condition.of:
        case Of.TOTAL:
            return tally.total
        case Of.PERCENT if code is None:
            return tally.percent
        case Of.PASSED if code is None:
            return Decimal(sum(tally.passed.values()))
        case Of.FIGURE if code:
            return figures.get(code)
        case Of.VALUE if code:
            return tally.values.get(code)
        case Of.POINTS if code:
            return tally.points.get(code)
        case Of.PERCENT if code and code in tally.points and sheet.by_code[code].maximum:
            return tally.points[code] * 100 / sheet.by_code[code].maximum
        case Of.PASSED if code and code in tally.passed:
            return Decimal(tally.passed[code])
        case _:
            return None
