"""The page of the manual about files of frameworks, and their JSON schema, both made from the models themselves."""

import json
from enum import Enum
from functools import cache
from inspect import getdoc
from typing import Any

from kheo.criteria import library
from kheo.criteria.amounts import MOST_PLACES, Part
from kheo.criteria.criterion import Anchor, Criterion, Evidence
from kheo.criteria.methods import (
    Band,
    Bands,
    Count,
    Deduction,
    Hand,
    Imported,
    Relative,
    Share,
    YesNo,
)
from kheo.criteria.regulations import (
    Aggregate,
    Cap,
    Class,
    Condition,
    Figure,
    Gate,
    Minimum,
    Profile,
    RollUp,
    Rounding,
    Threshold,
    Ties,
    Times,
    YearClass,
)
from kheo.criteria.sheet import Sheet

METHODS = (Hand, YesNo, Share, Bands, Count, Deduction, Relative, Imported)
PARTS: tuple[type[Part], ...] = (
    Sheet, Criterion, *METHODS, Band, Evidence, Anchor, Figure, Gate, Condition, Profile, Class, Threshold, Minimum,
    Cap, Ties, Aggregate, Rounding, RollUp, YearClass, Times,
)  # fmt: skip
RULES = f"""
A framework of criteria is one value. The page of a framework edits it, and it can be written as a file in two ways.

## YAML: the whole of it

- UTF-8. The words below, and no others; what is left out is *as usual*. A fault is told with its place.
- Numbers are exact decimals with a point, at most {MOST_PLACES} decimals: `12.5`. Only `true` and `false` are yes and
  no; `null` or nothing is nothing. Everything else is text. References (`&`, `*`) are refused, and so is a word that
  stands twice.
- Codes name criteria, classes and the rest to each other: `T5`, `I.2.a`.
- Read and written again, the file is the same. The schema for editors: [framework.schema.json](framework.schema.json).

## XLSX: the table that officials know

- Written: No. · Content · Condition · Maximum · Self-score · Verified · Note, groups in bold, the sum in the last row;
  all other rules in words on a second sheet.
- Read: the tree only. The header may stand in any of the first rows, in Vietnamese, Hindi or English; the numbers
  (I, 1, 1.1, a) tell what stands under what; a row of column numbers is passed over, a row without number and maximum
  goes on with the one above. Leaves are scored by hand; a maximum of 0 means passed or not. What stands above the
  header is the name, then *Code* and *Source* where they are named. What comes out is a draft.

## What has to add up before a version is published

- The parts of a group add up to its maximum, the groups to the scale, and what applies to a profile to its scale.
- Codes are given once, and whatever is named exists. A better class demands more than a worse one.
- The method of a leaf can give its maximum, and nothing above it.

## The frameworks that come with Khéo
"""


def page() -> str:
    """docs/reference/frameworks.md."""
    text = f"# Frameworks of criteria\n{RULES}\n| code | name | standing | file |\n|---|---|---|---|\n"
    for path, sheet in zip(library.files(), library.shipped(), strict=True):
        text += f"| `{sheet.code}` | {sheet.name} | {sheet.standing.value} | `kheo/criteria/library/{path.name}` |\n"
    return text + "\n## The words\n" + "".join(_part(part) for part in PARTS)


def schema() -> str:
    """docs/reference/framework.schema.json."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A framework of criteria for Khéo"}
    return json.dumps(head | Sheet.model_json_schema() | head, ensure_ascii=False, indent=1) + "\n"


def _part(part: type[Part]) -> str:
    text = f"\n### {_called(part)}\n\n{_flat(getdoc(part))}\n\n| word | what stands there | as usual | meaning |\n"
    text += "|---|---|---|---|\n"
    properties = (
        part.model_json_schema()["properties"] if part is Sheet else _definitions()[part.__name__]["properties"]
    )
    for name, field in part.model_fields.items():
        usual = "**wanted**" if field.is_required() else _usual(field.get_default(call_default_factory=True))
        word = field.alias or name
        text += f"| `{word}` | {_kind(properties[word])} | {usual} | {_flat(field.description)} |\n"
    return text


@cache
def _definitions() -> dict[str, Any]:
    return dict(Sheet.model_json_schema()["$defs"])


def _called(part: type[Part]) -> str:
    return f"by: {part.model_fields['by'].default}" if part in METHODS else part.__name__


def _usual(value: Any) -> str:
    """The value that stands where nothing is said."""
    if isinstance(value, tuple):
        return ", ".join(map(_usual, value))
    if value is None or value == "" or isinstance(value, Part):
        return ""
    return f"`{value.value if isinstance(value, Enum) else str(value).lower()}`"


def _kind(of: dict[str, Any]) -> str:
    """What may stand under a word, told from its schema."""
    if "$ref" in of:
        name = of["$ref"].rpartition("/")[2]
        return _kind(_definitions()[name]) if "enum" in _definitions()[name] else name
    if "oneOf" in of:
        return "a method"
    if "anyOf" in of:
        return " or ".join(_kind(one) for one in of["anyOf"] if one != {"type": "null"})
    if "enum" in of:
        return ", ".join(f"`{word}`" for word in of["enum"])
    if "const" in of:
        return f"`{of['const']}`"
    if of["type"] == "array":
        return f"a list: {_kind(of['items'])}"
    if of["type"] == "string":
        return "a code" if "pattern" in of else "a line" if "minLength" in of else "text"
    return {"number": "a number", "integer": "a whole number", "boolean": "true or false"}[of["type"]]


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
