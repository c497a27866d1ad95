"""The column of maxima in the table of a draft: typed in place, weighed together."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.criterion import Criterion
from kheo.criteria.editing import Edit, Shelf, Spot, add, weigh
from kheo.criteria.forms.criterion import spots
from kheo.criteria.sheet import Sheet
from kheo.kernel.formwork import NumberField
from kheo.kernel.quantities import format_number


@dataclass(frozen=True)
class Line:
    """A row of the table: the criterion, how deep it stands, the box of its maximum and what stood there."""

    number: int
    depth: int
    criterion: Criterion
    box: BoundField

    @property
    def was(self) -> str:
        return format_number(self.criterion.maximum)


class MaximaForm(forms.Form):
    """A box for each maximum, and one for the scale. Beside each the page says which code it had and what stood there,
    so that what was typed finds its row again when somebody else has moved it; what was not touched is not written."""

    scale = NumberField(label=gettext_lazy("Scale"))

    def __init__(self, data: QueryDict | None = None, *, sheet: Sheet):
        self.sheet = sheet
        self.typed = _typed(data) if data is not None else {}
        super().__init__(self._found_again(data) if data is not None else None, initial={"scale": sheet.scale})
        for number, criterion in enumerate(sheet.walk(), start=1):
            label = _("Maximum of %(code)s") % {"code": criterion.code}
            field = NumberField(label=label, required=criterion.is_leaf, initial=criterion.maximum)
            field.needed_to_send = True
            self.fields[_name(number)] = field

    @property
    def lines(self) -> list[Line]:
        depths = dict(_depths(self.sheet))
        return [
            Line(number, depths[id(criterion)], criterion, self[_name(number)])
            for number, criterion in enumerate(self.sheet.walk(), start=1)
        ]

    def clean(self):
        """A maximum that was typed for a criterion that is gone is told, and not forgotten."""
        there = {criterion.code for criterion in self.sheet.walk()}
        for code, was, said in self.typed.values():
            if code not in there and said != was:
                self.add_error(
                    None,
                    _("You typed %(maximum)s for %(code)s, which somebody else has taken out of this draft.")
                    % {"maximum": said, "code": code},
                )

    @property
    def edit(self) -> Edit:
        """What was changed, as an edit of the sheet: only boxes that differ from what they showed."""
        maxima = {}
        for number, criterion in enumerate(self.sheet.walk(), start=1):
            known = self._of(number, criterion.code)
            said = self.cleaned_data.get(_name(number))
            if known and known[2] != known[1]:
                maxima[Spot(Shelf.CRITERIA, number, criterion.code)] = said
        return weigh(maxima, self.cleaned_data["scale"])

    def _of(self, number, code):
        """What the page said of a row: at its place, or wherever its code stood then."""
        at_its_place = self.typed.get(number)
        if at_its_place and at_its_place[0] == code:
            return at_its_place
        return next((row for row in self.typed.values() if row[0] == code), None)

    def _found_again(self, data):
        """The answers under the numbers that the rows have now."""
        answers = {"scale": data.get("scale", format_number(self.sheet.scale))}
        for number, criterion in enumerate(self.sheet.walk(), start=1):
            known = self._of(number, criterion.code)
            answers[_name(number)] = known[2] if known and known[2] != known[1] else format_number(criterion.maximum)
        return answers


def read_maxima(data: QueryDict, sheet: Sheet) -> tuple[Edit, list[str]]:
    """What is typed just now, as an edit and the sentences about what cannot be read: every row by its number; or
    `row` (a key of `spots`) with its `maximum`; or the `maximum` of a new row `under` another one.
    """
    unread: list[str] = []

    def number(name: str) -> Decimal | None:
        try:
            return NumberField(required=False).clean(data.get(name))
        except forms.ValidationError as error:
            unread.extend(error.messages)
            return None

    if "maximum" in data:
        return _one(data, sheet, number("maximum")), unread
    maxima = {}
    for n, row in enumerate(sheet.walk(), start=1):
        said = number(_name(n))
        if said is not None:
            maxima[Spot(Shelf.CRITERIA, n, row.code)] = said
    return weigh(maxima, number("scale")), unread


def _one(data: QueryDict, sheet: Sheet, maximum: Decimal | None) -> Edit:
    keys = spots(sheet)
    found = keys.get(data.get("row", ""))
    if maximum is None:
        return weigh({})
    if found:
        return weigh({found: maximum})
    new = Criterion(code="\N{BULLET}", text="\N{BULLET}", maximum=maximum)
    return add(Shelf.CRITERIA, new, keys.get(data.get("under", "")))


def _typed(data: QueryDict) -> dict[int, tuple[str, str, str]]:
    """By number what the page sent of each row: its code, what stood there, what stands there now."""
    found = {}
    for name, code in data.items():
        number = name.removeprefix("code-")
        if number != name and number.isascii() and number.isdecimal():
            said = data.get(_name(int(number)), "").strip()
            found[int(number)] = (code, data.get(f"was-{number}", ""), said)
    return found


def _name(number: int) -> str:
    return f"maximum-{number}"


def _depths(sheet: Sheet):
    def walk(criteria, depth):
        for criterion in criteria:
            yield id(criterion), depth
            yield from walk(criterion.parts, depth + 1)

    return walk(sheet.criteria, 0)
