"""The kinds of paper Khéo drafts, each with the fields officials expect in it.

Sources: the fields of F3–F8 (movement.md §3.4) and of the council's papers (blocks-and-awards.md §3.4) as studied on
real forms; Decree 30/2020/NĐ-CP, appendix III, for the order of the state ones.
"""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter, ValidationError

from kheo.documents.enums import Layout
from kheo.documents.layouts.parts import (
    Annex,
    Article,
    Block,
    Letterhead,
    Line,
    Part,
    Signature,
    Table,
    Text,
    Written,
)
from kheo.kernel.errors import BadInput


class Decision(Part):
    """Quyết định: legal bases, articles, annexes. `authority` is who decides (`CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …`)."""

    kind: Literal["decision"] = "decision"
    letterhead: Letterhead
    subject: Written
    authority: Written
    bases: tuple[Line, ...] = ()
    articles: tuple[Article, ...] = Field(min_length=1)
    annexes: tuple[Annex, ...] = ()
    signature: Signature = Signature()
    recipients: tuple[Line, ...] = ()


class Submission(Part):
    """Tờ trình: to whom, on which bases, what is proposed; the list goes into an annex."""

    kind: Literal["submission"] = "submission"
    letterhead: Letterhead
    subject: Written
    salutation: Line = "Kính gửi"
    to: tuple[Line, ...] = Field(min_length=1)
    bases: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: Signature = Signature()
    recipients: tuple[Line, ...] = ()


class Letter(Part):
    """Công văn: an official letter; its subject stands under the number."""

    kind: Literal["letter"] = "letter"
    letterhead: Letterhead
    subject: Written
    salutation: Line = "Kính gửi"
    to: tuple[Line, ...] = Field(min_length=1)
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: Signature = Signature()
    recipients: tuple[Line, ...] = ()


class Minutes(Part):
    """Biên bản họp: what happened, in blocks; the secretary signs on the left and the chair on the right."""

    kind: Literal["minutes"] = "minutes"
    letterhead: Letterhead
    subject: Written
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    secretary: Signature = Signature(office="THƯ KÝ")
    chair: Signature = Signature(office="CHỦ TRÌ")
    recipients: tuple[Line, ...] = ()


class Report(Part):
    """Báo cáo: sentences, charts, and the tables as annexes. `language` is that of all but the fixed words of the form;
    `annex` and `enclosed` are what its annexes are called and with which paper they say they go."""

    kind: Literal["report"] = "report"
    language: Literal["vi", "en", "hi"] = "vi"
    letterhead: Letterhead
    name: Written = "BÁO CÁO"
    subject: Written
    blocks: tuple[Block, ...] = ()
    annex: Line = "Phụ lục"
    enclosed: Line = ""
    annexes: tuple[Annex, ...] = ()
    signature: Signature = Signature()
    recipients: tuple[Line, ...] = ()


class SummaryList(Part):
    """Danh sách trích ngang (F5): one wide table, who made it and who signs it."""

    kind: Literal["summary_list"] = "summary_list"
    letterhead: Letterhead
    name: Written = "DANH SÁCH TRÍCH NGANG"
    subject: Written
    attached_to: Line = ""
    table: Table
    blocks: tuple[Block, ...] = ()
    maker: Signature = Signature(office="NGƯỜI LẬP DANH SÁCH")
    signature: Signature = Signature()
    landscape: bool = True


class Verification(Part):
    """Biên bản thẩm định thực tế (F3): where, when, who met whom; declared beside observed; both sides sign."""

    kind: Literal["verification"] = "verification"
    letterhead: Letterhead
    subject: Written
    blocks: tuple[Block, ...] = ()
    unit: Signature = Signature(office="ĐẠI DIỆN ĐƠN VỊ")
    team: Signature = Signature(office="ĐẠI DIỆN ĐOÀN THẨM ĐỊNH")
    annexes: tuple[Annex, ...] = ()


class ScoreSheet(Part):
    """Phiếu chấm điểm (F4): the sheet of criteria with the points of each stage, and who scored."""

    kind: Literal["score_sheet"] = "score_sheet"
    letterhead: Letterhead
    name: Written = "PHIẾU CHẤM ĐIỂM"
    subject: Written
    blocks: tuple[Block, ...] = ()
    table: Table
    remarks: tuple[Block, ...] = ()
    unit: Signature = Signature(office="ĐẠI DIỆN ĐƠN VỊ")
    signature: Signature = Signature(office="NGƯỜI CHẤM ĐIỂM")
    landscape: bool = False


class Certificate(Part):
    """One certificate. `entry` is its number in the golden book, `check` the address that its QR code opens."""

    subject: Literal["collective", "individual"]
    honorific: Line = "Ông (Bà)"
    name: Written = Field(max_length=250)
    detail: Text = Field(default="", max_length=250)
    cause: Written = Field(max_length=250)
    entry: Line = ""
    code: Line = ""
    check: Line = ""


class Certificates(Part):
    """Giấy chứng nhận: all that one decision gives rise to, a page each.

    The order of the lines is that of Decree 98/2023/NĐ-CP, article 104: who decides, the act, what is given, to whom.
    """

    kind: Literal["certificates"] = "certificates"
    layout: Layout
    title: Written = "GIẤY CHỨNG NHẬN"
    decider: Written
    act: Line = "CẤP"
    place: Line = ""
    on: date | None = None
    decision: Line = ""
    signature: Signature = Signature()
    items: tuple[Certificate, ...] = Field(min_length=1)


Document = Annotated[
    Decision | Submission | Letter | Minutes | Report | SummaryList | Verification | ScoreSheet | Certificates,
    Field(discriminator="kind"),
]
_documents: TypeAdapter[Any] = TypeAdapter(Document)


def read(data: object) -> Any:
    """The paper that JSON data spells; `BadInput` names the place of the first thing that is wrong with it."""
    try:
        return _documents.validate_python(data)
    except ValidationError as refusal:
        first = refusal.errors(include_url=False)[0]
        raise BadInput(
            _("The paper cannot be read at “%(place)s”: %(fault)s")
            % {"place": " › ".join(map(str, first["loc"])), "fault": first["msg"]}
        ) from None


def written(document: Part) -> dict[str, Any]:
    """The same paper as JSON data; `read` gives it back."""
    return document.model_dump(mode="json", by_alias=True)
