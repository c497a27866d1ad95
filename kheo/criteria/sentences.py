"""The rules of a sheet in words: for pages, for the comparison of two versions, for papers."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria.amounts import plain, rounded
from kheo.criteria.classes import Hindrance
from kheo.criteria.enums import Effect, Mean, Of, Operator, RoundedPart, RoundingMode
from kheo.criteria.methods import (
    Bands,
    Count,
    Deduction,
    Hand,
    Imported,
    Method,
    Relative,
    Share,
    YesNo,
)
from kheo.criteria.sheet import (
    Aggregate,
    Cap,
    Class,
    Condition,
    Evidence,
    Gate,
    Profile,
    Rounding,
    Sheet,
    Ties,
    YearClass,
)
from kheo.kernel.quantities import format_number

SHOWN = 4  # decimals of a computed number
SIGNS = {Operator.AT_LEAST: "≥", Operator.MORE: ">", Operator.AT_MOST: "≤", Operator.LESS: "<", Operator.EQUAL: "="}


def number(value: Decimal) -> str:
    """A computed number for reading: at most four decimals, cut, not rounded: 89.99996 never looks like 90."""
    return format_number(plain(value if value == round(value, SHOWN) else rounded(value, SHOWN, RoundingMode.DOWN)))


def method(how: Method) -> str:
    """How a leaf is scored."""
    match how:
        case Hand(step=None):
            return _("points by hand")
        case Hand():
            return _("points by hand, in steps of %(step)s") % {"step": format_number(how.step or 0)}
        case YesNo(scored=True):
            return _("yes or no: all points or none")
        case YesNo():
            return _("passed or not, without points")
        case Share(target=None):
            return _("in proportion to the target")
        case Share():
            return _("in proportion to the target %(target)s") % {"target": format_number(how.target or 0)}
        case Bands():
            return _bands(how)
        case Count():
            return _("%(points)s points for each") % {"points": format_number(how.each)}
        case Deduction():
            return _("less %(points)s points for each failing") % {"points": format_number(how.each)}
        case Relative():
            return _("measured against the best of the group")
        case Imported():
            return _("%(source)s, brought in: %(method)s") % {"source": how.source, "method": method(how.then)}


def _bands(how: Bands) -> str:
    steps = [
        _("%(sign)s %(bound)s: %(points)s points")
        % {"sign": SIGNS[band.is_], "bound": format_number(band.bound), "points": format_number(band.points)}
        for band in how.bands
    ]
    steps.append(_("otherwise %(points)s points") % {"points": format_number(how.otherwise)})
    return _("by %(measure)s: %(steps)s") % {"measure": how.measure.label, "steps": "; ".join(steps)}


def condition(what: Condition) -> str:
    """A comparison in words: `the figure late ≤ 20`."""
    return _compared(what.of, what.code or "", SIGNS[what.is_], format_number(what.bound))


def _compared(of: Of, code: str, sign: str, bound: str) -> str:
    looked_at = f"{of.label} {code}".strip()
    return _("%(what)s %(sign)s %(bound)s") % {"what": looked_at, "sign": sign, "bound": bound}


def demands(of: Class) -> str:
    """What a class demands."""
    told = []
    if of.threshold:
        told.append(f"{SIGNS[of.threshold.is_]} {format_number(of.threshold.bound)}")
    told += [
        _("%(code)s at least %(points)s") % {"code": minimum.code, "points": format_number(minimum.points)}
        for minimum in of.minimums
    ]
    return "; ".join([*told, *map(condition, of.conditions)]) or _("everything else")


def gate(of: Gate) -> str:
    """What a gate asks and what follows when it is not passed."""
    asks = condition(of.condition) if of.condition else _("confirmed yes or no")
    if of.document:
        asks = _("%(asks)s, with the number of a document") % {"asks": asks}
    effect = f"{of.effect.label} {of.best_class}" if of.effect == Effect.BEST_CLASS else of.effect.label
    return _("%(asks)s; otherwise: %(effect)s") % {"asks": asks, "effect": effect}


def effect(sheet: Sheet, of: Gate) -> str:
    """What follows when a gate is not passed, with the class by its name: `no better class than “Khá”`."""
    if of.effect != Effect.BEST_CLASS:
        return str(of.effect.label)
    return f"{of.effect.label} “{_class_name(sheet, of.best_class or '')}”"


def profile(of: Profile) -> str:
    """What does not apply, and how one is classified then."""
    return _("without %(codes)s, scale %(scale)s, classified by %(basis)s") % {
        "codes": _listed(of.without), "scale": format_number(of.scale), "basis": of.basis.label,
    }  # fmt: skip


def cap(of: Cap) -> str:
    """The per cent, the base, the group and the rounding."""
    told = _("%(of)s or better: at most %(percent)s %% of %(base)s, %(grouping)s, rounded %(rounding)s") % {
        "of": of.of, "percent": format_number(of.percent), "base": of.base.label,
        "grouping": of.grouping.label, "rounding": of.rounding.label,
    }  # fmt: skip
    if of.good:
        told = _("%(cap)s; good means %(good)s") % {"cap": told, "good": of.good}
    return _("%(cap)s; always at least one") % {"cap": told} if of.at_least_one else told


def ties(of: Ties) -> str:
    """What decides between equals."""
    if not of.by:
        return _("equal totals: %(last)s") % {"last": of.then.label}
    return _("equal totals: %(codes)s in this order, then %(last)s") % {"codes": _listed(of.by), "last": of.then.label}


def aggregate(of: Aggregate) -> str:
    """How several scorers' scores become one."""
    if of.by == Mean.TRIMMED_MEAN:
        return _("trimmed mean, without the %(trim)s highest and lowest") % {"trim": of.trim}
    return str(of.by.label)


