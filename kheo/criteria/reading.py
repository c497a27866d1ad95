"""From what a file or a form said to a sheet, or to sentences that say what is wrong and where."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kheo.criteria.faults import Fault
from kheo.criteria.sheet import Sheet
from kheo.kernel.errors import BadInput

_QUOTED = re.compile("'([^']*)'")
AT_MOST = 10  # faults in the text of the refusal; `faults` has them all


class Unreadable(BadInput):
    """What was given is no sheet. `faults` are sentences with their places; the text tells the first ones."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        told = [str(fault) for fault in faults[:AT_MOST]]
        if len(faults) > AT_MOST:
            told.append(_("There are %(count)s more faults.") % {"count": len(faults) - AT_MOST})
        super().__init__(" ".join(told))
        self.faults = list(faults)


def read(data: Mapping[str, Any]) -> Sheet:
    """The sheet that the mapping spells; `Unreadable` with every fault of its form."""
    try:
        return Sheet.model_validate(data)
    except ValidationError as error:
        raise Unreadable([_fault(detail, data) for detail in error.errors(include_url=False)]) from None
    except RecursionError:
        raise Unreadable([Fault((), _("The table is nested too deeply."))]) from None


def _fault(detail: ErrorDetails, data: Any) -> Fault:
    place = _place(detail["loc"], data)
    context = detail.get("ctx", {})
    words = {
        "place": " › ".join(place) or _("The sheet"),
        "given": _shown(detail["input"]),
        "tag": _shown(context.get("tag", "")),
        "expected": ", ".join(_QUOTED.findall(str(context.get("expected") or context.get("expected_tags") or ""))),
        "bound": context.get("ge", context.get("le", "")),
    }
    return Fault(place, _sentence(detail["type"]) % words)


def _place(path: Sequence[int | str], data: Any) -> tuple[str, ...]:
    """The path to the fault, with the code of a row in place of its number; tags that stand in no file are left out."""
    place: list[str] = []
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list | tuple) and step < len(data) else None
            code = data.get("code") if isinstance(data, Mapping) else None
            place.append(str(code) if code else f"#{step + 1}")
        elif isinstance(data, Mapping) and data.get("by") == step and step not in data:
            continue
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
            place.append(step)
    return tuple(place)


def _shown(given: Any) -> str:
    """What was given, short enough for a sentence."""
    if isinstance(given, Mapping | list | tuple):
        return "…"
    text = str(given)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _sentence(kind: str) -> str:
    sentences = {
        "missing": _("%(place)s is missing."),
        "extra_forbidden": _("%(place)s: this word is not known here."),
        "string_type": _("%(place)s: a text is wanted."),
        "enum": _("%(place)s: “%(given)s” is none of the words that can stand here: %(expected)s."),
        "literal_error": _("%(place)s: “%(given)s” is none of the words that can stand here: %(expected)s."),
        "union_tag_invalid": _("%(place)s: “%(tag)s” is none of the words that can stand after “by”: %(expected)s."),
        "union_tag_not_found": _("%(place)s: the word “by” says how it is scored, and is missing."),
        "tuple_type": _("%(place)s: a list is wanted."),
        "model_type": _("%(place)s: several words with their values are wanted."),
        "int_type": _("%(place)s: “%(given)s” is not a whole number."),
        "int_parsing": _("%(place)s: “%(given)s” is not a whole number."),
        "int_from_float": _("%(place)s: “%(given)s” is not a whole number."),
        "bool_type": _("%(place)s: “%(given)s” is neither true nor false."),
        "bool_parsing": _("%(place)s: “%(given)s” is neither true nor false."),
        "greater_than_equal": _("%(place)s: %(given)s is less than %(bound)s."),
        "less_than_equal": _("%(place)s: %(given)s is more than %(bound)s."),
        "number": _("%(place)s: “%(given)s” is not a number. Write it with a point, like 12.5."),
        "number_too_large": _("%(place)s: the number is too large."),
        "number_too_long": _("%(place)s: %(given)s has more than six decimals."),
        "number_negative": _("%(place)s: %(given)s is negative."),
        "text_missing": _("%(place)s: a text is wanted and nothing stands there."),
        "code": _("%(place)s: “%(given)s” is no code: one word of at most 40 letters, without spaces."),
        "parts_and_method": _("%(place)s: what has parts is not scored itself; take away the parts or the method."),
    }
    return sentences.get(kind, _("%(place)s: “%(given)s” cannot be read."))
