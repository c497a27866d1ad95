"""The frameworks that Khéo brings along, each with its source, each marked evidenced or proposal.

They belong to nobody: a unit takes one as the draft of its own framework, and publishes what it has made of it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import as_yaml

HERE = Path(__file__).parent


@cache
def shipped() -> tuple[Sheet, ...]:
    """All of them, in alphabetical order of their files."""
    return tuple(as_yaml.read(path.read_text(encoding="utf-8")) for path in files())


def by_code(code: str) -> Sheet:
    """The one of that code; `KeyError` when there is none."""
    return {sheet.code: sheet for sheet in shipped()}[code]


def files() -> Iterator[Path]:
    """Where they are kept."""
    return iter(sorted(HERE.glob("*.yaml")))
