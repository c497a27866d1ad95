"""What Word needs beneath a paper: letters, borders, fields and tables, as its file format spells them.

The name of the letters is Times New Roman, as Decree 30/2020 asks; every office has it. Hindi letters get Nirmala UI,
which comes with Windows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from kheo.documents.layouts.house import House

LETTERS, HINDI_LETTERS = "Times New Roman", "Nirmala UI"
LOCALES = {"vi": "vi-VN", "en": "en-GB", "hi": "hi-IN"}
CELL = "Cell"  # the style of what stands in a table
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def blank(title: str, house: House, language: str = "vi") -> Any:
    """An empty file with the paper's letters, language and title."""
    file = new_document()
    file.core_properties.title, file.core_properties.language = title, LOCALES[language]
    file.core_properties.author = file.core_properties.comments = ""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header"):
        _set_letters(file.styles[name], house.body, LOCALES[language])
    normal = file.styles["Normal"].paragraph_format
    normal.space_after = normal.space_before = Pt(0)
    cells = file.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style = file.styles["Normal"]
    _set_size(cells.element, cells.font, house.table)
    cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(2)
    return file


def _set_letters(style: Any, size: float, locale: str) -> None:
    font = style.font
    font.name, font.color.rgb, font.bold, font.italic = LETTERS, None, None, None
    _set_size(style.element, font, size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), LETTERS)
    fonts.set(qn("w:cs"), HINDI_LETTERS)
    for tag in ("w:color",):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    language = OxmlElement("w:lang")
    for kind, code in (("val", locale), ("eastAsia", "vi-VN"), ("bidi", "hi-IN")):
        language.set(qn(f"w:{kind}"), code)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def _set_size(element: Any, font: Any, size: float) -> None:
    """The size of the letters, for Hindi ones too, to which Word gives a size of their own."""
    font.size = Pt(size)
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)


def set_page(section: Any, house: House, *, landscape: bool) -> float:
    """A4 with the margins of the house, numbered at the top from page 2; gives the width of the text in millimetres."""
    width, height = (297, 210) if landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(house.top), Mm(house.bottom)
    section.left_margin, section.right_margin = Mm(house.left), Mm(house.right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    _number_pages(section, house)
    return width - house.left - house.right


def _number_pages(section: Any, house: House) -> None:
    restart = OxmlElement("w:pgNumType")
    restart.set(qn("w:start"), "1")
    section._sectPr.append(restart)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN["center"]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = write(paragraph, "", size=house.page_number)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def write(
    paragraph: Paragraph, text: str, *, size: float = 0, bold: bool = False, italic: bool = False,
    underline: bool = False,
) -> Any:  # fmt: skip
    """Add text to a paragraph; line breaks stay line breaks. Bold and italic hold for Hindi letters too."""
    run = paragraph.add_run()
    for number, line in enumerate(text.split("\n")):
        if number:
            run.add_break()
        run.add_text(line)
    font = run.font
    if size:
        _set_size(run._r, font, size)
    if bold:
        font.bold = font.cs_bold = True
    if italic:
        font.italic = font.cs_italic = True
    if underline:
        font.underline = True
    return run


def place(
    paragraph: Paragraph, *, align: str = "center", before: float = 0, after: float = 0, line: float = 0,
    indent: float = 0, left: float = 0, right: float = 0, with_next: bool = False,
) -> Paragraph:  # fmt: skip
    """Where a paragraph stands: distances and the height of lines in points, indents in millimetres."""
    form = paragraph.paragraph_format
    form.alignment = ALIGN[align]
    if before or after:
        form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing, form.line_spacing_rule = Pt(line), WD_LINE_SPACING.AT_LEAST
    if indent:
        form.first_line_indent = Mm(indent)
    if left or right:
        form.left_indent, form.right_indent = Mm(left), Mm(right)
    if with_next:
        form.keep_with_next = True
    return paragraph


def rule(paragraph: Paragraph, *, room: float, length: float) -> None:
    """Draw a line in the middle of the room, both in millimetres: the lower border of an empty paragraph."""
    margin = max(0.0, (room - length) / 2)
    space(paragraph, 2)
    place(paragraph, left=margin, right=margin)
    borders = OxmlElement("w:pBdr")
    border = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def frame(file: Any, widths: Iterable[float], rows: int, *, drawn: bool) -> Table:
    """A table with columns of these widths in millimetres: drawn, or only to put things beside each other."""
    lengths = [Mm(width) for width in widths]
    table: Table = file.add_table(rows, len(lengths))
    table.style = "Table Grid" if drawn else "Normal Table"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_cell_margins(table, 1.1 if drawn else 0)
    for column, width in zip(table.columns, lengths, strict=True):
        column.width = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, lengths, strict=True):
            cell.width = width
    return table


def fill(
    row: Any, texts: Sequence[str], aligns: Sequence[str], *, bold: bool = False, size: float = 0,
    links: Sequence[str] = (), of: Any = None,
) -> None:  # fmt: skip
    """Write a row of a drawn table. Straight into its elements: lists have hundreds of rows.

    `links` are the addresses that its cells open; they belong to the file that the row is `of`.
    """
    addresses = links or [""] * len(texts)
    for cell, text, align, address in zip(row.tc_lst, texts, aligns, addresses, strict=True):
        paragraph = Paragraph(cell.p_lst[0], row)
        paragraph._p.get_or_add_pPr().style = CELL
        if align != "left":
            paragraph.alignment = ALIGN[align]
        run = write(paragraph, text, bold=bold, size=size)
        if address and text:
            _link(paragraph, run, address, of)


def hold(row: Any) -> None:
    """The row never stands last on a page: the next one is on the same."""
    for cell in row.tc_lst:
        Paragraph(cell.p_lst[0], row).paragraph_format.keep_with_next = True


def _link(paragraph: Paragraph, run: Any, address: str, file: Any) -> None:
    """Let what was written open an address. It looks like the text around it: official papers are black."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)


def merge(row: Any) -> None:
    """One cell across the whole row."""
    first, *others = row.tc_lst
    first.grid_span = 1 + len(others)
    first.width = sum(cell.width for cell in row.tc_lst)
    for cell in others:
        row.remove(cell)


def _set_cell_margins(table: Table, sides: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(sides * 1440 / 25.4)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def space(paragraph: Paragraph, points: float, *, with_next: bool = False) -> None:
    """Let an empty paragraph be nothing but a distance."""
    place(paragraph, with_next=with_next)
    form = paragraph.paragraph_format
    form.line_spacing, form.line_spacing_rule = Pt(points), WD_LINE_SPACING.EXACTLY


def repeat_as_header(row: Any) -> None:
    """The row is the table's header: it repeats on each page, and screen readers name the columns by it."""
    keep_whole(row)
    _mark(row, "w:tblHeader")


def keep_whole(row: Any) -> None:
    """The row does not break over two pages."""
    _mark(row, "w:cantSplit")


def _mark(row: Any, tag: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(tag))


def width_of(text: str, size: float) -> float:
    """About how wide a line of bold text is, in millimetres: capitals 0.70, other letters 0.47 of the size."""
    longest = max(text.split("\n"), key=len)
    ems = sum(0.70 if letter.isupper() else 0.25 if letter == " " else 0.47 for letter in longest)
    return ems * size * 25.4 / 72
