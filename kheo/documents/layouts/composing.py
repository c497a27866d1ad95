"""From the value of a paper to its composition: the order of its pieces, its fixed words, its marks at line ends."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from kheo.documents.enums import Layout
from kheo.documents.layouts import kinds, parts
from kheo.documents.layouts.composition import (
    Address,
    AnnexTitle,
    Centred,
    Chart,
    Closing,
    Composition,
    Grid,
    GridRow,
    Head,
    Paragraph,
    Piece,
    Section,
    Signed,
    Subheading,
    Title,
)
from kheo.documents.layouts.house import House, cited, house_of, number_line, place_and_day

# The names papers bear in print, in the language of the papers.
NAMES = {
    "decision": "Quyết định",
    "submission": "Tờ trình",
    "letter": "Công văn",
    "minutes": "Biên bản",
    "report": "Báo cáo",
    "verification": "Biên bản",
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def compose(document: parts.Part) -> Composition:
    """The composition of any paper but certificates, which have a drawing of their own."""
    head = cast(parts.Letterhead, document.letterhead)  # type: ignore[attr-defined] # every kind but certificates
    house = house_of(head.layout)
    pieces = _COMPOSERS[type(document)](document, house)
    first = Section(tuple(pieces), landscape=getattr(document, "landscape", False))
    language = getattr(document, "language", "vi")
    return Composition(head.layout, _metadata_title(document), (first, *_annexes(document, head, house)), language)


def _decision(paper: kinds.Decision, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title("QUYẾT ĐỊNH", _subject(paper.subject, paper.letterhead.layout))
    authority = paper.authority.upper()
    if paper.letterhead.layout == Layout.STATE:
        yield Centred(authority)
        yield from _bases(paper.bases, house)
        yield Centred("QUYẾT ĐỊNH:")
    else:
        yield from _bases(paper.bases, house)
        yield Centred(f"{authority}\nQUYẾT ĐỊNH:")
    yield from _ended(_articles(paper.articles), house)
    yield Closing(_signed(paper.signature), recipients=_recipients(paper.recipients, house))


def _submission(paper: kinds.Submission, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title("TỜ TRÌNH", _subject(paper.subject, paper.letterhead.layout))
    yield _address(paper)
    yield from _bases(paper.bases, house)
    yield from _ended(pieces_of(paper.blocks), house)
    yield Closing(_signed(paper.signature), recipients=_recipients(paper.recipients, house))


def _letter(paper: kinds.Letter, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house, about=paper.subject)
    yield _address(paper)
    yield from _ended(pieces_of(paper.blocks), house)
    yield Closing(_signed(paper.signature), recipients=_recipients(paper.recipients, house))


def _minutes(paper: kinds.Minutes, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title("BIÊN BẢN", _subject(paper.subject, paper.letterhead.layout))
    yield from _ended(pieces_of(paper.blocks), house)
    yield Closing(_signed(paper.chair), left=_signed(paper.secretary), recipients=_recipients(paper.recipients, house))


def _report(paper: kinds.Report, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title(paper.name.upper(), _subject(paper.subject, paper.letterhead.layout))
    pieces = pieces_of(paper.blocks)
    yield from _ended(pieces, house) if paper.language == "vi" else pieces  # the mark belongs to Vietnamese papers
    yield Closing(_signed(paper.signature), recipients=_recipients(paper.recipients, house))


def _verification(paper: kinds.Verification, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title("BIÊN BẢN", _subject(paper.subject, paper.letterhead.layout))
    yield from _ended(pieces_of(paper.blocks), house)
    yield Closing(_signed(paper.team), left=_signed(paper.unit))


def _summary_list(paper: kinds.SummaryList, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    note = f"({paper.attached_to})" if paper.attached_to else ""
    yield Title(paper.name.upper(), _subject(paper.subject, paper.letterhead.layout), note)
    yield _grid(paper.table)
    yield from pieces_of(paper.blocks)
    yield Closing(_signed(paper.signature), left=_signed(paper.maker))


def _score_sheet(paper: kinds.ScoreSheet, house: House) -> Iterator[Piece]:
    yield _head(paper.letterhead, house)
    yield Title(paper.name.upper(), _subject(paper.subject, paper.letterhead.layout))
    yield from pieces_of(paper.blocks)
    yield _grid(paper.table)
    yield from pieces_of(paper.remarks)
    yield Closing(_signed(paper.signature), left=_signed(paper.unit))


_COMPOSERS: dict[type[parts.Part], Callable[[Any, House], Iterator[Piece]]] = {
    kinds.Decision: _decision,
    kinds.Submission: _submission,
    kinds.Letter: _letter,
    kinds.Minutes: _minutes,
    kinds.Report: _report,
    kinds.Verification: _verification,
    kinds.SummaryList: _summary_list,
    kinds.ScoreSheet: _score_sheet,
}


def _head(head: parts.Letterhead, house: House, *, about: str = "") -> Head:
    if about:
        about = f"V/v {about}" if head.layout == Layout.STATE else about
    return Head(
        superior=head.superior.upper(), issuer=head.issuer.upper(), number=number_line(head), about=about,
        heading=house.heading, place=place_and_day(head),
    )  # fmt: skip


def _address(paper: kinds.Submission | kinds.Letter) -> Address:
    """One addressee stands beside the salutation; several stand under each other, each with its mark."""
    if len(paper.to) == 1:
        return Address(paper.salutation, paper.to)
    *others, last = map(_bare, paper.to)
    return Address(paper.salutation, (*(f"{to};" for to in others), f"{last}."))


def _subject(subject: str, layout: Layout) -> str:
    """State papers begin it with a capital (`Về việc …`), Party papers do not (`về việc …`)."""
    if layout == Layout.PARTY:
        return "về" + subject[2:] if subject.startswith("Về ") else subject
    return subject[:1].upper() + subject[1:]


def _bases(bases: tuple[str, ...], house: House) -> Iterator[Paragraph]:
    for place, basis in enumerate(bases, start=1):
        mark = house.basis_mark if place < len(bases) else house.last_basis_mark
        dash = "" if house.bases_italic else "- "
        yield Paragraph(f"{dash}{_bare(basis)}{mark}", italic=house.bases_italic)


def _articles(articles: tuple[parts.Article, ...]) -> Iterator[Paragraph]:
    for number, article in enumerate(articles, start=1):
        first, *others = article.text.split("\n")
        yield Paragraph(first, lead=f"Điều {number}.")
        yield from (Paragraph(text) for text in others if text)
        yield from (Paragraph(f"{place}. {text}") for place, text in enumerate(article.points, start=1))


def pieces_of(blocks: Iterable[parts.Block]) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case parts.Words():
                for text in filter(None, block.text.split("\n")):
                    yield Paragraph(text, bold=block.bold, italic=block.italic, small=block.small)
            case parts.Heading():
                yield Subheading(block.text, block.level)
            case parts.Points():
                yield from (Paragraph(f"- {item}") for item in block.items)
            case parts.Facts():
                yield from (Paragraph(f"{label}: {value}") for label, value in block.pairs)
            case parts.Table():
                yield _grid(block)
            case parts.Chart():
                yield Chart(block.caption, block.alt, tuple((bar.label, bar.value, bar.shown) for bar in block.bars))


def _grid(table: parts.Table) -> Grid:
    rows = (
        GridRow((row.band,), strong=True, band=True)
        if isinstance(row, parts.Band)
        else GridRow(row.cells, row.strong, links=row.links)
        for row in table.rows
    )
    columns = table.columns
    return Grid(
        tuple(c.title for c in columns), tuple(c.width for c in columns), tuple(c.align for c in columns), tuple(rows),
        table.small,
    )  # fmt: skip


def _ended(pieces: Iterable[Piece], house: House) -> Iterator[Piece]:
    """The last paragraph ends with the mark that says: nothing follows (`./.` of state papers)."""
    *before, last = [*pieces] or [Paragraph("")]
    yield from before
    if isinstance(last, Paragraph):
        last = Paragraph(f"{_bare(last.text)}{house.end_mark}", last.lead, last.bold, last.italic)
    yield last


def _bare(text: str) -> str:
    """Without the mark somebody typed at its end."""
    return text.removesuffix("./.").rstrip(" .;,")


def _signed(signature: parts.Signature) -> Signed:
    return Signed(
        tuple(line.upper() for line in signature.authority), signature.office.upper(), signature.note, signature.name
    )


def _recipients(recipients: tuple[str, ...], house: House) -> tuple[str, ...]:
    marks = [house.recipient_mark] * (len(recipients) - 1) + ["."]
    return tuple(f"- {_bare(to)}{mark}" for to, mark in zip(recipients, marks, strict=False))


def _annexes(document: parts.Part, head: parts.Letterhead, house: House) -> Iterator[Section]:
    annexes: tuple[parts.Annex, ...] = getattr(document, "annexes", ())
    for place, annex in enumerate(annexes):
        label = getattr(document, "annex", "Phụ lục")
        if len(annexes) > 1:
            label += f" {_ROMAN[place] if house.annexes_in_roman and place < len(_ROMAN) else place + 1}"
        reference = getattr(document, "enclosed", "")
        if not reference:
            reference = f"Kèm theo {cited(head, NAMES[document.kind])}"  # type: ignore[attr-defined] # every kind has one
        title = AnnexTitle(label, annex.title.upper(), f"({reference})")
        yield Section((title, *pieces_of(annex.blocks)), landscape=annex.landscape)


def _metadata_title(document: Any) -> str:
    name = NAMES.get(document.kind) or document.name.capitalize()
    return f"{name} {document.letterhead.number}: {document.subject}".replace(" :", ":")
