"""What the five reports print, by the id of the fact: no printed number is typed into the code."""

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kheo.kernel.quantities import format_number

DATA = Path(__file__).parent / "data"
QUALIFIERS = {"more than": "hơn "}  # as the report writes it before the number; “exact” and the rest write nothing


@dataclass(frozen=True)
class Fact:
    """One number of a report, with its unit and its qualifier."""

    id: str
    place: str
    what: str
    value: str
    unit: str
    qualifier: str

    @property
    def number(self) -> int:
        """A count; ValueError when the report prints no whole number here."""
        return int(self.value)

    def __str__(self) -> str:
        """As Vietnamese writes it, with its qualifier: `hơn 1.200`; a document number stays as it is."""
        if self.unit == "document no.":
            return self.value
        return QUALIFIERS.get(self.qualifier, "") + format_number(Decimal(self.value))


@cache
def all_facts() -> dict[str, Fact]:
    """Every fact by its id: `001-04`."""
    return {
        row["id"]: Fact(row["id"], row["actor_or_place"], row["what"], row["value"], row["unit"], row["qualifier"])
        for row in rows("seed-facts.csv")
    }


def printed(fact_id: str) -> int:
    """The count that the report prints."""
    return all_facts()[fact_id].number


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the demonstration."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def script() -> dict[str, list[dict[str, Any]]]:
    """`reports.toml` with every `{fact}` written out."""
    told: dict[str, list[dict[str, Any]]] = _written(tomllib.loads((DATA / "reports.toml").read_text(encoding="utf-8")))
    return told


def _written(part: Any) -> Any:
    if isinstance(part, str):
        return part.strip().format(**all_facts())
    if isinstance(part, list):
        return [_written(item) for item in part]
    if isinstance(part, dict):
        return {key: _written(value) for key, value in part.items()}
    return part
