"""What a correcting paper says: which words of which paper are wrong, and how they should read."""

from collections.abc import Sequence
from dataclasses import dataclass

from kheo.documents.enums import Mistake, PaperKind
from kheo.documents.heads import letterhead_of, stationery_of
from kheo.documents.layouts.house import in_words
from kheo.documents.layouts.kinds import Decision, Letter
from kheo.documents.layouts.parts import Article, Part, Points, Words
from kheo.documents.models import Paper
from kheo.documents.recipients import recipients_for

_NAMES = {
    PaperKind.DECISION: "Quyết định", PaperKind.PLAN: "Kế hoạch", PaperKind.GUIDANCE: "Hướng dẫn",
    PaperKind.DIRECTIVE: "Chỉ thị", PaperKind.LETTER: "Công văn", PaperKind.SUBMISSION: "Tờ trình",
    PaperKind.OTHER: "Văn bản",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amendment:
    """At `place` (`Phụ lục, số thứ tự 4`), `wrong` should read `right`."""

    place: str
    wrong: str
    right: str

    @property
    def sentence(self) -> str:
        """In the language of papers."""
        return f"{self.place}: “{self.wrong}” sửa thành “{self.right}”"


def named(paper: Paper) -> str:
    """`Quyết định số 127/QĐ-UBND ngày 20 tháng 12 năm 2023 của Ủy ban nhân dân tỉnh …`."""
    day = f" {in_words(paper.date)}" if paper.date else ""
    return f"{_NAMES[PaperKind(paper.kind)]} số {paper.number}{day} của {paper.issuer_name}"


def document(paper: Paper, amendments: Sequence[Amendment], mistake: Mistake) -> Part:
    """The correcting paper: an equal one where what was said is wrong, a letter where the form was."""
    if mistake == Mistake.CONTENT and paper.kind == PaperKind.DECISION:
        return _amending_decision(paper, amendments)
    return _correcting_letter(paper, amendments)


def _amending_decision(paper: Paper, amendments: Sequence[Amendment]) -> Decision:
    unit, corrected = paper.issuer, named(paper)
    return Decision(
        letterhead=letterhead_of(unit, PaperKind.DECISION),
        subject=f"Về việc sửa đổi {corrected}",
        authority=stationery_of(unit).decider,
        bases=(f"Căn cứ {corrected}",),
        articles=(
            Article(text=f"Sửa đổi {corrected} như sau:", points=tuple(f"{a.sentence};" for a in amendments)),
            Article(
                text=f"Quyết định này có hiệu lực kể từ ngày ký; các nội dung khác của Quyết định số {paper.number}"
                " không thay đổi."
            ),
        ),
        signature=stationery_of(unit).signature,
        recipients=recipients_for(PaperKind.DECISION, stationery_of(unit).layout, articles=2),
    )


def _correcting_letter(paper: Paper, amendments: Sequence[Amendment]) -> Letter:
    unit, corrected = paper.issuer, named(paper)
    return Letter(
        letterhead=letterhead_of(unit, PaperKind.LETTER),
        subject=f"đính chính {_NAMES[PaperKind(paper.kind)]} số {paper.number}",
        to=("Các cơ quan, đơn vị, cá nhân có liên quan",),
        blocks=(
            Words(text=f"{unit.name} đính chính {corrected} như sau:"),
            Points(items=tuple(f"{a.sentence};" for a in amendments)),
            Words(text="Đề nghị các cơ quan, đơn vị, cá nhân có liên quan biết và sử dụng văn bản cho đúng."),
        ),
        signature=stationery_of(unit).signature,
        recipients=recipients_for(PaperKind.LETTER, stationery_of(unit).layout),
    )
