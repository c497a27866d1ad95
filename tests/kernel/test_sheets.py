"""What we write for Excel: numbers are numbers, days are days, and nothing anybody typed is ever a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.kernel import sheets, tables

HURTFUL = ["=1+1", "+84 912 345 678", "-5 điểm", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")', "＝1"]


def written(rows, **kwargs):
    stream = io.BytesIO()
    sheets.write_xlsx(stream, "Bảng [2024]/1", ["Đơn vị", "Số"], rows, **kwargs)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def test_numbers_stay_numbers_and_days_stay_days():
    sheet = written([["Xã Liên Hòa", 746], ["Ngày", date(2024, 12, 20)], ["Tỷ lệ", Decimal("20.8")]]).worksheets[0]
    assert [cell.value for cell in sheet["B"]][1:] == [746, datetime(2024, 12, 20), 20.8]
    assert sheet["B3"].number_format == "dd/mm/yyyy"


def test_the_header_is_the_first_row_and_the_notes_are_another_sheet():
    book = written([["a", 1]], notes=["Số liệu đến 31/12/2024"])
    assert [cell.value for cell in book.worksheets[0][1]] == ["Đơn vị", "Số"]
    assert book.worksheets[0].title == "Bảng  2024  1"
    assert book.worksheets[1]["A2"].value == "Số liệu đến 31/12/2024"


def test_columns_are_as_wide_as_what_stands_in_them():
    """A day that does not fit would show as #####, a name would be cut off by its neighbour."""
    long = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Bình Thuận"
    sheet = written([["Xã Liên Hòa", 746], [long, date(2024, 12, 20)]]).worksheets[0]
    assert int(sheet.column_dimensions["A"].width) == len(long) + 2
    assert int(sheet.column_dimensions["B"].width) == len("20/12/2024") + 2
    assert sheet.print_title_rows == "$1:$1"


def test_the_words_of_a_long_head_stand_one_under_the_other():
    stream = io.BytesIO()
    sheets.write_xlsx(stream, "Bảng", ["Công nhận tại cấp mình: tổng số in trong báo cáo"], [[155]])
    sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).worksheets[0]
    assert int(sheet.column_dimensions["A"].width) < 15


@pytest.mark.parametrize("text", HURTFUL)
def test_no_text_becomes_a_formula_in_xlsx(text):
    cell = written([[text, 1]]).worksheets[0]["A2"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", HURTFUL)
def test_no_text_becomes_a_formula_in_csv(text):
    stream = io.BytesIO()
    sheets.write_csv(stream, ["Tên"], [[text]])
    row = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))[1]
    assert row == [f"'{text}"]


def test_csv_opens_as_vietnamese_and_keeps_numbers_bare():
    stream = io.BytesIO()
    sheets.write_csv(stream, ["Đơn vị", "Số"], [["Xã Liên Hòa", -3], [date(2024, 1, 2), Decimal("20.8")], [None, True]])
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    assert stream.getvalue().decode("utf-8-sig") == 'Đơn vị,Số\r\nXã Liên Hòa,-3\r\n02/01/2024,"20,8"\r\n,True\r\n'


def test_a_moment_is_written_as_our_clock_showed_it():
    sheet = written([["gửi", datetime(2024, 12, 20, 2, 30, tzinfo=UTC)]]).worksheets[0]
    assert sheet["B2"].value == datetime(2024, 12, 20, 9, 30)


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=2))
)
def test_what_we_write_as_csv_is_read_back_as_it_was(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "back.csv"
    with path.open("wb") as file:
        sheets.write_csv(file, ["mark", "a", "b"], [["x", *row] for row in rows])
    with tables.opened(path) as table:
        back = [cells for _, cells in table.rows()][1:]
    assert back == [["x", *row] for row in rows]
