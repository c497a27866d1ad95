"""When a row of a draft gets another code, whoever named the old one names the new one."""

from collections.abc import Callable

from kheo.criteria.amounts import Part
from kheo.criteria.editing import Edit, Row, Shelf, Spot, at, rebuilt, rows
from kheo.criteria.enums import Of
from kheo.criteria.regulations import Cap, Class, Condition, Gate, Minimum, Profile, Ties, Times, YearClass
from kheo.criteria.sheet import Sheet

_CRITERION, _CLASS = Shelf.CRITERIA, Shelf.CLASSES
_NAMES: dict[tuple[type[Part], str], Shelf] = {
    (Ties, "by"): _CRITERION,
    (Minimum, "code"): _CRITERION,
    (Profile, "without"): _CRITERION,
    (Gate, "best_class"): _CLASS,
    (Cap, "of"): _CLASS,
    (Cap, "good"): _CLASS,
    (YearClass, "code"): _CLASS,
    (YearClass, "every"): _CLASS,
    (Times, "code"): _CLASS,
}
_RULES = ("gates", "profiles", "classes", "caps", "ties", "roll_up")


def rename(spot: Spot, code: str) -> Edit:
    """Let everybody who names the row at the spot name it by the new code.

    Nothing happens while one of the two codes stands for two rows, for then nobody knows who was meant.
    """

    def edit(sheet: Sheet) -> Sheet:
        seen = at(sheet, spot)
        codes = [row.code for row in rows(sheet, spot.shelf)]
        if code == seen.code or codes.count(seen.code) > 1 or code in codes:
            return sheet
        say = _speaker(spot.shelf, seen, code)
        return rebuilt(sheet, **{name: _said(getattr(sheet, name), say) for name in _RULES})

    return edit


Say = Callable[[Part, str, str], str]


def _speaker(shelf: Shelf, seen: Row, code: str) -> Say:
    def say(part: Part, field: str, named: str) -> str:
        return code if named == seen.code and _names(part, field) == shelf else named

    return say


def _names(part: Part, field: str) -> Shelf | None:
    """What kind of row a field of a part names."""
    if isinstance(part, Condition) and field == "code":
        return Shelf.FIGURES if part.of == Of.FIGURE else _CRITERION
    return _NAMES.get((type(part), field))


def _said(value: object, say: Say) -> object:
    """The value with every name in it said anew."""
    if isinstance(value, tuple):
        return tuple(_said(one, say) for one in value)
    if isinstance(value, Profile):
        return _renamed(value, say, {"classes": tuple(_of_profile(one, say) for one in value.classes)})
    return _renamed(value, say, {}) if isinstance(value, Part) else value


def _renamed(part: Part, say: Say, kept: dict[str, object]) -> Part:
    new: dict[str, object] = {}
    for field in type(part).model_fields:
        value = getattr(part, field)
        if field in kept:
            new[field] = kept[field]
        elif _names(part, field) and isinstance(value, tuple):
            new[field] = tuple(say(part, field, named) for named in value)
        elif _names(part, field) and value is not None:
            new[field] = say(part, field, value)
        else:
            new[field] = _said(value, say)
    return part.model_copy(update=new)


def _of_profile(class_: Class, say: Say) -> Part:
    """A class in a profile's own table bears the code of a class of the sheet."""
    return _renamed(class_, say, {"code": say(Times(code=class_.code, at_least=1), "code", class_.code)})