def rounding(of: Rounding | None) -> str:
    """What is rounded."""
    if of is None:
        return _("nothing is rounded")
    part = _("each criterion") if of.of == RoundedPart.POINTS else _("the total")
    return _("%(part)s to %(places)s decimals, %(mode)s") % {"part": part, "places": of.places, "mode": of.mode.label}


def evidence(of: Evidence | None) -> str:
    """What must stand behind a score."""
    if of is None or not of.kinds:
        return ""
    return _("at least %(count)s of: %(kinds)s") % {
        "count": of.at_least, "kinds": _listed(str(kind.label) for kind in of.kinds)
    }  # fmt: skip


def year_class(of: YearClass) -> str:
    """What a class of the year demands of its periods."""
    told = [_("every one at least %(code)s") % {"code": of.every}] if of.every else []
    told += [
        _("%(code)s at least %(count)s times") % {"code": times.code, "count": times.at_least} for times in of.times
    ]
    return "; ".join(told) or _("everything else")


def hindrance(sheet: Sheet, of: Hindrance) -> str:
    """Why a class was not reached, as a whole sentence."""
    words = {"class": _class_name(sheet, of.class_code), "code": of.code}
    if of.what == "gate":
        text = next((one.text for one in sheet.gates if one.code == of.code), of.code)
        return _("Not “%(class)s”: the condition “%(text)s” is not met.") % {**words, "text": text}
    words["demand"] = f"{SIGNS[Operator(of.is_)]} {number(of.bound or Decimal(0))}"
    if of.what == "threshold":
        found = _("nothing") if of.found is None else number(of.found)
        return _("Not “%(class)s”: %(demand)s is wanted, %(found)s was reached.") % {**words, "found": found}
    words["what"] = f"{Of(of.of).label} {of.code}".strip()
    if of.found is None:
        return _("Not “%(class)s”: %(what)s %(demand)s is wanted, and it is not known yet.") % words
    return _("Not “%(class)s”: %(what)s %(demand)s is wanted, it is %(found)s.") % {
        **words, "found": number(of.found)
    }  # fmt: skip


def _class_name(sheet: Sheet, code: str) -> str:
    every = [*sheet.classes, *(class_ for profile in sheet.profiles for class_ in profile.classes)]
    return next((class_.name for class_ in every if class_.code == code), code)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
