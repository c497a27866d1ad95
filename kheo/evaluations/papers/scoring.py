"""The score sheet (phiếu chấm điểm, F4): of a whole evaluation, with the points of each stage, and of one card.

Columns of the real sheet: content | condition | maximum | self-score, to which come the later stages and the evidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Stage
from kheo.criteria.tally import Tally, tally
from kheo.documents.enums import PaperKind
from kheo.documents.heads import Furnished, letterhead_of, stationery_of
from kheo.documents.layouts.kinds import ScoreSheet
from kheo.documents.layouts.parts import Block, Column, Facts, Row, Signature, Table, Words
from kheo.evaluations import cards
from kheo.evaluations.models import Evaluation, Evidence, Score, Scorecard
from kheo.evaluations.papers.wording import POINTS, evidence_in_words, in_vietnamese, what_is_judged
from kheo.evaluations.results import Standing
from kheo.kernel.quantities import format_number
from kheo.units.models import Unit

WIDE = 4  # columns of points beside which a sheet lies on its side


def score_sheet(standing: Standing, evidence: Iterable[Evidence] = ()) -> ScoreSheet:
    """The sheet of an evaluation as far as its reader may see it: what each stage gave, and what counts.

    `evidence` are the pieces that stand behind the leaves, as far as the same reader sees them.
    """
    evaluation, furnished = standing.evaluation, stationery_of(standing.evaluation.unit)
    named = {POINTS[stage]: one.tally for stage, one in standing.stages.items()}
    if standing.outcome:
        named["Kết quả"] = standing.outcome.tally
    return ScoreSheet(
        letterhead=letterhead_of(evaluation.unit, PaperKind.SCORE_SHEET),
        subject=_subject(evaluation),
        blocks=(_facts(evaluation),),
        table=_table(evaluation, named, _behind(evidence), "Minh chứng"),
        remarks=tuple(_remarks(standing)),
        unit=Signature(office="Đại diện đơn vị"),
        signature=_of_the_judge(furnished),
        landscape=len(named) >= WIDE,
    )


def card_sheet(card: Scorecard) -> ScoreSheet:
    """One card alone: what one side, or one scorer, gave, with the words beside it, for their own signature."""
    evaluation, is_self = card.evaluation, card.stage == Stage.SELF
    issuer = evaluation.subject.unit if is_self else evaluation.unit
    columns = {POINTS[card.stage]: cards.tally_so_far(card)}
    if before := {} if is_self else cards.earlier(card):
        columns = {"Điểm trước đó": tally(evaluation.sheet, before, profile=evaluation.profile_value)} | columns
    return ScoreSheet(
        letterhead=letterhead_of(issuer, PaperKind.SCORE_SHEET),
        subject=_subject(evaluation),
        blocks=(_facts(evaluation, (("Người chấm", card.scorer.full_name),) if card.scorer else ()),),
        table=_table(evaluation, columns, {score.code: _words(score) for score in card.scores.all()}, "Ghi chú"),
        remarks=() if card.is_sent else (Words(text="Phiếu chưa gửi, còn có thể thay đổi.", italic=True),),
        unit=Signature(office="Người lập phiếu") if is_self else Signature(),
        signature=_who_signs(card, issuer),
    )


def _subject(evaluation: Evaluation) -> str:
    return f"{evaluation.sheet.name}, áp dụng đối với “{evaluation.subject.title}”"


def _facts(evaluation: Evaluation, more: tuple[tuple[str, str], ...] = ()) -> Facts:
    version = evaluation.version
    framework = f"{version.framework.name}, phiên bản {version.number}"
    return Facts(
        pairs=(
            *what_is_judged(evaluation), ("Đơn vị chấm điểm", evaluation.unit.name), *more, ("Bộ tiêu chí", framework),
        )
    )  # fmt: skip


def _table(evaluation: Evaluation, columns: Mapping[str, Tally], beside: Mapping[str, str], last: str) -> Table:
    """Criteria in the order of the framework, a column of points for each name, and the words beside them. A column
    says what stands after its stage, so that it adds up to its own total."""
    without = set(evaluation.profile_value.without) if evaluation.profile_value else set()
    shown = [one for one in evaluation.sheet.walk() if one.code not in without]
    conditions = any(one.condition for one in shown)
    head = [Column(title="TT", width=1.3, align="center"), Column(title="Nội dung đánh giá", width=6)]
    if conditions:
        head.append(Column(title="Điều kiện chấm điểm", width=4.5))
    head.append(Column(title="Điểm tối đa", width=1.5, align="center"))
    head += [Column(title=name, width=1.7, align="center") for name in columns]
    head.append(Column(title=last, width=3.5))
    rows = [_row(one, columns.values(), beside.get(one.code, ""), conditions=conditions) for one in shown]
    blank = ("",) if conditions else ()
    totals = (_number(column.total) for column in columns.values())
    most = _number(next(iter(columns.values())).scale) if columns else _number(evaluation.sheet.scale)
    rows.append(Row(cells=("", "Tổng cộng", *blank, most, *totals, ""), strong=True))
    return Table(columns=tuple(head), rows=tuple(rows))


def _row(one: Criterion, columns: Iterable[Tally], words: str, *, conditions: bool) -> Row:
    condition = (one.condition,) if conditions else ()
    given = (_number(column.points.get(one.code)) for column in columns)
    return Row(cells=(one.code, one.text, *condition, _number(one.maximum), *given, words), strong=not one.is_leaf)


def _remarks(standing: Standing) -> Iterator[Block]:
    """Total, class, the gates that are not passed, and whether it may still move."""
    if standing.outcome is None:
        return
    total, most = _number(standing.total), _number(standing.outcome.tally.maximum)
    pairs = [("Tổng điểm", f"{total}/{most} điểm")]
    if standing.verdict and standing.verdict.not_eligible:
        pairs.append(("Xếp loại", "Không đủ điều kiện xếp loại"))
    elif standing.class_name:
        pairs.append(("Xếp loại", standing.class_name))
    pairs.extend(
        ("Điều kiện không đạt", f"{gate.sentence} ({gate.document})" if gate.document else gate.sentence)
        for gate in standing.failed_gates
    )
    yield Facts(pairs=tuple(pairs))
    if standing.evaluation.result is None:
        yield Words(text="Kết quả tạm tính: việc đánh giá chưa kết thúc.", italic=True)


def _behind(evidence: Iterable[Evidence]) -> dict[str, str]:
    by_code: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_code.setdefault(piece.code, []).append(piece)
    return {code: evidence_in_words(pieces) for code, pieces in by_code.items()}


def _words(score: Score) -> str:
    """A result with its target, or yes and no (points by hand stand in their own column), the note and the reason."""
    entry = score.entry
    is_figure = entry.value is not None or entry.passed is not None or not entry.assigned
    return "\n".join(filter(None, [in_vietnamese(entry) if is_figure else "", score.note, score.reason]))


def _of_the_judge(furnished: Furnished) -> Signature:
    """As the unit signs its papers; where nobody set that, an office and a blank room."""
    kept = furnished.signature
    return kept if kept.office else Signature(office="Đại diện đơn vị chấm điểm")


def _who_signs(card: Scorecard, issuer: Unit) -> Signature:
    if card.scorer:
        return Signature(office="Người chấm điểm", name=card.scorer.full_name)
    kept = stationery_of(issuer).signature
    return kept if kept.office else Signature(office="Thủ trưởng đơn vị")


def _number(points: Decimal | None) -> str:
    return "–" if points is None else format_number(points)
