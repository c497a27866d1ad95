"""The columns of each kind of list: the one place for what they are called and what they hold.

The readers, the templates and docs/reference/imports.md are made from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import Stage
from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.imports import values, words
from kheo.imports.enums import Answer, ImportKind, ListedStatus
from kheo.imports.headers import HEADERS
from kheo.insights.enums import Measure
from kheo.kernel.text import fold
from kheo.movements.enums import FieldKey
from kheo.people.enums import Language
from kheo.results.columns import COLUMNS as FIGURES
from kheo.results.enums import Sheet
from kheo.units.enums import Kind as UnitKind
from kheo.units.enums import Level, Role

NEEDED = {"required": True}


@dataclass(frozen=True)
class Column:
    """A column. `name` never changes. `empty` is the value of an empty cell, unless the column is `required`."""

    name: str
    about: str | Promise
    read: Callable[[str], Any]
    example: str = ""
    required: bool = False
    empty: Any = ""
    keys: type[TextChoices] | None = None
    long: bool = False
    lines: bool = False

    @property
    def sample(self) -> str:
        """The example as the reader would write it."""
        return str(self.keys(self.example).label) if self.keys and self.example else self.example


def _text(limit, name, about, example="", **rest):
    return Column(name, about, values.line(limit), example, **rest)


def _code(name, about, example="", **rest):
    return Column(name, about, values.code, example, **rest)


def _day(name, about, example="", **rest):
    return Column(name, about, values.day, example, empty=None, **rest)


def _number(name, about, example="", **rest):
    return Column(name, about, values.number, example, empty=None, **rest)


def _word(name, about, keys, others, example="", **rest):
    return Column(name, about, words.reader(keys, others), example, keys=keys, **rest)


def _field(text: str) -> str:
    return "" if fold(text) in words.no_field() else words.reader(FieldKey, words.FIELDS)(text)


_UNIT_CODE = _code("unit_code", _("Code the unit had during the round."), "BT", **NEEDED)
_ROUND_CODE = _code("round_code", _("Code of the round."), "BT-2023", **NEEDED)
_LEVELS = (Level, words.LEVELS)

UNITS = (
    _code("code", _("Code of the unit; no other unit may have it at the same time."), "BT-HT", **NEEDED),
    _text(200, "name", _("Full name of the unit."), "Huyện Hàm Tân", **NEEDED),
    _word(
        "kind",
        _("What kind of body it is; a locality when empty."),
        UnitKind,
        words.UNIT_KINDS,
        "locality",
        empty="locality",
    ),
    _word("level", _("Level of the unit."), *_LEVELS, "district", **NEEDED),
    _code("parent_code", _("Code of its superior; empty for a top unit."), "BT"),
    _day("valid_from", _("First day. When empty: that of its superior, or 01/01/1900 for a top unit."), "01/01/2000"),
    _day("valid_to", _("Last day; empty while it goes on."), "30/06/2025"),
)
PEOPLE = (
    _text(60, "username", _("User name; made from the full name when empty."), "lan.nguyenthi"),
    _text(120, "full_name", _("Full name."), "Nguyễn Thị Lan", **NEEDED),
    _text(254, "email", _("E-mail address."), "lan@example.vn"),
    _text(30, "phone", _("Phone number."), "0912 345 678"),
    _code("unit_code", _("Code of the unit the person works for."), "BT-HT", **NEEDED),
    _word("role", _("What the person is there."), Role, words.ROLES, "clerk", **NEEDED),
    _day("valid_from", _("First day of the role; today when empty."), "01/01/2024"),
    _day("valid_to", _("Last day of the role; empty when no end is known.")),
    _word("language", _("Language of the pages; Vietnamese when empty."), Language, words.LANGUAGES, "vi", empty="vi"),
)
MOVEMENTS = (
    _code("movement_code", _("Code of the movement."), "DVK-BT", **NEEDED),
    _text(200, "movement_name", _("Name of the movement."), "Phong trào thi đua Dân vận khéo", **NEEDED),
    _code("owner_code", _("Code of the unit that runs it."), "BT", **NEEDED),
    _code("round_code", _("Code of the round; one row a round."), "BT-2023", **NEEDED),
    _text(200, "round_name", _("Name of the round."), "Năm 2023", **NEEDED),
    _day("starts", _("First day of the round."), "01/01/2023", **NEEDED),
    _day("ends", _("Last day of the round."), "31/12/2023", **NEEDED),
)
REGISTRATIONS = (
    _code(
        "unit_code",
        _("Code the registering unit had during the round. If two units had it in turn, add a day: BT-HT@30/06/2025."),
        "BT-HT",
        **NEEDED,
    ),
    _ROUND_CODE,
    _text(300, "title", _("Name of the model or typical example."), "Ngân hàng cây giống", long=True, **NEEDED),
    _word("kind", _("Model or typical example."), Kind, words.KINDS, "model", **NEEDED),
    _word("subject", _("Collective or individual."), Subject, words.SUBJECTS, "collective", **NEEDED),
    _text(120, "person_name", _("Name of the person; needed for an individual.")),
    Column("field", _("Field; unclassified when empty."), _field, "economy", keys=FieldKey),
    _word("level", _("Level registered for; the lowest one open to the unit when empty."), *_LEVELS, "district"),
    _word("origin", _("New or continued; new when empty."), Origin, words.ORIGINS, "new", empty="new"),
    _text(20_000, "summary", _("Summary of the content and the results."), long=True, lines=True),
    _word(
        "status",
        _("How far it got; registered when empty."),
        ListedStatus,
        words.STATUSES,
        "recognised",
        empty="registered",
    ),
    _word(
        "recognised_level",
        _("Highest level that recognised it; the level registered for when empty."),
        *_LEVELS,
        "district",
    ),
    _text(60, "decision_number", _("Number and symbol of the decision; may be left empty."), "12-QĐ/HU"),
    _day("decision_date", _("Date of the decision; may be left empty."), "20/11/2023"),
    _word("proposed_to_level", _("Level to which it was proposed upward."), *_LEVELS, "province"),
)
PRINTED_TOTALS = (
    _UNIT_CODE,
    _ROUND_CODE,
    _word("measure", _("What is counted."), Measure, words.MEASURES, "registered", **NEEDED),
    Column("printed_total", _("The total as printed."), values.whole, "746", **NEEDED),
    _text(300, "source", _("Which report prints it."), "Báo cáo tổng kết năm 2023", long=True, **NEEDED),
)
SCORES = (
    _ROUND_CODE,
    _code(
        "subject_code",
        _("Code of a registration or of a unit; where two offices gave the same, with a unit: MH-2023-0001@BT-HT."),
        "MH-2023-0412",
        **NEEDED,
    ),
    _word("stage", _("At which stage it was given."), Stage, words.STAGES, "self", **NEEDED),
    _code("criterion_code", _("Code of a criterion, of a condition (gate) or of a figure."), "T5", **NEEDED),
    _number("points", _("The points; empty where a result or yes or no is given instead."), "22,5"),
    _word("passed", _("Whether it is met: for criteria and conditions of yes or no."), Answer, words.ANSWERS),
    _text(2_000, "note", _("A note; for a condition the number of the document."), long=True),
    _number("value", _("The result, where the points are computed from it; the value of a figure."), "62"),
    _number("target", _("The target that belongs to the result."), "60"),
    _text(60, "scorer", _("User name of the scorer, where several score; empty for what they gave together.")),
    _code("profile", _("Code of the profile, where not all criteria apply; once for each subject is enough.")),
    _word("level", _("Level of the unit that judges; needed where the round demands it at several."), *_LEVELS),
)
_REGISTRATION_CODE = _code(
    "registration_code",
    _("Code of the registration; where two offices gave the same, with a unit: MH-2024-0001@QN-206."),
    "MH-2024-0001",
    **NEEDED,
)
_QUALIFIER = _text(
    30, "qualifier", _("More than, less than or about; empty for an exact number. It may stand before the number too.")
)


def _of_sheet(sheet: Sheet, examples: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of one of the tables that a unit writes, read by the reader of that table; here they stay texts."""
    columns = [_REGISTRATION_CODE]
    for column in FIGURES[sheet]:
        columns += [_QUALIFIER] if column.name == "value" else []
        wanted = NEEDED if column.name == "words" else {}
        about = column.hint or column.label
        columns.append(_text(column.limit, column.name, about, examples.get(column.name, ""), long=True, **wanted))
    return tuple(columns)


