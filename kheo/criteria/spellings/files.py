"""A file that somebody brings, read as a sheet by what its name says it is: YAML, or the officials' workbook."""

from pathlib import Path

from django.utils.translation import gettext as _

from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import as_yaml, from_workbook
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line

YAML = {".yaml", ".yml"}


def read(path: Path, name: str = "") -> Sheet:
    """The sheet in a file. `name` is the file's own name when it is kept under another.

    `BadInput` says what is wrong and where; `reading.Unreadable` has every fault with its place.
    """
    name = name or path.name
    if Path(name).suffix.lower() not in YAML:
        return from_workbook.read(path, name=name, code=_code(name))
    if path.stat().st_size > 4 * as_yaml.LARGEST:
        raise BadInput(
            _("The file is too large for a framework: at most %(size)s KB.") % {"size": as_yaml.LARGEST // 1024}
        )
    try:
        return as_yaml.read(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(_("The file is not written in UTF-8. Save it as UTF-8 and bring it again.")) from None


def _code(name: str) -> str:
    """The code of a workbook that names none: its file name as one word."""
    return "-".join(clean_line(Path(name).stem).split())[:40]
