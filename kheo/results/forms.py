"""The sheets as forms: a table of texts, read row by row; and the small forms of indicators and commitments."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel import measures
from kheo.kernel.formwork import DayField, LineField, NumberField, as_field_error
from kheo.kernel.quantities import Nature, parse_whole
from kheo.kernel.text import clean_line
from kheo.results import rows
from kheo.results.columns import COLUMNS, Column, empty
from kheo.results.enums import Direction, Sheet, Source

MOST_ROWS = 100
BLANK = 3  # rows to write into, below those that stand
MOST_PASTED = 20_000  # characters


class SheetForm(forms.Form):
    """A sheet: one field a cell, named `column-row`, and the row's key. A row left empty is left out.

    `told` are the rows for `save_sheet`, those that can be read: a row with a fault is told as its form shows it, and
    keeps the whole from being saved.
    """

    def __init__(self, data=None, *, sheet: Sheet, texts: Sequence[Mapping[str, str]] = (), keys=()):
        self.sheet, self.columns = sheet, COLUMNS[sheet]
        self.told: list[dict[str, Any]] = []
        super().__init__(data)
        self.count = min(self._rows_in_data() if self.is_bound else len(texts) + BLANK, MOST_ROWS)
        for n in range(self.count):
            for column in self.columns:
                self.fields[f"{column.name}-{n}"] = _field(column, n)
            self.fields[f"key-{n}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            known = texts[n] if n < len(texts) else {}
            # a list to choose from shows what an empty cell means, not its first word: nobody said “the people”
            self.initial |= {f"{column.name}-{n}": empty(column) for column in self.columns if column.choices}
            self.initial |= {f"{name}-{n}": text for name, text in known.items()}
            self.initial[f"key-{n}"] = (keys[n] if n < len(keys) else "") or uuid.uuid4()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows for the page: number, key, the cells of the row and those under it, and whether these are open."""
        return [self._row(n) for n in range(self.count)]

    def clean(self):
        for n in range(self.count):
            cells = {column.name: self._text(column.name, n) for column in self.columns}
            values, faults = rows.read(self.sheet, cells)
            for fault in faults:
                self.add_error(
                    f"{fault.column}-{n}", _("Row %(row)s: %(fault)s") % {"row": n + 1, "fault": fault.sentence}
                )
            if values:
                self.told.append({"key": _key(self.data.get(f"key-{n}", "")), **values})

    def cells_typed(self, n: int) -> dict[str, str]:
        """The texts of a row as they came in."""
        return {column.name: self.data.get(f"{column.name}-{n}", "") for column in self.columns}

    def text_of(self, n: int) -> str:
        """Everything that was typed into a row; nothing when only its choices stand there."""
        return "".join(self.data.get(f"{column.name}-{n}", "") for column in self.columns if not column.choices).strip()

    def _row(self, n: int) -> dict[str, Any]:
        cells = [self[f"{column.name}-{n}"] for column in self.columns]
        more = [cell for cell, column in zip(cells, self.columns, strict=True) if column.more]
        return {
            "number": n + 1,
            "key": self[f"key-{n}"],
            "cells": [cell for cell, column in zip(cells, self.columns, strict=True) if not column.more],
            "more": more,
            "open": any(
                cell.errors or (cell.value() and not isinstance(cell.field, forms.ChoiceField)) for cell in more
            ),
        }

    def _text(self, name: str, n: int) -> str:
        return clean_line(str(self.cleaned_data.get(f"{name}-{n}") or ""))

    def _rows_in_data(self) -> int:
        numbers = [int(n) for name in self.data if (n := name.removeprefix("words-")) != name and n.isdecimal()]
        return max((n for n in numbers if n < MOST_ROWS), default=-1) + 1


class PasteForm(forms.Form):
    """A block copied from a spreadsheet."""

    pasted = forms.CharField(
        strip=False,  # and not cleaned before it is cut into cells: the tabs are what tells them apart
        widget=forms.Textarea(attrs={"rows": 5}),
        label=gettext_lazy("Paste a block from Excel"),
        required=False,
        max_length=MOST_PASTED,
        help_text=gettext_lazy(
            "Copy the rows in Excel and paste them here; a first row with the names of the columns is understood."
            " Nothing is saved before you have looked at it."
        ),
    )


class IndicatorForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("For example: metres of village road")
    )
    measure = LineField(
        label=gettext_lazy("Unit of measure"), max_length=measures.LONGEST, help_text=gettext_lazy("m, m², households")
    )
    nature = forms.ChoiceField(label=gettext_lazy("New or cumulative"), choices=Nature, widget=forms.RadioSelect)
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way is better"), choices=Direction, widget=forms.RadioSelect
    )

    def clean_measure(self):
        with as_field_error():
            return measures.read(self.cleaned_data["measure"])


class NewIndicatorForm(IndicatorForm):
    """`unit` is empty for the catalogue of the movement."""

    unit = forms.ModelChoiceField(None, label=gettext_lazy("For whom"), required=False)
    field_order = ("unit", "name", "measure", "nature", "direction")

    def __init__(self, *args, units, may_run, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = _("Everybody in the movement") if may_run else None
        self.fields["unit"].required = not may_run


class CommitForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name of the commitment"), max_length=200, help_text=gettext_lazy("For example: Godmother")
    )
    measure = LineField(
        label=gettext_lazy("Whom or what it is for"),
        max_length=measures.LONGEST,
        help_text=gettext_lazy("children, households"),
    )
    began = DayField(label=gettext_lazy("Since"))

    def clean_measure(self):
        with as_field_error():
            return measures.read(self.cleaned_data["measure"])


class CountField(LineField):
    """A whole number, as we write it."""

    widget = forms.NumberInput

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        with as_field_error():
            return parse_whole(text)

    def validate(self, value):
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if value is not None and not 0 <= value <= 2_000_000_000:
            raise forms.ValidationError(_("This number is never negative."))

    def run_validators(self, value):
        """Those of a text do not fit a number."""


class StateForm(forms.Form):
    newly = CountField(label=gettext_lazy("New in this round"))
    left = CountField(label=gettext_lazy("No longer in it"), required=False)
    now = CountField(label=gettext_lazy("In all at the end"))
    budget = NumberField(label=gettext_lazy("Budget of this round"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Source of the budget"), choices=Source, initial=Source.NOT_TOLD)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget"].suffix = measures.label("million_dong")

    def clean_left(self):
        return self.cleaned_data["left"] or 0

    def clean_budget(self):
        millions: Decimal | None = self.cleaned_data["budget"]
        if millions is None:
            return None
        budget = measures.to_base(millions, "million_dong")
        if budget % 1:
            raise forms.ValidationError(_("Money is whole đồng."))
        return int(budget)


class EndForm(forms.Form):
    on = DayField(label=gettext_lazy("It ended on"))
    reason = LineField(label=gettext_lazy("Why it ended"), max_length=300)


def _field(column: Column, n: int) -> forms.Field:
    if column.choices:
        field = forms.ChoiceField(label=column.label, choices=column.choices, required=False)
        field.needed_to_send = True  # the whole row may stay empty: each cell need not say so
        return field
    widget = forms.TextInput(attrs={"inputmode": "decimal"} if column.numeric and column.name != "value" else {})
    field = forms.CharField(label=column.label, max_length=column.limit, required=False, widget=widget)
    field.help_text = column.hint if n == 0 else ""
    field.needed_to_send = True
    if column.name in ("words", "measure"):
        field.widget.attrs["list"] = f"known-{column.name}"
    return field


def _key(text: str) -> uuid.UUID:
    """The key of the row; a fresh one for a form that was made up."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
