"""The names that a unit's Word template may hold, for each kind of paper, and what they stand for.

They are Vietnamese without accents, because those who write templates are officials. A word is written
`{{ trich_yeu }}`; a row loop walks a list: `{%tr for dong in danh_sach %}`, `{{ dong.cot_1 }}`, `{%tr endfor %}`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from kheo.documents.enums import PaperKind
from kheo.documents.layouts import composing, composition, kinds, parts
from kheo.documents.layouts.house import number_line, place_and_day
from kheo.kernel.periods import format_date

COLUMNS = tuple(f"cot_{number}" for number in range(1, 15))
_TOP = {"co_quan_cap_tren", "co_quan", "so_ky_hieu", "dia_danh_ngay", "ngay", "trich_yeu"}
_END = {"quyen_han", "chuc_vu", "nguoi_ky"}
_LINES: tuple[str, ...] = ()  # of a list whose items are lines: `{{ dong }}`
_ROWS = ("nhom", *COLUMNS)

WORDS: dict[PaperKind, set[str]] = {
    PaperKind.DECISION: _TOP | _END | {"tham_quyen"},
    PaperKind.SUBMISSION: _TOP | _END,
    PaperKind.LETTER: _TOP | _END,
    PaperKind.MINUTES: _TOP | {"thu_ky", "chu_tri"},
    PaperKind.SUMMARY_LIST: _TOP | _END | {"ten_danh_sach", "kem_theo", "nguoi_lap"},
    PaperKind.VERIFICATION: _TOP | {"dai_dien_don_vi", "dai_dien_doan"},
    PaperKind.SCORE_SHEET: _TOP | {"ten_phieu", "dai_dien_don_vi", "nguoi_cham"},
}
LISTS: dict[PaperKind, dict[str, tuple[str, ...]]] = {
    PaperKind.DECISION: {
        "can_cu": _LINES, "dieu": ("so", "noi_dung"), "noi_nhan": _LINES, "danh_sach": _ROWS,
    },
    PaperKind.SUBMISSION: {
        "kinh_gui": _LINES, "can_cu": _LINES, "noi_dung": _LINES, "noi_nhan": _LINES, "danh_sach": _ROWS,
    },
    PaperKind.LETTER: {"kinh_gui": _LINES, "noi_dung": _LINES, "noi_nhan": _LINES, "danh_sach": _ROWS},
    PaperKind.MINUTES: {"noi_dung": _LINES, "noi_nhan": _LINES, "danh_sach": _ROWS},
    PaperKind.SUMMARY_LIST: {"noi_dung": _LINES, "danh_sach": _ROWS},
    PaperKind.VERIFICATION: {"noi_dung": _LINES, "danh_sach": _ROWS},
    PaperKind.SCORE_SHEET: {"noi_dung": _LINES, "danh_sach": _ROWS},
}  # fmt: skip


def context(document: Any) -> dict[str, Any]:
    """What each name stands for in a paper."""
    own: dict[str, Any] = _OWN[type(document)](document)
    return _top(document) | _end(document) | _lists(document) | own


def _top(document: Any) -> dict[str, str]:
    head: parts.Letterhead = document.letterhead
    return {
        "co_quan_cap_tren": head.superior.upper(), "co_quan": head.issuer.upper(), "so_ky_hieu": number_line(head),
        "dia_danh_ngay": place_and_day(head), "ngay": format_date(head.on), "trich_yeu": document.subject,
    }  # fmt: skip


def _end(document: Any) -> dict[str, str]:
    signature: parts.Signature | None = getattr(document, "signature", None)
    if signature is None or PaperKind(document.kind) == PaperKind.SCORE_SHEET:
        return {}
    return {
        "quyen_han": "\n".join(signature.authority).upper(), "chuc_vu": signature.office.upper(),
        "nguoi_ky": signature.name,
    }  # fmt: skip


def _lists(document: Any) -> dict[str, Any]:
    """The lists that the kind has, each from the field of the same meaning."""
    given = {
        "can_cu": lambda: list(document.bases), "kinh_gui": lambda: list(document.to),
        "noi_nhan": lambda: list(document.recipients), "noi_dung": lambda: list(_paragraphs(document)),
        "dieu": lambda: list(_articles(document)), "danh_sach": lambda: list(_rows(document)),
    }  # fmt: skip
    return {name: given[name]() for name in LISTS[PaperKind(document.kind)]}


def _paragraphs(document: Any) -> Iterator[str]:
    """The text of the paper, a paragraph each, as our own layout prints it; tables stand in `danh_sach`."""
    blocks = (*document.blocks, *getattr(document, "remarks", ()))
    for piece in composing.pieces_of(blocks):
        if isinstance(piece, composition.Paragraph | composition.Subheading):
            yield piece.text


def _articles(document: kinds.Decision) -> Iterator[dict[str, Any]]:
    for number, article in enumerate(document.articles, start=1):
        points = [f"{place}. {text}" for place, text in enumerate(article.points, start=1)]
        yield {"so": number, "noi_dung": "\n".join([article.text, *points])}


def _rows(document: Any) -> Iterator[dict[str, str]]:
    """The rows of every table in the paper and its annexes; a band has its words in `nhom`."""
    for table in _tables(document):
        for row in table.rows:
            if isinstance(row, parts.Band):
                yield dict.fromkeys(_ROWS, "") | {"nhom": row.band}
            else:
                yield dict.fromkeys(_ROWS, "") | dict(zip(COLUMNS, row.cells, strict=False))


def _tables(document: Any) -> Iterator[parts.Table]:
    if own := getattr(document, "table", None):
        yield own
    blocks: Iterable[parts.Block] = getattr(document, "blocks", ())
    for annex in getattr(document, "annexes", ()):
        blocks = (*blocks, *annex.blocks)
    yield from (block for block in blocks if isinstance(block, parts.Table))


_OWN: dict[type, Any] = {
    kinds.Decision: lambda d: {"tham_quyen": d.authority.upper()},
    kinds.Submission: lambda d: {},
    kinds.Letter: lambda d: {},
    kinds.Minutes: lambda d: {"thu_ky": d.secretary.name, "chu_tri": d.chair.name},
    kinds.SummaryList: lambda d: {
        "ten_danh_sach": d.name, "kem_theo": d.attached_to, "nguoi_lap": d.maker.name,
    },
    kinds.Verification: lambda d: {"dai_dien_don_vi": d.unit.name, "dai_dien_doan": d.team.name},
    kinds.ScoreSheet: lambda d: {
        "ten_phieu": d.name, "dai_dien_don_vi": d.unit.name, "nguoi_cham": d.signature.name,
    },
}  # fmt: skip
