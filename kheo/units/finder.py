"""A unit named by whoever fills in a form: by its code, or by a name that only one unit bears."""

import re
from datetime import date

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.kernel.text import clean_line, fold
from kheo.units.branches import superiors
from kheo.units.models import Unit

_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


def find(text: str, on: date) -> Unit:
    """The unit that existed on the day with this code or name, `YG`, `Phường Yên Giang` or `Phường Yên Giang (YG)`.

    A name that several units bear decides nothing: `BadInput` lists them with their codes.
    """
    text = clean_line(text)
    in_brackets = _IN_BRACKETS.search(text)
    for code in filter(None, [text, in_brackets and in_brackets[1].strip()]):
        if unit := Unit.objects.alive_on(on).filter(code__iexact=code).first():
            return unit
    alike = Unit.objects.alive_on(on).matching(text).with_name_on(on)[:200]
    found = [unit for unit in alike if fold(unit.name_then) == fold(text)]
    if len(found) == 1:
        return found[0]
    raise BadInput(_several(text, found, on) if found else _nobody(text, on))


def written(unit: Unit) -> str:
    """A unit as a form shows it, so that `find` reads it back."""
    return f"{unit.name} ({unit.code})"


def suggestions(text: str, on: date) -> list[Unit]:
    """Some units whose name or code holds the text, with their superiors' names as `superior_name`."""
    if len(fold(text)) < 2:
        return []
    found = list(Unit.objects.alive_on(on).matching(text).with_superior_on(on).in_order()[:10])
    above = superiors(found, on)
    for unit in found:
        unit.superior_name = above[unit.superior_id].name_then if unit.superior_id else ""
    return found


def _several(text, units, on):
    told = Unit.objects.filter(pk__in=[unit.pk for unit in units[:5]]).with_superior_on(on).in_order()
    above = superiors(told, on)
    choices = "; ".join(
        f"{unit.code} – {unit.name}" + (f", {above[unit.superior_id].name_then}" if unit.superior_id else "")
        for unit in told
    )
    return _("Several units are called “%(text)s”. Write the code of the one you mean: %(choices)s.") % {
        "text": text,
        "choices": choices,
    }


def _nobody(text, on):
    return _("No unit has the code or name “%(text)s” on %(day)s.") % {"text": text, "day": format_date(on)}
