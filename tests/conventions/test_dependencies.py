"""Every dependency says why it is there, and every licence lets us publish under the AGPL 3.0."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "pyproject.toml").read_text()
DEPENDENCIES = tomllib.loads(TEXT)["project"]["dependencies"]
FITS = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|"
    r"Lesser General Public|GPL-3\.0|AGPL|Unlicense|PostgreSQL|Zlib|HPND)\b",
    re.IGNORECASE,
)


def runtime():
    """The names of everything that is installed where Khéo runs, ours excepted."""
    seen, ahead = {}, [Requirement(line) for line in DEPENDENCIES]
    while ahead:
        wanted = ahead.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        extras = seen.setdefault(name, set())
        new = {"", *wanted.extras} - extras
        if not new:
            continue
        extras |= new
        for line in metadata.requires(name) or []:
            inner = Requirement(line)
            if any(inner.marker is None or inner.marker.evaluate({"extra": extra}) for extra in new):
                ahead.append(inner)
    return sorted(seen)


def licence(name):
    told = metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    return " · ".join([told.get("License-Expression") or "", *classifiers, (told.get("License") or "")[:80]]).strip(
        " ·"
    )


def lines():
    """The lines that name a package: dependencies, development group, build system."""
    blocks = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", TEXT, re.MULTILINE | re.DOTALL)
    inside = [line for block in blocks for line in block.splitlines() if line.strip()]
    return inside + re.findall(r"^requires = .*$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", lines(), ids=lambda line: re.search(r'"([\w.-]+)', line)[1])
def test_a_dependency_says_why_it_is_there(line):
    assert re.search(r"#\s*\S.{8,}", line)


@pytest.mark.parametrize("name", runtime())
def test_a_licence_fits_ours(name):
    assert FITS.search(licence(name)), licence(name)


def test_our_own_licence_is_here_in_full():
    text = (PROJECT / "LICENSE").read_text()
    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November 2007" in text
    assert "END OF TERMS AND CONDITIONS" in text
