"""A whole province from one table: each row says what one old unit, or a part of it, becomes.

A unit of the table whose old and new code are one, and which nothing else goes to, goes on as itself: it is moved and
renamed where the row says so. Every other new code is a unit to be founded, or one that is and takes others in.
Nothing is keyed on names (trap 1 of movement.md §9.2). Every fault names its row and column; one leaves all unwritten.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.kernel.tables import opened, unreadable
from kheo.kernel.text import clean_line, fold
from kheo.reorganisations import planning
from kheo.reorganisations.mapping import UNKNOWN
from kheo.reorganisations.models import Reorganisation
from kheo.reorganisations.planning import Step
from kheo.units.enums import Kind, Level, Share
from kheo.units.models import Unit

COLUMNS: dict[str, str] = {  # what heads a column, apart by a semicolon; compared folded
    "old_code": "mã cũ; mã đơn vị cũ; पुराना कोड; old code",
    "old_name": "tên cũ; tên đơn vị cũ; पुराना नाम; old name",
    "new_code": "mã mới; mã đơn vị mới; नया कोड; new code",
    "new_name": "tên mới; tên đơn vị mới; नया नाम; new name",
    "new_kind": "loại mới; loại đơn vị mới; cấp mới; नया प्रकार; new kind; new level",
    "new_superior": "mã cấp trên mới; cấp trên mới; नई ऊपरी इकाई; new superior",
    "share": "toàn bộ hay một phần; phần; पूरा या भाग; share; whole or part",
    "villages": "thôn, khu; thôn; khu; thôn, bản, khu phố; गाँव; villages",
    "legal_basis": "căn cứ pháp lý; căn cứ; nghị quyết; कानूनी आधार; legal basis",
}
NEEDED = ("old_code", "new_code")
LEVELS: dict[str, Level] = {
    "tỉnh": Level.PROVINCE, "thành phố": Level.PROVINCE, "cấp tỉnh": Level.PROVINCE, "province": Level.PROVINCE,
    "xã": Level.COMMUNE, "phường": Level.COMMUNE, "đặc khu": Level.COMMUNE, "cấp xã": Level.COMMUNE,
    "commune": Level.COMMUNE, "thôn": Level.GRASSROOTS, "khu phố": Level.GRASSROOTS, "grassroots": Level.GRASSROOTS,
}  # fmt: skip
SHARES = {
    "toàn bộ": Share.WHOLE, "toàn phần": Share.WHOLE, "whole": Share.WHOLE, "पूरा": Share.WHOLE, "": Share.WHOLE,
    "một phần": Share.PART, "phần còn lại": Share.PART, "part": Share.PART, "भाग": Share.PART,
}  # fmt: skip
_LEVELS = {fold(word): level for word, level in LEVELS.items()}
_SHARES = {fold(word): share for word, share in SHARES.items()}
LOOKED_THROUGH, MOST_ROWS = 20, 5_000


@dataclass
class Line:
    """A row of the table, by column."""

    number: int
    cells: dict[str, str]
    unit: Unit | None = None
    share: Share = Share.WHOLE

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Sheet:
    """The steps that a table says, or every sentence of what is wrong with it."""

    steps: list[Step] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rows: int = 0


def read(path: Path, reorganisation: Reorganisation, *, name: str = "") -> Sheet:
    """The steps of the table in a file. `BadInput` when it is no table, has no header, or says nothing."""
    with opened(path, name) as table:
        headings, lines = _lines(table.rows())
    return _Reading(reorganisation, headings, lines).sheet()


def read_uploaded(uploaded: File, reorganisation: Reorganisation) -> Sheet:
    """The same of a file that a browser has sent; nothing of it is kept."""
    name = str(uploaded.name)
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as kept:
        for chunk in uploaded.chunks():
            kept.write(chunk)
        kept.flush()
        return read(Path(kept.name), reorganisation, name=name)


def _lines(rows: Iterator[tuple[int, list[str]]]) -> tuple[dict[str, str], list[Line]]:
    known = {fold(word): column for column, words in COLUMNS.items() for word in [column, *words.split(";")]}
    columns: dict[int, str] = {}
    headings: dict[str, str] = {}
    lines: list[Line] = []
    for count, (number, cells) in enumerate(rows):
        if not columns:
            found = {at: known[fold(cell)] for at, cell in enumerate(cells) if fold(cell) in known}
            if set(NEEDED) <= set(found.values()):
                columns, headings = found, {name: clean_line(cells[at]) for at, name in found.items()}
            elif count >= LOOKED_THROUGH:
                break
            continue
        texts = {name: clean_line(cells[at]) for at, name in columns.items() if at < len(cells)}
        if any(texts.values()):
            lines.append(Line(number, texts))
    if not columns:
        raise BadInput(_("No row of this table is headed with “Old code” and “New code”: take our template."))
    if not lines:
        raise BadInput(_("There is nothing below the header of this table."))
    if len(lines) > MOST_ROWS:
        raise BadInput(
            _("This table has more than %(most)s rows: split it by province.") % {"most": format_number(MOST_ROWS)}
        )
    return headings, lines


class _Reading:
    def __init__(self, reorganisation: Reorganisation, headings: dict[str, str], lines: list[Line]) -> None:
        self.headings, self.lines = headings, lines
        self.day = reorganisation.on - timedelta(days=1)
        self.owner = reorganisation.owner
        codes = {line[column] for line in lines for column in ("old_code", "new_code", "new_superior")}
        alive = Unit.objects.alive_on(self.day).filter(code__in=codes).with_superior_on(self.day)
        self.here: dict[str, Any] = {unit.code: unit for unit in alive}
        self.made: dict[str, Step] = {}
        self.faults: list[str] = []

    def sheet(self) -> Sheet:
        for line in self.lines:
            self._look_at(line)
        self._agree()
        steps = [] if self.faults else self._steps()
        return Sheet([] if self.faults else steps, self.faults, len(self.lines))

    def fault(self, line: Line, column: str, sentence: str) -> None:
        heading = self.headings.get(column, column)
        place = {"row": line.number, "column": heading, "fault": sentence}
        self.faults.append(_("Row %(row)s, column “%(column)s”: %(fault)s") % place)

    def _look_at(self, line: Line) -> None:
        for column, text in line.cells.items():
            if sentence := unreadable(text):
                self.fault(line, column, sentence)
        if line["old_code"]:
            line.unit = self.here.get(line["old_code"])
            if line.unit is None:
                self.fault(
                    line, "old_code",
                    _("No unit has the code “%(code)s” on %(day)s.")
                    % {"code": line["old_code"], "day": format_date(self.day)},
                )  # fmt: skip
            elif line["old_name"] and fold(line["old_name"]) != fold(line.unit.name_on(self.day)):
                self.fault(
                    line, "old_name",
                    _("The code “%(code)s” is that of %(unit)s.") % {"code": line.unit.code, "unit": line.unit.name},
                )  # fmt: skip
        elif not line["new_code"]:
            self.fault(line, "old_code", _("A row names an old unit, a new one, or both."))
        self._look_at_words(line)

    def _look_at_words(self, line: Line) -> None:
        if line["new_code"] == UNKNOWN:
            self.fault(
                line, "new_code", _("Write what this unit becomes instead of “?”, or leave it empty if it ends.")
            )
        if fold(line["share"]) in _SHARES:
            line.share = _SHARES[fold(line["share"])]
        else:
            self.fault(line, "share", _("Write “whole” or “part” instead of “%(word)s”.") % {"word": line["share"]})
        if line["new_kind"] and fold(line["new_kind"]) not in _LEVELS:
            self.fault(
                line, "new_kind", _("“%(word)s” is no kind of unit: write xã, phường, đặc khu or tỉnh.")
                % {"word": line["new_kind"]},
            )  # fmt: skip
        if len(line["villages"]) > 200:
            self.fault(line, "villages", _("At most 200 letters fit here: leave out the word for village."))

    def _agree(self) -> None:
        """What several rows say of one old unit, and of one new unit, must fit together."""
        by_old = defaultdict(list)
        names: dict[str, Line] = {}
        for line in self.lines:
            by_old[line["old_code"]].append(line)
            code = line["new_code"]
            if not code:
                continue
            first = names.setdefault(code, line)
            for column in ("new_name", "new_superior"):
                if line[column] and first[column] and fold(line[column]) != fold(first[column]):
                    self.fault(
                        line, column,
                        _("Row %(row)s says “%(other)s” of the same new unit.")
                        % {"row": first.number, "other": first[column]},
                    )  # fmt: skip
        for code, lines in by_old.items():
            wholes = [line for line in lines if line.share == Share.WHOLE]
            if code and len(lines) > 1 and wholes:
                others = ", ".join(str(line.number) for line in lines if line is not wholes[0])
                self.fault(
                    wholes[0], "share",
                    _("The unit stands in rows %(rows)s too, so this is a part of it.") % {"rows": others},
                )  # fmt: skip

    def _steps(self) -> list[Step]:
        by_new: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line["new_code"]:
                by_new[line["new_code"]].append(line)
        staying = {code for code, lines in by_new.items() if self._goes_on(code, lines)}
        ending = {line["old_code"] for line in self.lines if line.unit} - staying
        taking = {code for code in by_new if code in self.here and code not in ending and code not in staying}
        for code, lines in by_new.items():
            if code not in staying | taking:
                self._found(code, lines)
        for code, step in self.made.items():
            step.aim = self._aim(next((line for line in by_new[code] if line["new_superior"]), by_new[code][0]))
        steps: list[Step] = list(self.made.values())
        for code in staying:
            steps += self._changed(by_new[code][0])
        for code in ending:
            steps += planning.dissolve(self.here[code])
        for line in self.lines:
            if line["old_code"] in ending and line["new_code"]:
                into = self.made.get(line["new_code"]) or self.here[line["new_code"]]
                steps.append(
                    Step(
                        planning.ChangeKind.SUCCEED, line.unit, into, share=line.share, note=line["villages"],
                        legal_basis=line["legal_basis"],
                    )
                )  # fmt: skip
        return steps if not self.faults else []

    def _goes_on(self, code: str, lines: list[Line]) -> bool:
        whole = len(lines) == 1 and lines[0].share == Share.WHOLE
        return whole and lines[0]["old_code"] == code

    def _found(self, code: str, lines: list[Line]) -> None:
        name = next((line["new_name"] for line in lines if line["new_name"]), "")
        kind = next((line["new_kind"] for line in lines if line["new_kind"]), "")
        if not name:
            self.fault(lines[0], "new_name", _("The new unit “%(code)s” has no name.") % {"code": code})
        basis = Counter(line["legal_basis"] for line in lines if line["legal_basis"]).most_common(1)
        level = _LEVELS[fold(kind)] if kind else Level.COMMUNE
        origin = next((line.unit.kind for line in lines if line.unit), Kind.LOCALITY)
        self.made[code] = planning.founding(
            code=code, name=name, kind=origin, level=level, under=self.owner, legal_basis=basis[0][0] if basis else ""
        )

    def _aim(self, line: Line) -> Unit | Step:
        """The superior that the row names: a new unit before an old one with the same code; else the owner."""
        code = line["new_superior"]
        found: Unit | Step | None = (self.made.get(code) or self.here.get(code)) if code else self.owner
        if found is None:
            self.fault(line, "new_superior", _("No unit has the code “%(code)s”, old or new.") % {"code": code})
            return self.owner
        return found

    def _changed(self, line: Line) -> list[Step]:
        unit, steps = self.here[line["old_code"]], []
        aim = self._aim(line) if line["new_superior"] else None
        if aim and getattr(aim, "pk", None) != unit.superior_id:
            steps += planning.move(unit, aim)
        if line["new_name"] and fold(line["new_name"]) != fold(unit.name_on(self.day)):
            steps += planning.rename(unit, line["new_name"])
        if line["new_kind"] and _LEVELS[fold(line["new_kind"])] != unit.level:
            steps += planning.regrade(unit, kind=unit.kind, level=_LEVELS[fold(line["new_kind"])])
        return steps
