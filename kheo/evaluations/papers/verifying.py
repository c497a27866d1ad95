"""The field-verification record (biên bản thẩm định thực tế, F3): where, when, who met whom, what was seen there."""

from collections.abc import Iterator

from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of
from kheo.documents.layouts.house import in_words
from kheo.documents.layouts.kinds import Verification
from kheo.documents.layouts.parts import Annex, Block, Column, Facts, Heading, Points, Row, Signature, Table, Words
from kheo.evaluations import records
from kheo.evaluations.enums import Side
from kheo.evaluations.models import Visit
from kheo.evaluations.papers.wording import FINDINGS, SIDES, moment, what_is_judged

_COMPARED = (
    Column(title="TT", width=1.2, align="center"),
    Column(title="Nội dung", width=5),
    Column(title="Kê khai", width=3),
    Column(title="Thực tế", width=4),
    Column(title="Ghi chú", width=3.6),
)
_PHOTOS = (
    Column(title="TT", width=1, align="center"),
    Column(title="Nội dung ảnh", width=6),
    Column(title="Tiêu chí", width=1.6, align="center"),
    Column(title="Tên tệp", width=4),
)


def verification(visit: Visit) -> Verification:
    """The record of a finished visit as it stands, with both remarks and room for both signatures.

    Photographs are listed in an annex: a paper is kept as data, which carries no pictures. They stay with the visit.
    """
    unit = visit.evaluation.unit
    return Verification(
        letterhead=letterhead_of(unit, PaperKind.VERIFICATION, day=visit.on, on=visit.on),
        subject=f"Về việc thẩm định thực tế “{visit.evaluation.subject.title}”",
        blocks=tuple(_blocks(visit)),
        unit=Signature(office="Đại diện đơn vị", name=_signed_by(visit, Side.SUBJECT)),
        team=Signature(office="Đại diện đoàn thẩm định", name=_signed_by(visit, Side.JUDGE)),
        annexes=tuple(_photos(visit)),
    )


def _blocks(visit: Visit) -> Iterator[Block]:
    place = records.position_in_words(visit.latitude, visit.longitude)
    yield Facts(
        pairs=(
            ("Thời gian", in_words(visit.on)),
            ("Địa điểm", f"{visit.place} (vĩ độ, kinh độ: {place})" if place else visit.place),
            *what_is_judged(visit.evaluation),
        )
    )
    yield Heading(text="I. THÀNH PHẦN")
    yield Heading(text=f"1. Đoàn thẩm định của {visit.evaluation.unit.name}", level=2)
    members = visit.members.select_related("person").order_by("pk")
    yield Points(items=tuple(": ".join(filter(None, [one.person.full_name, one.part])) for one in members))
    yield Heading(text="2. Đại diện đơn vị, người được gặp", level=2)
    yield Words(text=visit.people_met)
    yield Heading(text="II. TÀI LIỆU ĐÃ XEM")
    yield Words(text=visit.papers_seen or "Không có.")
    yield Heading(text="III. ĐỐI CHIẾU KÊ KHAI VỚI THỰC TẾ")
    yield from _compared(visit)
    yield Heading(text="IV. NHẬN XÉT")
    yield Words(text=visit.remarks or "Không có nhận xét khác.")
    yield Heading(text="V. KẾT LUẬN")
    yield Words(text=FINDINGS.get(visit.finding, ""), bold=True)
    yield from _said_at_signing(visit)
    yield Words(text="Biên bản được đọc lại cho các bên cùng nghe và ký xác nhận.", italic=True)


def _compared(visit: Visit) -> Iterator[Block]:
    seen = {one.code: one for one in visit.observations.all()}
    leaves = [leaf for leaf in visit.evaluation.sheet.leaves() if leaf.code in seen]
    if not leaves:
        yield Words(text="Không đối chiếu từng tiêu chí.")
        return
    rows = (
        Row(cells=(leaf.code, leaf.text, one.declared or "–", one.observed, one.note))
        for leaf in leaves
        for one in [seen[leaf.code]]
    )
    yield Table(columns=_COMPARED, rows=tuple(rows))


def _said_at_signing(visit: Visit) -> Iterator[Block]:
    """What each side remarked when it signed in the system, and when."""
    signatures = list(visit.signatures.select_related("by").order_by("at"))
    if not signatures:
        return
    yield Heading(text="VI. Ý KIẾN CỦA HAI BÊN")
    for one in signatures:
        signed = f"{one.by.full_name} xác nhận lúc {moment(one.at)}."
        yield Facts(pairs=((SIDES[one.side], " ".join(filter(None, [one.remark, signed]))),))


def _photos(visit: Visit) -> Iterator[Annex]:
    photos = list(visit.photos.select_related("file"))
    if photos:
        rows = tuple(
            Row(cells=(str(number), photo.caption or "–", photo.code or "–", photo.file.name))
            for number, photo in enumerate(photos, start=1)
        )
        yield Annex(title="Danh mục ảnh chụp tại thực địa", blocks=(Table(columns=_PHOTOS, rows=rows),))


def _signed_by(visit: Visit, side: Side) -> str:
    """Who signed for a side; empty while nobody has, so that the room for a hand stays blank."""
    signature = visit.signatures.select_related("by").filter(side=side).first()
    return signature.by.full_name if signature else ""
