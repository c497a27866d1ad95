"""Templates: each is used and compiles, asks for nothing outside, and has nothing a strict browser would refuse."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "templates"
TEMPLATES = sorted(
    str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt", ".svg"}
)
# Found by Django and allauth under these names, or by the form renderer from the name of the widget.
CALLED_BY_OTHERS = re.compile(r"^(\d{3}\.html$|account/|usersessions/|kheo/forms/)")
SPOKEN = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg))(?:#[\w-]+)?["']""")
MADE = re.compile(r"""f["']([\w./-]+)\{\w+\}(\.html)["']""")
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
OUTSIDE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
COMMENT = re.compile(r"{#.*?#}|{% comment .*?{% endcomment %}|{% comment %}.*?{% endcomment %}", re.DOTALL)
STATIC = re.compile(r"{%-?\s*static\s+[\"']([^\"']+)[\"']")
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
# Signing in and out and choosing a language are no acts of the product; a stranger has no key yet.
WITHOUT_KEY = re.compile(r"url ['\"](account_|usersessions_|set_language)")
OF_STRANGERS = ("account/", "usersessions/", "people/welcome")


def source(name):
    """The template without its comments, which may speak of anything."""
    return COMMENT.sub("", (FOLDER / name).read_text())


def named_in(path):
    """The templates that a module names: whole, or as f"insights/{page}.html" beside the word "breakdown"."""
    text = path.read_text()
    words = re.findall(r"[\"'](\w+)[\"']", text)
    return set(SPOKEN.findall(text)) | {f"{start}{word}{end}" for start, end in MADE.findall(text) for word in words}


def test_every_template_is_used():
    modules = [*(PROJECT / "kheo").rglob("*.py"), *(PROJECT / "config").rglob("*.py")]
    spoken = {name for path in modules for name in named_in(path)}
    spoken |= {name for template in TEMPLATES for name in SPOKEN.findall(source(template))}
    assert [name for name in TEMPLATES if name not in spoken and not CALLED_BY_OTHERS.match(name)] == []


def test_every_template_compiles():
    for name in TEMPLATES:
        get_template(name)


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items(), ids=list(FORBIDDEN))
def test_a_strict_browser_finds_nothing_to_refuse(what, pattern):
    assert [name for name in TEMPLATES if pattern.search(source(name))] == []


def test_no_template_asks_for_anything_outside():
    assert [(name, OUTSIDE.findall(source(name))) for name in TEMPLATES if OUTSIDE.search(source(name))] == []


def test_the_files_that_templates_name_exist():
    named = [(name, file) for name in TEMPLATES for file in STATIC.findall(source(name))]
    assert [(name, file) for name, file in named if not finders.find(file)] == []


def test_a_form_that_changes_something_carries_its_token_and_its_key():
    without = []
    for name in TEMPLATES:
        for form in FORM.findall(source(name)):
            exempt = name.startswith(OF_STRANGERS) or WITHOUT_KEY.search(form)
            if "{% csrf_token %}" not in form or not (exempt or "{% form_key %}" in form):
                without.append(name)
    assert without == []
