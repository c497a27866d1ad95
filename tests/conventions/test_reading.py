"""How a test may say that a figure is not on a page: markup holds keys and addresses, and those may be any number."""

import ast
import re
from pathlib import Path

FIGURE = re.compile(r"[\d.,/%]+")
TESTS = sorted(Path(__file__).parents[1].rglob("test_*.py"))
READERS = {"words", "pdf_text", "told"}  # what gives text without markup


def in_markup(source):
    """The lines that look for a bare figure in something that nothing has read as a person would."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotIn):
            sought, where = node.left, node.comparators[0]
            named = {one.id for one in ast.walk(where) if isinstance(one, ast.Name)}
            if isinstance(sought, ast.Constant) and FIGURE.fullmatch(str(sought.value)) and not named & READERS:
                yield node.lineno


def test_a_figure_that_must_not_be_there_is_looked_for_in_the_words():
    assert [f"{path.name}:{line}" for path in TESTS for line in in_markup(path.read_text())] == []


def test_it_would_see_one():
    assert list(in_markup('assert "84" not in page.text')) == [1]
    assert list(in_markup('assert "84" not in words(page.text)')) == []
