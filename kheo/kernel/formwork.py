"""What every form needs: days as we write them, and refusals told where the person is looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kheo.kernel import clock, periods
from kheo.kernel.errors import BadInput, NotNow, Refused
from kheo.kernel.quantities import format_number, parse_number
from kheo.kernel.text import clean, clean_line

MOST_DIGITS = 18  # of an id: the database takes no more for one
form_page = require_http_methods(["GET", "HEAD", "POST"])  # a page that asks, and acts when it is answered


class LineField(forms.CharField):
    """One line of text in the form we store it: NFC, single spaces, no control marks."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines of text in the form we store it; line breaks stay."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class NumberField(forms.Field):
    """An exact number as people write it, 85,5; what can be read in two ways is refused with the sentence that says so.

    At most twelve digits and six decimals; below zero only where it is `signed`.
    """

    widget = forms.NumberInput

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.signed = signed

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return format_number(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize())

    def to_python(self, value: Any) -> Decimal | None:
        text = clean_line(str(value)) if value is not None else ""
        if not text:
            return None
        with as_field_error():
            return parse_number(text)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < 0 and not self.signed:
            raise ValidationError(_("This number is never negative."))
        if abs(value) >= 10**12 or value != round(value, 6):
            raise ValidationError(_("At most twelve digits before the comma, and six after it."))


class DayField(forms.DateField):
    """A day as people write it, 25/11/2024; what cannot be read is refused with the sentence that names it."""

    widget = forms.DateInput(format="%d/%m/%Y")

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        with as_field_error():
            return periods.parse_date(value)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the answers of a POST, an empty one too; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def id_in(text: str) -> int | None:
    """The id that an address or a form names; None for what is none, or is too long for the database."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def today_as_written() -> str:
    """The business day as the first answer of a form; a function, so that it is asked when the page is made."""
    return periods.format_date(clock.today())


@contextmanager
def as_field_error() -> Iterator[None]:
    """Inside `clean_…`: the refusal of a rule or a reader becomes the field's error."""
    try:
        yield
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal


@contextmanager
def refusals_in(form: forms.BaseForm) -> Iterator[None]:
    """Around a verb: its refusal is told on top of the form, which is shown again with everything that was typed.

    `NotPermitted` and `Stale` go on to the middleware: they are no matter of the form.
    """
    try:
        yield
    except (NotNow, BadInput) as refusal:
        form.add_error(None, str(refusal))


def status_of(form: forms.BaseForm) -> int:
    """422 for a form that was refused, so that script and tests tell it from a fresh one; else 200."""
    return 422 if form.is_bound and form.errors else 200
