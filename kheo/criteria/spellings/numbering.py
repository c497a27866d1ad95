"""The numbers officials put before the rows of a table, and the tree that they mean: I › 1 › 1.1 › a.

A number that carries another with a dot stands under it. Otherwise the kind of the number decides: one of a kind that
is open stands beside it, one of a new kind stands under the last row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_ROMAN = re.compile(r"[IVX]+")
_ENDS = ".):-– "


@dataclass
class Row:
    """A numbered row with those below it. `code` is whole: `I.2.a`."""

    label: str
    kind: str
    code: str
    at: int
    below: list["Row"] = field(default_factory=list)


def tree(labels: Iterable[str]) -> list[Row]:
    """The rows as a tree; `at` is the place of a row in the list of labels."""
    tops: list[Row] = []
    open_: list[Row] = []
    taken: set[str] = set()
    for at, written in enumerate(labels):
        label = label_of(written)
        beside = None
        while open_ and not _stands_under(label, open_):
            beside = open_.pop()
        row = Row(label, _kind(label, beside), _code(label, open_[-1] if open_ else None, taken), at)
        (open_[-1].below if open_ else tops).append(row)
        open_.append(row)
        taken.add(row.code)
    return tops


def rows(of: Iterable[Row]) -> Iterator[Row]:
    """Every row, those below after it."""
    for row in of:
        yield row
        yield from rows(row.below)


def label_of(written: str) -> str:
    """The number without its ornaments: `a)` is a, `1.` is 1; a spreadsheet's `1,1` is 1.1."""
    label = "".join(written.split()).strip(_ENDS)
    return label.replace(",", ".") if re.fullmatch(r"\d+,\d+", label) else label


def _stands_under(label: str, open_: list[Row]) -> bool:
    """Whether a row stands under the last open one: it carries its number, or is of a kind that is not open."""
    last = open_[-1]
    if _carries(label, last):
        return True
    if any(_carries(label, row) for row in open_):
        return False
    return all(_kind(label, row) != row.kind for row in open_)


def _carries(label: str, row: Row) -> bool:
    return label.startswith((f"{row.code}.", f"{row.label}."))


def _kind(label: str, beside: Row | None) -> str:
    """The shape of a number: roman, letter, small letter, T#, #, #.#. A single I is roman, unless it stands after H."""
    follows = beside and beside.kind == "letter" and len(label) == 1 and ord(label) == ord(beside.label) + 1
    if _ROMAN.fullmatch(label) and not follows:
        return "roman"
    if len(label) == 1 and label.isalpha():
        return "letter" if label.isupper() else "small letter"
    return re.sub(r"\d+", "#", label)


def _code(label: str, above: Row | None, taken: set[str]) -> str:
    """The whole code. `1.1` for the second time is 1.10, of which a spreadsheet has taken the nought."""
    if above is None or label.startswith(f"{above.code}."):
        code = label
    elif label.startswith(f"{above.label}."):
        code = above.code + label[len(above.label) :]
    elif _is_whole(label) and label not in taken:
        code = label
    else:
        code = f"{above.code}.{label}"
    return f"{code}0" if code in taken and "." in code and f"{code}0" not in taken else code


def _is_whole(label: str) -> bool:
    """Whether a label is a code of its own, like T5, and no number within a group."""
    return len(label) > 1 and label[0].isalpha() and any(letter.isdigit() for letter in label)
