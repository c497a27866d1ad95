"""Exact numbers: a point, a bound or a maximum is a decimal as somebody wrote it, never a binary fraction."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from kheo.criteria.enums import RoundingMode
from kheo.kernel.text import clean, clean_line

MOST_PLACES = 6
LARGEST = Decimal(10) ** 12


def plain(value: Decimal) -> Decimal:
    """The same number in its only spelling: no exponent, no zeros at the end (`10`, not `1E+1` or `10.0`)."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) + 0  # + 0 takes the sign from a zero
    return value.normalize()


def written(value: Decimal) -> str:
    """The number as it stands in files and in the database: `1.5`."""
    return format(plain(value), "f")


def _exact(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float | str):
        raise PydanticCustomError("number", "a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise PydanticCustomError("number", "a number") from None
    if not number.is_finite():
        raise PydanticCustomError("number", "a number")
    if abs(number) >= LARGEST:
        raise PydanticCustomError("number_too_large", "too large")
    if number != round(number, MOST_PLACES):
        raise PydanticCustomError("number_too_long", "too many decimals")
    return plain(number)


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise PydanticCustomError("number_negative", "negative")
    return value


def _not_empty(value: str) -> str:
    if not value:
        raise PydanticCustomError("text_missing", "empty")
    return value


def _code(value: str) -> str:
    if not value or len(value) > 40 or any(letter.isspace() for letter in value):
        raise PydanticCustomError("code", "a code")
    return value


_NUMBER = [BeforeValidator(_exact), PlainSerializer(written, str, when_used="json")]

Number = Annotated[Decimal, *_NUMBER, WithJsonSchema({"type": "number"})]
"""Any exact number."""
Amount = Annotated[Decimal, *_NUMBER, AfterValidator(_not_negative), WithJsonSchema({"type": "number", "minimum": 0})]
"""An exact number that is not negative: points, maxima, limits."""
Text = Annotated[str, AfterValidator(clean)]
"""Text of any length, NFC; may be empty."""
Line = Annotated[
    str, AfterValidator(clean_line), AfterValidator(_not_empty), WithJsonSchema({"type": "string", "minLength": 1})
]
"""One line of text, NFC, not empty."""
Code = Annotated[
    str, AfterValidator(clean_line), AfterValidator(_code),
    WithJsonSchema({"type": "string", "maxLength": 40, "pattern": r"^\S+$"}),
]  # fmt: skip
"""What something is called by others: one word of at most 40 letters, as `T5` or `I.2.a`."""


class Part(BaseModel):
    """A part of a sheet: a value that never changes, and knows no word that is not its own."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True,
        coerce_numbers_to_str=True,  # a code may be written 1 or 2.1
        use_attribute_docstrings=True,  # the manual and the schema tell what stands under each word
    )  # fmt: skip


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, exact, zero for none."""
    return sum(amounts, Decimal(0))


_MODES = {RoundingMode.DOWN: ROUND_DOWN, RoundingMode.HALF_UP: ROUND_HALF_UP, RoundingMode.UP: ROUND_UP}


def rounded(value: Decimal, places: int, mode: RoundingMode) -> Decimal:
    """The number with so many decimals. Nothing is rounded but where a sheet says so."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=_MODES[mode])
