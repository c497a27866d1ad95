"""What the forms of all parts have in common: fields that spell a part of a sheet, and rows that repeat themselves."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.amounts import Part
from kheo.criteria.enums import Operator, Standing
from kheo.criteria.sentences import SIGNS
from kheo.criteria.sheet import Sheet
from kheo.kernel.formwork import LineField, NumberField, TextField

MOST_ROWS = 60
EMPTY = ("", None, [])
LAST = ("standing", "note")
_CODE = re.compile(r"\S{1,40}")


class CodeField(LineField):
    """One word of at most 40 letters."""

    def __init__(self, **options):
        super().__init__(label=gettext_lazy("Code"), **options)

    def validate(self, value):
        super().validate(value)
        if not _CODE.fullmatch(value):
            raise forms.ValidationError(_("A code is one word of at most 40 letters, like T5 or I.2.a."))


@dataclass(frozen=True)
class Rows:
    """Fields that come again in every row. A row is empty while all `wanted` are; one that is begun wants them all."""

    legend: Any
    fields: Mapping[str, Callable[["PartForm"], forms.Field]]
    wanted: tuple[str, ...]


class PartForm(forms.Form):
    """A form that spells one part of a sheet: `made` is the new part once the form is valid.

    `old` is the part as it stands, `typed` what was typed so far where the form is only laid out anew: another method,
    one more row. What the form does not ask stays as it was.
    """

    model: type[Part]
    tables: Mapping[str, Rows] = {}

    def __init__(self, data=None, *, sheet: Sheet, old=None, typed: QueryDict | None = None):
        self.sheet, self.old, self.typed = sheet, old, typed
        super().__init__(data)
        self.initial = self.written()
        self.shape()
        self._counts = {name: self._count(name) for name in self.tables}
        for name, count in self._counts.items():
            for n in range(count):
                self.fields |= self._row(name, n)
        if typed is not None:
            self.initial = {name: self._as_typed(name, field) for name, field in self.fields.items()}

    def shape(self) -> None:
        """What depends on the sheet and on the part: choices, and fields that it does not have."""

    def written(self) -> dict[str, Any]:
        """The answers as they stand."""
        return {name: getattr(self.old, name) for name in self.base_fields if hasattr(self.old, name)}

    def spelled(self) -> dict[str, Any]:
        """The answers as the words of the part; what was left empty is as usual."""
        plain = {name: self.cleaned_data.get(name) for name in self.fields if name in self.model.model_fields}
        return {name: value for name, value in (plain | self.filled_rows()).items() if value not in EMPTY}

    def filled_rows(self) -> dict[str, list[dict[str, Any]]]:
        """Of every table the rows that are not empty, each as words."""
        return {
            name: [row for n in range(count) if (row := self._filled(name, n))] for name, count in self._counts.items()
        }

    def clean(self):
        for name, count in self._counts.items():
            for n in range(count):
                self._check_row(name, n)

    @property
    def made(self) -> Part:
        """The new part. What the form does not ask is taken from the old one."""
        kept = {name: getattr(self.old, name) for name in self.model.model_fields if self._keeps(name)}
        return self.model.model_validate(kept | self.spelled())

    @property
    def plain(self):
        """The fields that stand in no row and are not the last ones."""
        return [self[name] for name in self.fields if "-" not in name and name not in LAST]

    @property
    def last(self):
        """What stands under everything else."""
        return [self[name] for name in LAST if name in self.fields]

    @property
    def groups(self):
        """The tables for the page: their legend, and their rows with their fields."""
        return [
            {"name": name, "legend": rows.legend, "rows": [self._bound(name, n) for n in range(self._counts[name])]}
            for name, rows in self.tables.items()
        ]

    def _keeps(self, name):
        return self.old is not None and name not in self.fields and name not in self.tables

    def _count(self, name):
        said = self.data if self.is_bound else self.typed
        if said is None:
            return min(len(self.written_rows(name)) + 1, MOST_ROWS)
        numbers = [int(found[1]) for key in said if (found := re.fullmatch(rf"{name}-(\d{{1,3}})-\w+", key))]
        there = max(numbers, default=-1) + 1
        if self.typed is not None:
            there = max(1, there + (self.typed.get("again") == name))
        return min(there, MOST_ROWS)

    def written_rows(self, name) -> list[Mapping[str, Any]]:
        """The rows of a table as they stand."""
        return [_words(part) for part in getattr(self.old, name, ())]

    def _row(self, name, n):
        fields, written = {}, self.written_rows(name)
        for field_name, make in self.tables[name].fields.items():
            field = make(self)
            field.required = False
            field.needed_to_send = True
            fields[f"{name}-{n}-{field_name}"] = field
            if n < len(written):
                self.initial[f"{name}-{n}-{field_name}"] = written[n].get(field_name)
        return fields

    def _bound(self, name, n):
        return {"number": n + 1, "fields": [self[f"{name}-{n}-{field}"] for field in self.tables[name].fields]}

    def _filled(self, name, n):
        row = {field: self.cleaned_data.get(f"{name}-{n}-{field}") for field in self.tables[name].fields}
        begun = any(row[field] not in EMPTY for field in self.tables[name].wanted)
        return {field: value for field, value in row.items() if value not in EMPTY} if begun else None

    def _check_row(self, name, n):
        row = self._filled(name, n)
        for field in self.tables[name].wanted if row else ():
            if field not in row and f"{name}-{n}-{field}" not in self.errors:
                self.add_error(f"{name}-{n}-{field}", _("Fill this in, or leave the whole row empty."))

    def _as_typed(self, name, field):
        several = isinstance(field, forms.MultipleChoiceField)
        return self.typed.getlist(name) if several else self.typed.get(name)


class SourcedForm(PartForm):
    """A part that may be a proposal inside an evidenced framework, or the other way round."""

    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"),
        choices=[("", gettext_lazy("as the whole framework")), *Standing.choices],
        required=False,
    )
    note = TextField(label=gettext_lazy("Note"), required=False)


def number(label, **options):
    """A field for a number, as `Rows` make it."""
    return lambda form: NumberField(label=label, **options)


def sign(label):
    """A field for a comparison."""
    return lambda form: sign_field(label)


def sign_field(label):
    """A comparison as its sign and its words."""
    return forms.ChoiceField(label=label, choices=_signs, initial=Operator.AT_LEAST)


def _signs():
    return [(one.value, f"{SIGNS[one]} {one.label}") for one in Operator]


def named(label, rows: str, *, also: Callable[["PartForm"], Iterable[str | None]] = lambda form: ()):
    """A field that names a criterion, class or figure of the sheet."""
    return lambda form: forms.ChoiceField(label=label, choices=naming(form.sheet, rows, also=also(form)))


def naming(sheet: Sheet, *parts: str, also: Iterable[str | None] = ()) -> list[tuple[str, str]]:
    """The rows that can be named, as code and text. A code that is named and does not exist can still be chosen, so
    that opening the form and saving it changes nothing."""
    found = {row.code: f"{row.code} – {_shown(row)}" for part in parts for row in _rows(sheet, part)}
    strange = {code: _("%(code)s (does not exist)") % {"code": code} for code in also if code and code not in found}
    return [("", "–"), *(found | strange).items()]


def _rows(sheet, part):
    return sheet.walk() if part == "criteria" else getattr(sheet, part)


def _shown(row):
    text = getattr(row, "text", None) or row.name
    return text if len(text) <= 60 else f"{text[:59]}…"


def _words(part):
    """A part as words; a plain code is the word `code`."""
    if not isinstance(part, Part):
        return {"code": part}
    return {(field.alias or name).rstrip("_"): getattr(part, name) for name, field in type(part).model_fields.items()}
