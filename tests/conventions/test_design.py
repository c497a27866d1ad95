"""The design keeps its promises: named icons exist, pages stay light, every component is in the gallery."""

import gzip
import re
from pathlib import Path

import pytest

from kheo.templatetags.kheo import LOOKS, PLAIN

PROJECT = Path(__file__).parents[2]
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (PROJECT / "static/icons/sprite.svg").read_text()))
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
NAMED = re.compile(r"""{% icon "([\w-]+)" %}|\bicon="([\w-]+)"|icon\|default:"([\w-]+)\"""")
KB = 1024


def weight(path):
    return len(gzip.compress((PROJECT / path).read_bytes(), 9))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT / "templates")))
def test_every_icon_is_in_the_sprite(path):
    named = {name for groups in NAMED.findall(path.read_text()) for name in groups if name}
    assert named - SPRITE == set()


def test_every_state_has_a_shape_in_the_sprite():
    assert {shape for _, shape in [*LOOKS.values(), PLAIN]} - SPRITE == set()


def test_styles_and_scripts_stay_within_the_budget():
    assert weight("static/css/base.css") <= 22 * KB
    assert weight("static/js/base.js") <= 28 * KB
    assert weight("static/icons/sprite.svg") <= 4 * KB


def test_a_page_in_vietnamese_loads_less_than_40_kb_of_letters():
    fonts = (PROJECT / "static/fonts").glob("be-vietnam-*.woff2")
    assert sum(font.stat().st_size for font in fonts) <= 40 * KB


def test_every_component_is_in_the_gallery():
    shown = set(re.findall(r"arguments\.(\w+)", (PROJECT / "templates/gallery.html").read_text()))
    parts = {"table_cells", "table_cell"}  # pieces of table.html
    assert {path.stem for path in (PROJECT / "templates/components").glob("*.html")} - parts == shown
