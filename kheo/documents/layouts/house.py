"""What the two layouts ask for, as figures and words. Whoever draws reads them here, so PDF and Word agree.

State bodies: Decree 30/2020/NĐ-CP of 05/03/2020, appendix I. Party bodies: Guideline 36-HD/VPTW of 03/04/2018, section
II and appendix 3. Where a rule leaves a range (`13 to 14`), the figure here is what clerks use.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kheo.documents.enums import Layout
from kheo.documents.layouts.parts import Letterhead
from kheo.kernel.periods import format_date

_GAP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class House:
    """Lengths in millimetres, sizes of letters and the distance of lines in points."""

    heading: tuple[str, ...]
    heading_sizes: tuple[float, ...]
    left_share: float
    top: float
    bottom: float
    left: float
    right: float
    issuer: float
    number: float
    place: float
    name: float
    subject: float
    body: float
    line: float
    gap: float
    indent: float
    recipients_label: float
    recipients: float
    table: float
    small_table: float
    page_number: float
    star_under_issuer: bool
    dashes_under_subject: bool
    bases_italic: bool
    office_bold: bool
    recipients_label_italic_bold: bool
    number_word: str
    number_joint: str
    basis_mark: str
    last_basis_mark: str
    recipient_mark: str
    end_mark: str
    annexes_in_roman: bool

    def data(self) -> dict[str, Any]:
        """For the templates."""
        return asdict(self)


STATE = House(
    heading=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    heading_sizes=(12, 13), left_share=0.41,
    top=20, bottom=20, left=30, right=15,
    issuer=12, number=13, place=13, name=14, subject=14, body=14, line=18, gap=6, indent=10,
    recipients_label=12, recipients=11, table=12, small_table=9.5, page_number=13,
    star_under_issuer=False, dashes_under_subject=False, bases_italic=True, office_bold=True,
    recipients_label_italic_bold=True,
    number_word="Số: ", number_joint="/", basis_mark=";", last_basis_mark=".", recipient_mark=";", end_mark="./.",
    annexes_in_roman=True,
)  # fmt: skip

PARTY = House(
    heading=("ĐẢNG CỘNG SẢN VIỆT NAM",),
    heading_sizes=(15,), left_share=0.46,
    top=20, bottom=20, left=30, right=15,
    issuer=14, number=14, place=14, name=16, subject=14, body=14, line=18, gap=6, indent=10,
    recipients_label=14, recipients=12, table=12, small_table=9.5, page_number=14,
    star_under_issuer=True, dashes_under_subject=True, bases_italic=False, office_bold=False,
    recipients_label_italic_bold=False,
    number_word="Số ", number_joint="-", basis_mark=";", last_basis_mark=",", recipient_mark=",", end_mark=".",
    annexes_in_roman=False,
)  # fmt: skip

_HOUSES = {Layout.STATE: STATE, Layout.PARTY: PARTY}


def house_of(layout: Layout) -> House:
    """The figures and words of a layout."""
    return _HOUSES[layout]


def number_line(head: Letterhead) -> str:
    """`Số: 127/QĐ-UBND`, `Số 127-QĐ/TU`; with room to write while the registry has given no number.

    Nothing where there is neither number nor symbol: a record made in the field bears none.
    """
    house = house_of(head.layout)
    if not head.number and not head.symbol:
        return ""
    return house.number_word + (head.number or 7 * _GAP + house.number_joint + head.symbol)


def place_and_day(head: Letterhead) -> str:
    """`Phan Thiết, ngày 05 tháng 02 năm 2024`: days below 10 and January, February with a zero (both layouts)."""
    place = f"{head.place}, " if head.place else ""
    return place + in_words(head.on)


def in_words(day: date | None) -> str:
    """`ngày 20 tháng 12 năm 2023`, with room to write where the day is not known."""
    if day is None:
        return f"ngày{5 * _GAP}tháng{5 * _GAP}năm{7 * _GAP}".rstrip(" ")
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def cited(head: Letterhead, kind_name: str) -> str:
    """How another page names this paper: `Quyết định số 127/QĐ-UBND ngày 20 tháng 12 năm 2023 của …`.

    A record made in the field bears no number, and is named without one.
    """
    house = house_of(head.layout)
    number = head.number or (7 * _GAP + house.number_joint + head.symbol if head.symbol else "")
    numbered = f" số {number}" if number else ""
    if head.layout == Layout.PARTY:
        day = f", ngày {format_date(head.on)}" if head.on else f", {in_words(None)}"
    else:
        day = f" {in_words(head.on)}"
    return f"{kind_name}{numbered}{day} của {' '.join(head.issuer.split())}"
