"""Word files, drawn from the same composition as the PDFs, for clerks who finish and send them from Word."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx.shared import Mm, Pt

from kheo.documents.layouts import composition as c
from kheo.documents.layouts import wordwork as w
from kheo.documents.layouts.composing import compose
from kheo.documents.layouts.house import House, house_of
from kheo.documents.layouts.kinds import Certificates
from kheo.documents.layouts.parts import Part
from kheo.documents.layouts.typesetting import drawn
from kheo.documents.layouts.wordcertificates import draw_certificates

_GAP_FOR_SIGNING = 68  # points


def word(document: Part) -> bytes:
    """The paper as a Word file (.docx)."""
    file = draw_certificates(document) if isinstance(document, Certificates) else _Drawing(compose(document)).file
    made = BytesIO()
    file.save(made)
    return made.getvalue()


class _Drawing:
    """One file in the making: the house it follows, and how wide its text is at the moment."""

    def __init__(self, composition: c.Composition) -> None:
        self.house: House = house_of(composition.layout)
        self.language = composition.language
        self.file = w.blank(composition.title, self.house, composition.language)
        for number, section in enumerate(composition.sections):
            place = self.file.sections[0] if number == 0 else self.file.add_section()
            self.room = w.set_page(place, self.house, landscape=section.landscape)
            self._draw(section.pieces)

    def _draw(self, pieces: Sequence[c.Piece]) -> None:
        draw: dict[type, Callable[[Any, bool], None]] = {
            c.Head: self._head, c.Title: self._title, c.AnnexTitle: self._annex_title, c.Centred: self._centred,
            c.Address: self._address, c.Paragraph: self._paragraph, c.Subheading: self._subheading,
            c.Grid: self._grid, c.Chart: self._chart, c.Closing: self._closing,
        }  # fmt: skip
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            draw[type(piece)](piece, isinstance(following, c.Closing))

    def _line(self, holder: Any, text: str, *, first: bool = False, **how: Any) -> Any:
        """A line in the middle; the first one fills the paragraph that every cell already has."""
        paragraph = holder.paragraphs[0] if first else holder.add_paragraph()
        letters = {name: how.pop(name) for name in ("size", "bold", "italic", "underline") if name in how}
        w.place(paragraph, **how)
        w.write(paragraph, text, **letters)
        return paragraph

    def _head(self, piece: c.Head, last: bool) -> None:
        house, left = self.house, self.room * self.house.left_share
        state = not house.star_under_issuer
        table = w.frame(self.file, (left, self.room - left), 2 if state else 1, drawn=False)
        issuer, heading = table.rows[0].cells
        self._issuer(issuer, piece, left)
        for number, (text, size) in enumerate(zip(piece.heading, house.heading_sizes, strict=True)):
            self._line(heading, text, first=number == 0, size=size, bold=True)
        size = house.heading_sizes[-1]
        w.rule(heading.add_paragraph(), room=self.room - left, length=w.width_of(piece.heading[-1], size))
        below, beside = table.rows[1].cells if state else (issuer, heading)
        self._line(below, piece.number, first=state, before=6 if state else 0, size=house.number)
        if piece.about:
            self._line(below, piece.about, before=3, size=12, italic=not state)
        self._line(beside, piece.place, first=state, before=6, size=house.place, italic=True)

    def _issuer(self, cell: Any, piece: c.Head, room: float) -> None:
        size = self.house.issuer
        if piece.superior:
            self._line(cell, piece.superior, first=True, size=size)
        self._line(cell, piece.issuer, first=not piece.superior, size=size, bold=True)
        if self.house.star_under_issuer:
            self._line(cell, "*", size=self.house.number)
        else:
            w.rule(cell.add_paragraph(), room=room, length=min(room, w.width_of(piece.issuer, size)) * 0.4)

    def _called(self, first: str, first_size: float, second: str) -> None:
        """What the paper or an annex is called: one heading of two lines."""
        heading = self.file.add_paragraph(style="Heading 1")
        w.place(heading, before=14, with_next=True)
        w.write(heading, f"{first}\n", size=first_size, bold=True)
        w.write(heading, second, size=self.house.subject, bold=True)

    def _title(self, piece: c.Title, last: bool) -> None:
        self._called(piece.name, self.house.name, piece.subject)
        if piece.note:
            self._line(self.file, piece.note, before=4, italic=True)
        self._end_title(min(self.room, w.width_of(piece.subject, self.house.subject)) * 0.4)

    def _annex_title(self, piece: c.AnnexTitle, last: bool) -> None:
        self._called(piece.label, 14, piece.name)
        self._line(self.file, piece.reference, before=4, italic=True)
        self._end_title(32)

    def _end_title(self, length: float) -> None:
        if self.house.dashes_under_subject:
            self._line(self.file, "-----", after=10)
        else:
            w.rule(self.file.add_paragraph(), room=self.room, length=length)
            self.file.paragraphs[-1].paragraph_format.space_after = Pt(12)

    def _centred(self, piece: c.Centred, last: bool) -> None:
        self._line(self.file, piece.text, before=8, after=6, bold=True, with_next=True)

    def _address(self, piece: c.Address, last: bool) -> None:
        if len(piece.to) == 1:
            self._line(self.file, f"{piece.salutation}: {piece.to[0]}", before=8, after=8)
            return
        table = w.frame(self.file, (self.room * 0.3, self.room * 0.7), len(piece.to), drawn=False)
        self._line(table.cell(0, 0), f"{piece.salutation}:", first=True, align="right", after=4, right=2)
        for row, to in zip(table.rows, piece.to, strict=True):
            self._line(row.cells[1], f"- {to}", first=True, align="left", after=4)

    def _paragraph(self, piece: c.Paragraph, last: bool) -> None:
        house, size = self.house, self.house.table if piece.small else 0
        paragraph = self.file.add_paragraph()
        if piece.small:
            w.place(paragraph, align="left", after=3, with_next=last)
        else:
            w.place(paragraph, align="justify", after=house.gap, line=house.line, indent=house.indent, with_next=last)
        if piece.lead:
            w.write(paragraph, f"{piece.lead} ", bold=True, italic=piece.italic)
        w.write(paragraph, piece.text, size=size, bold=piece.bold, italic=piece.italic)

    def _subheading(self, piece: c.Subheading, last: bool) -> None:
        heading = self.file.add_paragraph(style=f"Heading {piece.level + 1}")
        house = self.house
        w.place(heading, align="left", before=2, after=house.gap, line=house.line, indent=house.indent, with_next=True)
        w.write(heading, piece.text, bold=True, italic=piece.level == 2)

    def _grid(self, piece: c.Grid, last: bool) -> None:
        share = self.room / sum(piece.widths)
        table = w.frame(self.file, (width * share for width in piece.widths), 1 + len(piece.rows), drawn=True)
        header, *rows = table._tbl.tr_lst
        w.repeat_as_header(header)
        size = self.house.small_table if piece.small else 0
        w.fill(header, piece.titles, ["center"] * len(piece.titles), bold=True, size=size)
        for line, row in zip(rows, piece.rows, strict=True):
            w.keep_whole(line)
            if row.band:
                w.merge(line)
            aligns = ["left"] if row.band else piece.aligns
            w.fill(line, row.cells, aligns, bold=row.strong, size=size, links=row.links, of=self.file)
            if row.band:
                w.hold(line)
        w.space(self.file.add_paragraph(), 8)

    def _chart(self, piece: c.Chart, last: bool) -> None:
        holder = w.place(self.file.add_paragraph(), before=6, with_next=True)
        picture = BytesIO(drawn(piece, self.language, format_="png"))
        inline = holder.add_run().add_picture(picture, width=Mm(self.room))._inline
        inline.docPr.set("descr", piece.alt)
        self._line(self.file, piece.caption, before=4, after=8, size=self.house.table, italic=True, with_next=last)

    def _closing(self, piece: c.Closing, last: bool) -> None:
        half = self.room / 2
        w.space(self.file.add_paragraph(), 8, with_next=True)
        table = w.frame(self.file, (half, half), 1, drawn=False)
        w.keep_whole(table._tbl.tr_lst[0])
        left, right = table.rows[0].cells
        if piece.left:
            self._signed(left, piece.left, lines_before_name=_lines(piece.right) - _lines(piece.left))
        elif piece.recipients:
            self._recipients(left, piece.recipients, first=True)
        self._signed(
            right, piece.right, lines_before_name=_lines(piece.left) - _lines(piece.right) if piece.left else 0
        )
        if piece.left and piece.recipients:
            self._recipients(self.file, piece.recipients)

    def _signed(self, cell: Any, signed: c.Signed, *, lines_before_name: int) -> None:
        lines: list[tuple[str, dict[str, Any]]] = [(text, {"bold": True}) for text in signed.authority]
        if signed.office:
            lines.append((signed.office, {"bold": self.house.office_bold}))
        if signed.note:
            lines.append((signed.note, {"italic": True, "size": 12}))
        for number, (text, letters) in enumerate(lines):
            self._line(cell, text, first=number == 0, **letters)
        room = _GAP_FOR_SIGNING + max(0, lines_before_name) * self.house.body * 1.15
        self._line(cell, signed.name, first=not lines, before=room, bold=True)

    def _recipients(self, holder: Any, recipients: Sequence[str], *, first: bool = False) -> None:
        house, marked = self.house, self.house.recipients_label_italic_bold
        self._line(
            holder, "Nơi nhận:", first=first, align="left", before=0 if first else 12, size=house.recipients_label,
            bold=marked, italic=marked, underline=not marked,
        )  # fmt: skip
        for to in recipients:
            self._line(holder, to, align="left", size=house.recipients)


def _lines(signed: c.Signed) -> int:
    """How many lines stand above the place for the signature."""
    return len(signed.authority) + bool(signed.office) + bool(signed.note)
