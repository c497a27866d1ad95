"""What must hold however many there are: a state change, an export, the memory of a web process, a province among ten
million."""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from bench import figures, memory, tenfold, weighed
from bench.meter import cost

CHANGES = 300  # in one transaction that is taken back
STATE_CHANGE, TEN_MILLION = 2.0, 2.0  # times the bare update; times the same among one million
EXPORT_MEGABYTES = 300


@dataclass(frozen=True)
class Line:
    """One promise: what was measured, what is allowed, and in which unit."""

    what: str
    measured: float
    allowed: float
    unit: str
    said: str = ""

    def __str__(self) -> str:
        verdict = "ok" if self.measured <= self.allowed else "OVER"
        return (
            f"scale     {self.what:<34} {self.measured:>8.2f} {self.unit:<6} ≤ {self.allowed:g}  {self.said}  {verdict}"
        )


def measured(times: int) -> Iterator[object]:
    """In the database that is open, seeded with a million and counted; `times` as many stand there afterwards."""
    yield from _state_change()
    yield _export()
    yield memory.measured()
    if times > 1:
        yield from _among(times)


def _state_change() -> Iterator[Line]:
    """One registration changes its state, with and without the note that its unit's figures no longer stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kheo_registration WHERE status = 'accepted' ORDER BY id LIMIT %s", [CHANGES])
        pks = [pk for (pk,) in cursor.fetchall()]

    def change() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for pk in pks:
                cursor.execute("UPDATE kheo_registration SET status = 'reported' WHERE id = %s", [pk])
            transaction.set_rollback(True)

    noting, _ = cost(change)
    _triggers("DISABLE")
    try:
        bare, _ = cost(change)
    finally:
        _triggers("ENABLE")
    said = f"({noting / CHANGES:.3f} ms, bare {bare / CHANGES:.3f} ms)"
    yield Line("state change beside the bare update", noting / bare, STATE_CHANGE, "times", said)


def _triggers(switch: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE kheo_registration {switch} TRIGGER USER")


def _export() -> Line:
    """The list behind a figure of the nation as a workbook, by the command that people run, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        asked = ["report", "list", "--round", "2024", "--format", "xlsx", "--level", "province", "--output", str(path)]
        ran = weighed.run([sys.executable, "-m", "config.cli", *asked])
        if ran.code:
            raise SystemExit(f"The export ended with {ran.code}: {ran.said}")
        rows = _rows_of(path)
    said = f"({rows:,} rows in {ran.seconds:.0f} s)"
    return Line("export as a workbook, memory", ran.megabytes, EXPORT_MEGABYTES, "MB", said)


def _rows_of(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).height - 1


def _among(times: int) -> Iterator[object]:
    """The same figures once more, among so many times the registrations."""
    from kheo.insights import subtotals

    before = _province()
    began = time.monotonic()
    count = tenfold.multiply(times)
    yield f"scale     {count:,} registrations stand there after {time.monotonic() - began:.0f} s"
    began = time.monotonic()
    units = subtotals.recount()
    yield f"scale     recount of {units:,} units: {time.monotonic() - began:.0f} s"
    ratio = _province() / before
    yield Line("province funnel beside one million", ratio, TEN_MILLION, "times", f"({before:.1f} ms there)")
    yield from figures.measured()


def _province() -> float:
    from kheo.insights.funnel import funnel_of
    from kheo.insights.scope import Scope

    unit, round_ = figures.asked_by("province")
    ms, _made = cost(lambda: funnel_of(Scope.of(unit, round_)))
    return ms
