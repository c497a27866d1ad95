"""The decision that recognises (F8), built from a consideration's list “to be recognised”."""

from collections.abc import Sequence

from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of, stationery_of
from kheo.documents.layouts.kinds import Decision
from kheo.documents.layouts.parts import Annex, Article, Column, Row, Table
from kheo.documents.legal_bases import cited
from kheo.documents.recipients import recipients_for
from kheo.kernel import clock
from kheo.recognitions.models import Consideration, Outcome, Proposal
from kheo.recognitions.papers.wording import KINDS, SUBJECTS, field_of, governing, name_of, unit_of, what_of
from kheo.units.models import Unit

_NAMED = 3  # so many proposing units are named among the legal bases; more are told together
_COLUMNS = (
    Column(title="STT", width=1.3, align="center"),
    Column(title="Tên mô hình, điển hình", width=6),
    Column(title="Đơn vị", width=4),
    Column(title="Lĩnh vực", width=3),
    Column(title="Loại", width=2),
    Column(title="Đối tượng", width=2),
)


def decision(consideration: Consideration) -> Decision:
    """What the unit would decide today: laws valid today, governing papers, whose proposal, articles, the list."""
    unit, round_, today = consideration.unit, consideration.round, clock.today()
    furnished = stationery_of(unit, today)
    outcomes = _recognised(consideration)
    articles = (Article(text=_first_article(consideration, len(outcomes))), *_OTHER_ARTICLES)
    return Decision(
        letterhead=letterhead_of(unit, PaperKind.DECISION, day=today),
        subject=f"Về việc công nhận {what_of(round_)}",
        authority=furnished.decider,
        bases=(
            *cited(PaperKind.DECISION, furnished.layout, today, issuer=furnished.decider),
            *governing(round_),
            *_on_whose_proposal(unit, outcomes),
        ),
        articles=articles,
        annexes=(_annex(consideration, outcomes),),
        signature=furnished.signature,
        recipients=recipients_for(
            PaperKind.DECISION, furnished.layout, articles=len(articles), superior=furnished.superior
        ),
    )


def with_list_of(consideration: Consideration, drafted: Decision) -> Decision:
    """A drafted decision with the list as it is now. The sentence that counts follows, unless somebody rewrote it."""
    outcomes = _recognised(consideration)
    before = sum(isinstance(row, Row) for row in _list_of(drafted))
    first, *others = drafted.articles
    if first.text == _first_article(consideration, before):
        first = first.model_copy(update={"text": _first_article(consideration, len(outcomes))})
    annexes = (_annex(consideration, outcomes), *drafted.annexes[1:])
    return drafted.model_copy(update={"articles": (first, *others), "annexes": annexes})


_OTHER_ARTICLES = (
    Article(
        text="Tập thể, cá nhân được công nhận có trách nhiệm duy trì, phát huy kết quả; các cơ quan, đơn vị liên quan"
        " tuyên truyền, nhân rộng mô hình, điển hình đã được công nhận."
    ),
    Article(
        text="Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị liên quan và tập thể, cá nhân có tên trong"
        " danh sách chịu trách nhiệm thi hành Quyết định này."
    ),
)


def _first_article(consideration: Consideration, count: int) -> str:
    return f"Công nhận {count:02d} {what_of(consideration.round)} (có danh sách kèm theo)."


def _recognised(consideration: Consideration) -> list[Outcome]:
    """What is to be recognised, in the order in which the list is shown and printed."""
    return list(consideration.outcomes.filter(recognised=True).as_list())


def _annex(consideration: Consideration, outcomes: Sequence[Outcome]) -> Annex:
    rows = tuple(
        Row(
            cells=(
                str(number), name_of(one.registration), unit_of(one), field_of(one.registration),
                KINDS[one.registration.kind], SUBJECTS[one.registration.subject],
            )
        )
        for number, one in enumerate(outcomes, start=1)
    )  # fmt: skip
    title = f"Danh sách {what_of(consideration.round)} được công nhận"
    return Annex(title=title, blocks=(Table(columns=_COLUMNS, rows=rows),))


def _list_of(drafted: Decision) -> tuple[object, ...]:
    tables = (block for annex in drafted.annexes[:1] for block in annex.blocks if isinstance(block, Table))
    return next((table.rows for table in tables), ())


def _on_whose_proposal(unit: Unit, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Those below who proposed what is recognised; nothing where the unit considers what was sent to it directly."""
    registrations = [outcome.registration_id for outcome in outcomes]
    rows = Proposal.objects.filter(to_unit=unit, registration__in=registrations).select_related("from_unit")
    names = list(dict.fromkeys(row.from_unit.name for row in rows.order_by("from_unit__sort_key", "pk")))
    if not names:
        return ()
    return (f"Xét đề nghị của {_joined(names)}",)


def _joined(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{len(names)} đơn vị có mô hình, điển hình"
    *others, last = names
    return f"{', '.join(others)} và {last}" if others else last
