"""What stands in each column of the three sheets: the one place for its name, its reader and its width on a page.

The forms, the paste of a block from a spreadsheet, and the lists that are brought in and taken away are made from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.kernel import measures
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import parse_date
from kheo.kernel.quantities import Nature, Qualifier, parse_number, parse_whole
from kheo.kernel.text import clean_line, fold
from kheo.results.enums import GiversAs, ResourceKind, Sheet, Source

# How a qualifier is written before a number, or in Hindi behind it; folded, apart by a semicolon.
QUALIFIERS = {
    Qualifier.MORE_THAN: "hơn; trên; more than; over; at least; से अधिक; से ज़्यादा",
    Qualifier.LESS_THAN: "dưới; chưa đến; chưa tới; gần; less than; under; nearly; से कम",
    Qualifier.ABOUT: "khoảng; ước; độ; chừng; xấp xỉ; about; around; approximately; लगभग; करीब",
    Qualifier.EXACT: "đúng; exactly; ठीक",
}
SIGNS = {">": "hơn ", "≥": "hơn ", "<": "dưới ", "≤": "dưới ", "~": "khoảng ", "≈": "khoảng ", "±": "khoảng "}
_NUMBER = re.compile(r"(\D*?)\s*(-?\d[\d.,\u00a0]*)\s*(.*)", re.DOTALL)


class Told(NamedTuple):
    """What a cell with a number says: `hơn 1.200 m²` is all three."""

    value: Decimal
    qualifier: Qualifier | None
    measure: str


@dataclass(frozen=True)
class Column:
    """A column: `name` is the attribute of the record. `more` stands under the row, not in it; `choices` is a list to
    choose from; `empty` says what an empty cell means."""

    name: str
    label: str | Promise
    read: Callable[[str], Any]
    hint: str | Promise = ""
    more: bool = False
    choices: type[TextChoices] | None = None
    numeric: bool = False
    limit: int = 60


def line(limit: int) -> Callable[[str], str]:
    """Text on one line, of at most so many characters."""

    def read(text: str) -> str:
        text = clean_line(text)
        if len(text) > limit:
            raise BadInput(_("At most %(limit)s characters: shorten it.") % {"limit": limit})
        return text

    return read


def quantity(text: str) -> Told | None:
    """A number as reports write it, with its qualifier and perhaps its unit; None for an empty cell."""
    text = clean_line(text)
    if not text or text in {"-", "–", "—"}:
        return None
    for sign, word in SIGNS.items():
        text = text.replace(sign, word) if text.startswith(sign) else text
    found = _NUMBER.fullmatch(text)
    if not found:
        raise BadInput(_("“%(text)s” holds no number: write it like 1.250,5 or more than 180.") % {"text": text})
    before, number, after = found.groups()
    qualifier, measure = _qualifier(before), after
    if before and not qualifier:
        raise BadInput(
            _("“%(word)s” before a number is not understood: use more than, less than or about.") % {"word": before}
        )
    for several, word in _qualifier_words():
        if not qualifier and fold(after).endswith(word):
            qualifier, measure = several, ""
    return Told(decimal(number), qualifier, measures.read(measure) if measure else "")


def decimal(text: str) -> Decimal:
    """A number that is not negative, with at most twelve digits before the comma and six after it."""
    value = parse_number(clean_line(text))
    if value < 0:
        raise BadInput(_("This number is never negative."))
    if value >= 10**12 or value != round(value, 6):
        raise BadInput(_("At most twelve digits before the comma, and six after it."))
    return value


def whole(text: str) -> int:
    """How many givers there were."""
    value = parse_whole(clean_line(text))
    if not 0 <= value <= 2_000_000_000:
        raise BadInput(_("This number is never negative."))
    return value


def day(text: str) -> date:
    """A day between 1900 and 2100."""
    found = parse_date(clean_line(text))
    if not 1900 <= found.year <= 2100:
        raise BadInput(_("“%(text)s” cannot be right: dates from 1900 to 2100 are accepted.") % {"text": text})
    return found


def chosen(choices: type[TextChoices]) -> Callable[[str], str]:
    """One of a few words: its key, or its label in any language of the interface."""

    def read(text: str) -> str:
        found = words_of(choices).get(fold(text))
        if not found:
            raise BadInput(
                _("“%(text)s” is not a known word here. Use one of: %(words)s.")
                % {"text": text, "words": ", ".join(str(label) for label in choices.labels)}
            )
        return found

    return read


@cache
def words_of(choices: type[TextChoices]) -> dict[str, str]:
    """Every word that is understood for a choice, folded, with its key."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(choice.label)): str(choice.value) for choice in choices}
    return found | {fold(str(choice.value)): str(choice.value) for choice in choices}


