"""The built files are committed and made from exactly these sources: running and testing need no Node."""

import hashlib
import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
STATIC = PROJECT / "static"
OUTSIDE = re.compile(r"[\"'(=\s](?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
NOT_BUILT_FROM = {"README.md"}


@pytest.fixture(scope="module")
def manifest():
    return json.loads((STATIC / "build-manifest.json").read_text())


def digest(path):
    return hashlib.sha256((PROJECT / path).read_bytes()).hexdigest()


def test_the_sources_are_those_that_were_built(manifest):
    changed = [
        path for path, known in manifest["sources"].items() if not (PROJECT / path).exists() or digest(path) != known
    ]
    assert changed == [], "run `make assets`"


def test_no_source_was_forgotten(manifest):
    sources = {str(path.relative_to(PROJECT)) for path in (PROJECT / "assets").rglob("*") if path.is_file()}
    assert {path for path in sources if Path(path).name not in NOT_BUILT_FROM} <= set(manifest["sources"]), (
        "run `make assets`"
    )


def test_the_built_files_are_those_of_the_build(manifest):
    built = {str(path.relative_to(PROJECT)) for path in STATIC.rglob("*") if path.is_file()}
    assert built - {"static/build-manifest.json"} == set(manifest["outputs"])
    assert [path for path, known in manifest["outputs"].items() if digest(path) != known] == [], "run `make assets`"


@pytest.mark.parametrize(
    "path", sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"}), ids=lambda path: path.name
)
def test_a_built_file_asks_for_nothing_outside(path):
    assert OUTSIDE.findall(path.read_text()) == []
