"""To whom a paper goes, by rule (`recipients.yaml`); whoever drafts may change the list."""

from functools import cache
from pathlib import Path

import yaml

from kheo.documents.enums import Layout, PaperKind

_FILE = Path(__file__).with_suffix(".yaml")


def recipients_for(kind: PaperKind, layout: Layout, *, articles: int = 0, superior: str = "") -> tuple[str, ...]:
    """The recipients of a paper. `articles` is how many a decision has: its last one says who carries it out."""
    lines = _rules().get(layout, {}).get(kind, [])
    return tuple(
        line.replace("{articles}", str(articles)).replace("{superior}", superior)
        for line in lines
        if superior or "{superior}" not in line
    )


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    rules: dict[str, dict[str, list[str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules
