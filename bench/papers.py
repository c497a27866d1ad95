"""Files of papers against their promises: 500 certificates in one PDF under 20 s, a list of 500 rows under 3 s.

Measured by the clock in one process, as a person waits for them, the fonts not yet read.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

COUNT = 500


@dataclass(frozen=True)
class Made:
    """One file."""

    what: str
    seconds: float
    promised: float | None
    kib: float

    def __str__(self) -> str:
        promise = f" of {self.promised:.0f}" if self.promised else ""
        verdict = "" if self.promised is None else "ok" if self.seconds <= self.promised else "OVER"
        return f"papers    {self.what:<34} {self.seconds:>5.1f} s{promise}, {self.kib:,.0f} KiB  {verdict}"


def measured() -> list[object]:
    """PDF and Word of both; Word is promised nothing for certificates, which are printed from the PDF."""
    from kheo.documents.layouts.files import pdf, word

    certificates, decision = _certificates(), _decision()
    return [
        _timed(f"{COUNT} certificates, PDF", 20, lambda: pdf(certificates)),
        _timed(f"decision with {COUNT} rows, PDF", 3, lambda: pdf(decision)),
        _timed(f"decision with {COUNT} rows, Word", 3, lambda: word(decision)),
        _timed(f"{COUNT} certificates, Word", None, lambda: word(certificates)),
    ]


def _timed(what: str, promised: float | None, make: Callable[[], bytes]) -> Made:
    began = time.perf_counter()
    made = make()
    return Made(what, time.perf_counter() - began, promised, len(made) / 1024)


def _certificates():
    from kheo.documents.layouts import kinds, parts

    return kinds.Certificates(
        layout="party", decider="Ban Thường vụ Tỉnh ủy Bình Thuận", place="Phan Thiết", on=date(2023, 12, 20),
        decision="Quyết định số 1127-QĐ/TU, ngày 20/12/2023",
        signature=parts.Signature(authority=("T/M Ban Thường vụ",), office="Bí thư", name="Dương Văn An"),
        items=tuple(
            kinds.Certificate(
                subject="collective", name=f"Mô hình “Tuyến đường hoa” số {number}", detail="Phường Phú Thủy",
                cause="Đạt danh hiệu mô hình “Dân vận khéo” cấp tỉnh năm 2023", entry=str(number),
                code=f"K{number:09d}", check=f"https://kheo.binhthuan.example/x/K{number:09d}",
            )
            for number in range(1, COUNT + 1)
        ),
    )  # fmt: skip


def _decision():
    from kheo.documents.layouts import kinds, parts

    columns = [("STT", 1, "center"), ("Tên mô hình", 6, "left"), ("Đơn vị", 4, "left"), ("Lĩnh vực", 3, "left")]
    rows = (
        (str(number), f"Dân vận khéo hiến đất làm đường thôn {number}", "Xã Hàm Đức, Hàm Thuận Bắc", "Kinh tế")
        for number in range(1, COUNT + 1)
    )
    table = parts.Table(
        columns=tuple(parts.Column(title=title, width=width, align=align) for title, width, align in columns),
        rows=tuple(parts.Row(cells=cells) for cells in rows),
    )
    return kinds.Decision(
        letterhead=parts.Letterhead(layout="party", issuer="Tỉnh ủy Bình Thuận", number="1127-QĐ/TU"),
        subject="Về việc công nhận mô hình “Dân vận khéo”", authority="Ban Thường vụ Tỉnh ủy",
        articles=(parts.Article(text="Công nhận các mô hình có tên trong danh sách."),),
        annexes=(parts.Annex(title="Danh sách mô hình", blocks=(table,)),),
    )  # fmt: skip
