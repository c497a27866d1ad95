"""The templates of deploy/cluster, filled as the manual does: what is documented is what is drilled."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parents[2] / "deploy" / "cluster"
NAMES = FOLDER / "cluster.env"


def names() -> dict[str, str]:
    """Every name that the templates know, with the value proposed."""
    lines = re.findall(r"^([A-Z0-9_]+)=([^#\n]*)", NAMES.read_text(), re.MULTILINE)
    return {name: value.strip() for name, value in lines}


def templates() -> list[str]:
    """The files that are templates; a unit of systemd is taken as it is."""
    return sorted(file.name for file in FOLDER.iterdir() if file != NAMES and file.suffix != ".service")


def filled(template: str, values: Mapping[str, object]) -> str:
    """The text of a template with its names filled in. Raises KeyError when one has no value."""
    return Template((FOLDER / template).read_text()).substitute(values)
