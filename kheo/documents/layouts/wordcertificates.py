"""Certificates in Word: a page each, framed, with the QR code as a picture."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, RGBColor

from kheo.documents.layouts import wordwork as w
from kheo.documents.layouts.certifying import data, qr_code
from kheo.documents.layouts.house import PARTY, STATE
from kheo.documents.layouts.kinds import Certificates

_RED = RGBColor(0xB3, 0x16, 0x1B)
_ROOM = 297 - 2 * 24  # millimetres


def draw_certificates(sheet: Certificates) -> Any:
    """All certificates in one file, lying A4."""
    shared = data(sheet)
    house = PARTY if len(shared["heading"]) == 1 else STATE
    file = w.blank(shared["title"], house)
    section = file.sections[0]
    w.set_page(section, house, landscape=True)
    section.header.paragraphs[0].clear()
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(19)
    _frame(section)
    _centre_upright(section)
    for number, item in enumerate(shared["items"], start=1):
        last = _draw(file, shared, item, number)
        if number < len(shared["items"]):
            last.add_run().add_break(WD_BREAK.PAGE)
    return file


def _frame(section: Any) -> None:
    """A red double line around the page."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "24"), ("color", "B3161B")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    section._sectPr.insert_element_before(borders, "w:lnNumType", "w:pgNumType", "w:cols", "w:docGrid")


def _centre_upright(section: Any) -> None:
    """What stands on a page stands in the middle of it, however long the name is."""
    upright = OxmlElement("w:vAlign")
    upright.set(qn("w:val"), "center")
    section._sectPr.insert_element_before(upright, "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:docGrid")


def _draw(file: Any, shared: dict[str, Any], item: dict[str, Any], number: int) -> Any:
    """Draw one certificate; gives its last paragraph."""
    for place, (text, size) in enumerate(zip(shared["heading"], (14, 15), strict=False)):
        _line(file, text, size=size, bold=True, before=0 if place else 2)
    last = shared["heading"][-1]
    w.rule(file.add_paragraph(), room=_ROOM, length=w.width_of(last, 15 if len(shared["heading"]) > 1 else 14))
    _line(file, shared["decider"], size=19, bold=True, before=16, red=True)
    _line(file, shared["act"], size=15, bold=True, before=6)
    _line(file, shared["title"], size=36, bold=True, before=2, red=True, style="Heading 1")
    _line(file, item["honorific"], size=17, before=8)
    _line(file, item["name"], size=_fitting(item["name"], 27, 21, 16), bold=True, before=8, red=True)
    _line(file, item["detail"], size=_fitting(item["detail"], 16, 15, 12), before=4)
    _line(file, item["cause"], size=_fitting(item["cause"], 18, 16, 13), italic=True, before=6, after=24)
    _draw_foot(file, shared, item, number)
    end = file.add_paragraph()
    w.space(end, 2)
    return end


def _fitting(text: str, *sizes: float) -> float:
    """Long names are set smaller, so that every certificate stays on its page."""
    return sizes[0] if len(text) <= 50 else sizes[1] if len(text) <= 110 else sizes[2]


def _draw_foot(file: Any, shared: dict[str, Any], item: dict[str, Any], number: int) -> None:
    qr, notes, signed = w.frame(file, (30, _ROOM - 145, 115), 1, drawn=False).rows[0].cells
    if item["check"]:
        _draw_qr(w.place(qr.paragraphs[0], align="left", before=70), item["check"], number)
    lines = [shared["decision"]]
    lines += [f"Số sổ vàng: {item['entry']}"] if item["entry"] else []
    lines += [f"Mã kiểm tra: {item['code']}"] if item["code"] else []
    for place, text in enumerate(lines):
        paragraph = notes.add_paragraph() if place else notes.paragraphs[0]
        w.write(w.place(paragraph, align="left", before=0 if place else 90), text, size=11)
    w.write(w.place(signed.paragraphs[0]), shared["place"], size=13, italic=True)
    for text in (*shared["authority"], shared["office"]):
        w.write(w.place(signed.add_paragraph()), text, bold=True)
    w.write(w.place(signed.add_paragraph(), before=60), shared["name"], bold=True)


def _draw_qr(paragraph: Any, address: str, number: int) -> None:
    """Put the picture in under its own number: python-docx would read all pages so far to find a free one."""
    picture = BytesIO()
    qr_code(address).save(picture, kind="png", scale=6, border=0)
    relation, _image = paragraph.part.get_or_add_image(picture)
    inline = CT_Inline.new_pic_inline(number, relation, f"qr{number}.png", Mm(24), Mm(24))
    inline.docPr.set("descr", f"Mã QR: {address}")
    paragraph.add_run()._r.add_drawing(inline)


def _line(
    file: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, before: float = 0,
    after: float = 0, red: bool = False, style: str = "",
) -> None:  # fmt: skip
    if not text:
        return
    paragraph = file.add_paragraph(style=style) if style else file.add_paragraph()
    w.place(paragraph, before=before, after=after)
    run = w.write(paragraph, text, size=size, bold=bold, italic=italic)
    if red:
        run.font.color.rgb = _RED