RESULTS = _of_sheet(
    Sheet.RESULTS, {"words": "Sân nhà văn hóa được lát", "value": "1.200", "measure": "m²", "place": "Khu 1, 3, 4"}
)
RESOURCES = _of_sheet(
    Sheet.RESOURCES, {"words": "Lát sân", "source": "people", "kind": "money", "value": "300", "measure": "triệu đồng"}
)
BENEFICIARIES = _of_sheet(Sheet.BENEFICIARIES, {"words": "Hội viên, phụ nữ cận nghèo", "value": "223", "measure": "hộ"})
COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.UNITS: UNITS,
    ImportKind.PEOPLE: PEOPLE,
    ImportKind.MOVEMENTS: MOVEMENTS,
    ImportKind.REGISTRATIONS: REGISTRATIONS,
    ImportKind.PRINTED_TOTALS: PRINTED_TOTALS,
    ImportKind.SCORES: SCORES,
    ImportKind.RESULTS: RESULTS,
    ImportKind.RESOURCES: RESOURCES,
    ImportKind.BENEFICIARIES: BENEFICIARIES,
}


@cache
def by_header(kind: ImportKind) -> dict[str, tuple[Column, int]]:
    """Every word a column of this kind may be headed with, folded, and how good a word it is (0 is its own name)."""
    return {
        fold(word): (column, rank)
        for column in COLUMNS[kind]
        for rank, word in reversed(list(enumerate((column.name, *words.apart(HEADERS[kind][column.name])))))
    }


def heading(kind: ImportKind, name: str) -> str:
    """What a column is headed with in the files we make: a word of the reader's language, which is read back too."""
    others = words.apart(HEADERS[kind][name])
    language = get_language() or ""
    if language.startswith("vi"):
        return others[0][:1].upper() + others[0][1:]
    if language.startswith("hi"):
        return next(word for word in others if any("\u0900" <= letter <= "\u097f" for letter in word))
    return name
