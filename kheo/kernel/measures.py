"""Units of measure, and the few conversions that are exact: triệu đồng to đồng, ha to m², km to m, tonnes to kg.

A unit of measure is a key of this page (`million_dong`), or any other word as it was written (`máy`), which is a unit
of its own. Lượt, times that people took part, and người, different people, are two units: nothing turns one into the
other (movement.md §4.5 rule 5).
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line, fold

DONG, PERCENT, METRE, SQUARE_METRE = "dong", "percent", "m", "m2"
HOUSEHOLD, PERSON, TURN, WORK_DAY = "household", "person", "turn", "work_day"
DIGITS = 60  # of the arithmetic, far beyond what a column holds: nothing is ever rounded
LONGEST = 40  # characters of a unit of measure


@dataclass(frozen=True)
class Measure:
    """A unit of measure we know: `factor` of it make one of its `base`; `words` are other ways people write it."""

    key: str
    label: str | Promise
    words: str
    base: str = ""
    factor: int = 1


KNOWN = {
    measure.key: measure
    for measure in (
        Measure("dong", gettext_lazy("đồng"), "đ; VND; vnđ; dong; डोंग"),
        Measure(
            "million_dong", gettext_lazy("million đồng"),
            "triệu đồng; triệu; trđ; tr đ; tr đồng; million VND; million dong; मिलियन डोंग", DONG, 10**6,
        ),
        Measure(
            "billion_dong", gettext_lazy("billion đồng"),
            "tỷ đồng; tỉ đồng; tỷ; tỉ; billion VND; billion dong; बिलियन डोंग", DONG, 10**9,
        ),
        Measure("m2", gettext_lazy("m²"), "m2; mét vuông; square metres; sqm; वर्ग मीटर"),
        Measure("ha", gettext_lazy("ha"), "héc ta; hecta; hectare; hectares; हेक्टेयर", SQUARE_METRE, 10**4),
        Measure("km2", gettext_lazy("km²"), "km2; ki lô mét vuông; square kilometres", SQUARE_METRE, 10**6),
        Measure("m", gettext_lazy("m"), "mét; metre; metres; मीटर"),
        Measure("km", gettext_lazy("km"), "ki lô mét; cây số; kilometre; kilometres; किलोमीटर", METRE, 10**3),
        Measure("kg", gettext_lazy("kg"), "ki lô gam; cân; kilogram; किलोग्राम"),
        Measure("tonne", gettext_lazy("tonnes"), "tấn; tonne; टन", "kg", 10**3),
        Measure("percent", gettext_lazy("%"), "phần trăm; per cent; percent; प्रतिशत"),
        Measure("household", gettext_lazy("households"), "hộ; hộ gia đình; gia đình; household; परिवार"),
        Measure("person", gettext_lazy("persons"), "người; person; people; व्यक्ति; लोग"),
        Measure("turn", gettext_lazy("turns of taking part"), "lượt; lượt người; turns; participations; बार"),
        Measure("child", gettext_lazy("children"), "cháu; trẻ em; trẻ; em; child; बच्चे"),
        Measure("work_day", gettext_lazy("work-days"), "công; ngày công; work days; workdays; कार्य दिवस"),
        Measure("work", gettext_lazy("works"), "công trình; work; निर्माण कार्य"),
    )
}  # fmt: skip
BY_WORD = {
    fold(word): measure.key for measure in KNOWN.values() for word in (measure.key, *measure.words.split("; "))
} | {"%": "percent", "m²": "m2", "km²": "km2"}


def read(text: str) -> str:
    """The unit of measure that a word means: one of ours, or the word itself. `BadInput` when it is too long."""
    word = clean_line(text)
    if known := BY_WORD.get(word) or BY_WORD.get(fold(word)) or _by_label(word):
        return known
    if len(word) > LONGEST:
        raise BadInput(
            _("“%(text)s” is too long for a unit of measure: write one or two words, like m² or households.")
            % {"text": word[:LONGEST]}
        )
    return word


def label(key: str) -> str:
    """The unit of measure in the reader's language; a word of its own stays as it was written."""
    return str(KNOWN[key].label) if key in KNOWN else key


def base_of(key: str) -> str:
    """What everything of this kind is added in: đồng for all money. Words that differ only in case are one unit."""
    return (KNOWN[key].base or key) if key in KNOWN else key.casefold()


def to_base(value: Decimal, key: str) -> Decimal:
    """The same quantity in its base: 1.030 million đồng are 1.030.000.000 đồng, exactly."""
    with localcontext(prec=DIGITS):
        return value * (KNOWN[key].factor if key in KNOWN else 1)


def from_base(amount: Decimal, key: str) -> Decimal | None:
    """The amount of a base written in another unit of its kind; None where that would need rounding."""
    factor = KNOWN[key].factor if key in KNOWN else 1
    with localcontext(prec=DIGITS):
        value = amount / factor
        return value if value * factor == amount and value.normalize().as_tuple().exponent >= -6 else None  # type: ignore[operator] # finite: the exponent is a number


def _by_label(word: str) -> str:
    """A word of the page in the reader's own language."""
    bare = word.casefold()
    return next((key for key, measure in KNOWN.items() if str(measure.label).casefold() == bare), "")