_PLACE = Column("place", gettext_lazy("Place"), line(200), gettext_lazy("For example: areas 1, 2, 3, 4"), limit=200)
_MEASURE = Column("measure", gettext_lazy("Unit"), measures.read, gettext_lazy("m², households"), limit=40)
_VALUE = Column(
    "value", pgettext_lazy("figure", "Number"), quantity, gettext_lazy("1.250,5 or: more than 180"), numeric=True
)

COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.RESULTS: (
        Column(
            "words", gettext_lazy("What was achieved"), line(300),
            gettext_lazy("For example: air conditioners in the cultural houses"), limit=300,
        ),
        _VALUE,
        _MEASURE,
        Column("nature", gettext_lazy("New or cumulative"), chosen(Nature), choices=Nature),
        _PLACE,
        Column("target", gettext_lazy("Target"), decimal, more=True, numeric=True),
        Column("before", gettext_lazy("Before"), decimal, gettext_lazy("the same figure before"), True, numeric=True),
        Column("width", gettext_lazy("Width in m"), decimal, gettext_lazy("of a road or railing"), True, numeric=True),
        Column(
            "part_of", gettext_lazy("Part of row"), line(300), gettext_lazy("number of the row that holds the whole"),
            True, limit=300,
        ),
        Column("starts", gettext_lazy("From"), day, more=True),
        Column("ends", gettext_lazy("Until"), day, more=True),
        Column("note", gettext_lazy("Note"), line(500), more=True, limit=500),
    ),
    Sheet.RESOURCES: (
        Column(
            "words", gettext_lazy("What it was given for"), line(300),
            gettext_lazy("For example: 16 air conditioners"), limit=300,
        ),
        Column("source", gettext_lazy("Source"), chosen(Source), choices=Source),
        Column("kind", gettext_lazy("Kind"), chosen(ResourceKind), choices=ResourceKind),
        _VALUE,
        _MEASURE,
        Column("givers", gettext_lazy("Givers"), whole, gettext_lazy("how many gave"), True, numeric=True),
        Column("givers_as", gettext_lazy("Givers counted as"), chosen(GiversAs), more=True, choices=GiversAs),
        Column("place", gettext_lazy("Place"), line(200), more=True, limit=200),
        Column(
            "result", gettext_lazy("For result no."), line(300),
            gettext_lazy("number of the row in the table of results"), True, limit=300,
        ),
    ),
    Sheet.BENEFICIARIES: (
        Column(
            "words", gettext_lazy("Who was served"), line(300),
            gettext_lazy("For example: member households and near-poor women"), limit=300,
        ),
        _VALUE,
        _MEASURE,
        _PLACE,
    ),
}  # fmt: skip
EMPTY = {"source": Source.NOT_TOLD, "kind": ResourceKind.MONEY, "nature": Nature.FLOW, "givers_as": GiversAs.PERSONS}
NUMBERS = {"target", "before", "width", "givers", "starts", "ends"}  # nothing, where nothing is written


def empty(column: Column) -> Any:
    """What an empty cell means."""
    return EMPTY.get(column.name, None if column.name in NUMBERS else "")


def _qualifier(word: str) -> Qualifier | None:
    return next((qualifier for qualifier, each in _qualifier_words() if each == fold(word)), None)


@cache
def _qualifier_words() -> tuple[tuple[Qualifier, str], ...]:
    pairs = ((qualifier, fold(word)) for qualifier, several in QUALIFIERS.items() for word in several.split("; "))
    return tuple(sorted(set(pairs), key=lambda pair: -len(pair[1])))
