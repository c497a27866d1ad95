"""The page of the manual about lists says what the code does."""

from pathlib import Path

from kheo.imports import manual
from kheo.imports.columns import COLUMNS
from kheo.management import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "imports.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text() == reference.MADE + manual.page(), "run: kheo reference"


def test_every_column_is_on_it():
    text = PAGE.read_text()
    assert [c.name for columns in COLUMNS.values() for c in columns if f"| `{c.name}` |" not in text] == []
