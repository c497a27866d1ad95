"""The importer against its promise: 100,000 registrations in under 60 s and 600 MB, and one bad row leaves no trace.

The command runs as people run it, in a process of its own; its memory is the largest of it and of the process that
opens the file.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import weighed
from kheo.imports.columns import COLUMNS
from kheo.imports.enums import ImportKind
from kheo.kernel.sheets import write_xlsx

ROWS = 100_000
SECONDS, MEGABYTES = 60, 600
HEADER = [column.name for column in COLUMNS[ImportKind.REGISTRATIONS]]
SUMMARY = "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn; 412 hộ tham gia, đường đã thông."


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    what: str
    code: int
    seconds: float
    megabytes: float
    sound: bool
    said: str

    def __str__(self) -> str:
        kept = self.sound and self.seconds <= SECONDS and self.megabytes <= MEGABYTES
        figures = f"{self.seconds:>5.1f} s of {SECONDS}, {self.megabytes:>4.0f} MB of {MEGABYTES}"
        return f"import    {self.what:<34} {figures}, code {self.code}: {self.said}  {'ok' if kept else 'OVER'}"


def measured() -> list[Run]:
    """A list with one bad row in its middle, then the same list mended, as xlsx, in the database that is open."""
    from kheo.exemplars.models import Registration

    codes = _ground()
    before = Registration.objects.count()
    with tempfile.TemporaryDirectory() as folder:
        bad = _import(_write(Path(folder), "bad", codes, bad=ROWS // 2), "one bad row in the middle")
        untouched = bad.code == 2 and Registration.objects.count() == before
        good = _import(_write(Path(folder), "good", codes), f"{ROWS:,} rows")
        whole = good.code == 0 and Registration.objects.count() == before + ROWS
    return [_sound(bad, untouched), _sound(good, whole)]


def _ground() -> list[str]:
    """A round without registrations, and the codes of the communes."""
    from kheo.movements.actions import open_round
    from kheo.movements.models import Movement
    from kheo.units.models import Unit

    days = {"starts": date(2023, 1, 1), "ends": date(2023, 12, 31)}
    open_round(Movement.objects.get(), code="2023", name="Năm 2023", by=None, **days)
    return list(Unit.objects.filter(level="commune").values_list("code", flat=True))


def _write(folder: Path, name: str, codes: list[str], bad: int = -1) -> Path:
    path = folder / f"{name}.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, "Danh sách", HEADER, _rows(codes, bad))
    return path


def _rows(codes: list[str], bad: int) -> Iterator[list[object]]:
    """As officials keep it: most only registered, a third recognised by the district, some of them above."""
    chance = random.Random(746)
    for number in range(ROWS):
        row: dict[str, object] = {
            "unit_code": chance.choice(codes), "round_code": "2023", "kind": "mô hình", "level": "cấp huyện",
            "title": f"Mô hình dân vận khéo số {number}: vận động nhân dân hiến đất làm đường", "summary": SUMMARY,
            "subject": "tập thể", "field": chance.choice(["Kinh tế", "VH-XH", "QP-AN", "HTCT", ""]),
            "origin": chance.choice(["mới", "duy trì"]),
            "status": chance.choices(["đăng ký", "không công nhận"], [9, 1])[0],
        }  # fmt: skip
        if chance.random() < 0.3:
            day = date(2023, 12, chance.randint(1, 28))
            row |= {"status": "công nhận", "decision_number": f"{chance.randint(1, 40)}-QĐ/HU", "decision_date": day}
            row["recognised_level"] = chance.choices(["huyện", "tỉnh"], [4, 1])[0]
        if number == bad:
            row["field"] = "thể thao"
        yield [row.get(name, "") for name in HEADER]


def _import(path: Path, what: str) -> Run:
    command = [sys.executable, "-m", "config.cli", "import", "registrations", str(path), "--language", "en"]
    ran = weighed.run(command)
    return Run(what, ran.code, ran.seconds, ran.megabytes, sound=True, said=ran.said.splitlines()[0][:70])


def _sound(run: Run, sound: bool) -> Run:
    return Run(run.what, run.code, run.seconds, run.megabytes, sound, run.said)
