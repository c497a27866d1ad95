"""The sentences that we carry for Django and allauth are still the ones that those say."""

import ast
from pathlib import Path

import allauth
import django

from kheo.kernel import borrowed


def test_every_borrowed_sentence_is_still_said():
    ours = set(_texts(Path(borrowed.__file__)))
    theirs = {
        text
        for package in (Path(django.__file__).parent, Path(allauth.__file__).parent)
        for part in ("forms", "core", "contrib/auth", "db/models/fields", "account")
        for path in (package / part).rglob("*.py")
        for text in _texts(path)
    }
    assert len(ours) > 30
    assert sorted(ours - theirs) == []


def _texts(path):
    """The sentences that a module marks for translation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "ngettext", "ngettext_lazy"}:
            said = node.args[:2] if "ngettext" in node.func.id else node.args[:1]
            yield from (text.value for text in said if isinstance(text, ast.Constant))
