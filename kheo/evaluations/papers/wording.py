"""The words that the papers of judging share."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.evaluations.cards import entry_in_words
from kheo.evaluations.enums import Finding, Side
from kheo.evaluations.models import Evaluation, Evidence

FINDINGS: dict[str, str] = {
    Finding.PASSED: "Đạt yêu cầu", Finding.FAILED: "Không đạt yêu cầu", Finding.INCOMPLETE: "Cần bổ sung, hoàn thiện",
}  # fmt: skip
SIDES: dict[str, str] = {Side.SUBJECT: "Ý kiến của đơn vị", Side.JUDGE: "Ý kiến của đoàn thẩm định"}
# What a column of points is headed at each stage (movement.md §3.4, F4).
POINTS: dict[str, str] = {
    Stage.SELF: "Điểm tự chấm", Stage.VERIFICATION: "Điểm thẩm định", Stage.CROSS: "Điểm chấm chéo",
    Stage.SCORING: "Điểm chấm", Stage.SUPERIOR: "Điểm cấp trên chấm", Stage.COUNCIL: "Điểm hội đồng",
}  # fmt: skip


def what_is_judged(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """What is judged and in which round: the first lines of every sheet. A code has an issuer; without one it is a unit
    that is judged, and nothing of it needs to be said twice."""
    subject = evaluation.subject
    named = (("Mô hình, điển hình", subject.title), ("Mã số", subject.code), ("Đơn vị", subject.unit.name))
    round_ = ("Đợt đánh giá", f"{subject.round.name} – {subject.round.movement.name}")
    return (*named, round_) if subject.issuer_id else (("Đơn vị được đánh giá", subject.unit.name), round_)


def in_vietnamese(entry: Entry) -> str:
    """What stands on a leaf, in the language of papers."""
    with override("vi"):
        return entry_in_words(entry)


def evidence_in_words(pieces: list[Evidence]) -> str:
    """Pieces of evidence by their names, a line each."""
    return "\n".join(str(piece.file.name if piece.file else piece.paper or piece.words) for piece in pieces)


def moment(at: datetime | None) -> str:
    """`09 giờ 42, ngày 22/11/2024`."""
    return f"{timezone.localtime(at):%H giờ %M, ngày %d/%m/%Y}" if at else ""
