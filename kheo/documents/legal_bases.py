"""On which laws a paper stands: data (`legal_bases.yaml`), chosen by kind, layout and the day of the paper."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from kheo.documents.enums import Layout, PaperKind

_FILE = Path(__file__).with_suffix(".yaml")
_EVER, _NEVER = date.min, date.max


@dataclass(frozen=True, slots=True)
class Basis:
    """A law as cited. `doubt` says, from `doubt_from` on, what whoever drafts must still look up."""

    code: str
    text: str
    layouts: frozenset[str]
    kinds: frozenset[str]
    source: str
    valid_from: date
    valid_to: date
    doubt_from: date
    doubt: str

    def holds(self, kind: str, layout: str, day: date) -> bool:
        return kind in self.kinds and layout in self.layouts and self.valid_from <= day <= self.valid_to


def legal_bases(kind: PaperKind, layout: Layout, day: date) -> list[Basis]:
    """The laws a paper of a kind cites on a day, in the order of print."""
    return [basis for basis in every_basis() if basis.holds(kind, layout, day)]


def cited(kind: PaperKind, layout: Layout, day: date, *, issuer: str) -> tuple[str, ...]:
    """The same as text for the paper of a body."""
    return tuple(basis.text.replace("{issuer}", issuer) for basis in legal_bases(kind, layout, day))


def doubts(kind: PaperKind, layout: Layout, day: date) -> list[str]:
    """What whoever drafts must look up before the paper is signed."""
    return [basis.doubt for basis in legal_bases(kind, layout, day) if basis.doubt and day >= basis.doubt_from]


@cache
def every_basis() -> tuple[Basis, ...]:
    """All that the file holds."""
    return tuple(
        Basis(
            code=one["code"], text=one["text"], source=one["source"],
            layouts=frozenset(one["layouts"]), kinds=frozenset(one["kinds"]),
            valid_from=one.get("valid_from", _EVER), valid_to=one.get("valid_to", _NEVER),
            doubt_from=one.get("doubt", {}).get("from", _NEVER), doubt=one.get("doubt", {}).get("text", ""),
        )
        for one in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    )  # fmt: skip
