"""What goes up with proposals: the submission letter with the ranked list (F7), and the summary list (F5)."""

from collections.abc import Sequence

from django.utils import translation

from kheo.documents.corrections import named
from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of, stationery_of
from kheo.documents.layouts.kinds import Submission, SummaryList
from kheo.documents.layouts.parts import Annex, Column, Row, Table, Words
from kheo.documents.legal_bases import cited
from kheo.documents.recipients import recipients_for
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.quantities import format_number
from kheo.movements.models import Round
from kheo.recognitions.judged import Judged, Judgements
from kheo.recognitions.models import Outcome, Proposal
from kheo.recognitions.papers.wording import KINDS, ORIGINS, SUBJECTS, field_of, governing, name_of, what_of
from kheo.results.telling import in_few_words
from kheo.units.models import Unit

_RANKED = (
    Column(title="Thứ tự", width=1.3, align="center"),
    Column(title="Tên mô hình, điển hình", width=6),
    Column(title="Đơn vị", width=4),
    Column(title="Lĩnh vực", width=3),
    Column(title="Loại", width=2),
    Column(title="Đối tượng", width=2),
)
_SUMMARY = (
    Column(title="STT", width=1.4, align="center"),
    Column(title="Tên mô hình, điển hình", width=5),
    Column(title="Đơn vị, địa chỉ", width=4),
    Column(title="Tập thể/ cá nhân", width=1.8),
    Column(title="Lĩnh vực", width=2.4),
    Column(title="Năm bắt đầu", width=1.5, align="center"),
    Column(title="Mới/ duy trì", width=1.6),
    Column(title="Tóm tắt kết quả", width=7),
    Column(title="Đã được công nhận", width=4),
    Column(title="Đề nghị", width=2.4),
)
_POINTS = Column(title="Điểm, xếp loại", width=2, align="center")
_BEFORE_POINTS = 8  # columns: points follow upon the results


def submission(unit: Unit, round_: Round, proposals: Sequence[Proposal]) -> Submission:
    """The letter with which a unit sends its proposals up, in their order. At least one is given."""
    furnished = stationery_of(unit)
    return Submission(
        letterhead=letterhead_of(unit, PaperKind.SUBMISSION),
        subject=f"về việc đề nghị công nhận {what_of(round_)}",
        to=(_asked(proposals),),
        bases=(
            *cited(PaperKind.SUBMISSION, furnished.layout, clock.today(), issuer=furnished.decider),
            *governing(round_),
        ),
        blocks=tuple(Words(text=text) for text in _what_is_asked(unit, round_, proposals)),
        annexes=(_ranked(proposals),),
        signature=furnished.signature,
        recipients=recipients_for(PaperKind.SUBMISSION, furnished.layout),
    )


def summary_list(unit: Unit, round_: Round, proposals: Sequence[Proposal]) -> SummaryList:
    """Danh sách trích ngang of the same proposals: one wide table, in their order. Points and class stand in it where
    the round demands an evaluation at the unit's level (movement.md §3.4, F5)."""
    judgements = Judgements(unit, round_)
    judged = judgements.of([proposal.registration for proposal in proposals])
    with translation.override("vi"):  # our papers are written in Vietnamese, whoever asks for them
        figures = in_few_words([proposal.registration for proposal in proposals])
    columns, rows = list(_SUMMARY), []
    if judgements.procedure:
        columns.insert(_BEFORE_POINTS, _POINTS)
    for number, proposal in enumerate(proposals, start=1):
        cells = [str(number), *_summary_cells(proposal, figures.get(proposal.registration_id, ""))]
        if judgements.procedure:
            cells.insert(_BEFORE_POINTS, _points_of(judged[proposal.registration_id]))
        rows.append(Row(cells=tuple(cells)))
    return SummaryList(
        letterhead=letterhead_of(unit, PaperKind.SUMMARY_LIST),
        subject=f"{what_of(round_)}, đề nghị {proposals[0].to_unit.name} công nhận",
        table=Table(columns=tuple(columns), rows=tuple(rows)),
        signature=stationery_of(unit).signature,
    )


def _what_is_asked(unit: Unit, round_: Round, proposals: Sequence[Proposal]) -> list[str]:
    held = Outcome.objects.concluded().filter(consideration__unit=unit, consideration__round=round_)
    considered, recognised = held.count(), held.filter(recognised=True).count()
    asked = _asked(proposals)
    told = [f"{unit.name} đã xét {considered} {what_of(round_)} và công nhận {recognised}."] if considered else []
    return [
        *told,
        f"{unit.name} trình {asked} xem xét, công nhận {len(proposals):02d} mô hình, điển hình xếp theo thứ tự trong"
        " danh sách kèm theo.",
        f"Kính đề nghị {asked} xem xét, quyết định.",
    ]


def _asked(proposals: Sequence[Proposal]) -> str:
    """Who is asked to recognise: the body that decides for the unit above, as its own papers call it."""
    return " ".join(stationery_of(proposals[0].to_unit).decider.split())


def _ranked(proposals: Sequence[Proposal]) -> Annex:
    rows = tuple(
        Row(
            cells=(
                str(proposal.rank), name_of(one), one.unit.name_on(one.registered_on), field_of(one), KINDS[one.kind],
                SUBJECTS[one.subject],
            )
        )
        for proposal in proposals
        for one in [proposal.registration]
    )  # fmt: skip
    return Annex(title="Danh sách đề nghị công nhận", blocks=(Table(columns=_RANKED, rows=rows),))


def _summary_cells(proposal: Proposal, figures: str) -> tuple[str, ...]:
    one = proposal.registration
    unit = one.unit.name_on(one.registered_on)
    return (
        name_of(one),
        f"{unit}\n{one.dossier.place}" if one.dossier.place else unit,
        SUBJECTS[one.subject],
        field_of(one),
        str(one.dossier.starts_on.year) if one.dossier.starts_on else "",
        ORIGINS[one.origin],
        "\n".join(filter(None, [one.dossier.outputs or one.summary, figures])),
        _recognised_so_far(one),
        f"{proposal.to_unit.name} công nhận",
    )


def _points_of(judged: Judged) -> str:
    """`86,5` and the class below; empty until the evaluation is concluded, for before it may still move."""
    standing = judged.standing
    if standing is None or standing.total is None or standing.evaluation.result is None:
        return ""
    return "\n".join(filter(None, [format_number(standing.total), standing.class_name]))


def _recognised_so_far(registration: Registration) -> str:
    """By which decisions the exemplar was recognised before, a line each."""
    rows = registration.exemplar.recognitions.select_related("decision").order_by("on", "pk")
    return "\n".join(named(row.decision) for row in rows if row.decision)
