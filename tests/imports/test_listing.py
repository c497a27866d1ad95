"""Finding the header: below titles, in two rows, in merged cells, in three languages, in whatever order."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kheo.imports import listing
from kheo.imports.columns import COLUMNS, by_header, heading
from kheo.imports.enums import ImportKind
from kheo.imports.headers import HEADERS
from kheo.imports.words import apart
from kheo.kernel import tables
from kheo.kernel.text import clean, fold
from tests.imports.conftest import header, write_csv, write_xlsx

REGISTRATIONS = ImportKind.REGISTRATIONS
VALUES = ["YG", "QN-2024", "Ngân hàng cây giống", "model", "collective"]


def read(path, kind=REGISTRATIONS):
    with tables.opened(path) as table:
        return listing.read(kind, table)


def cells(listed, row=0):
    """The filled cells of a row, by column."""
    texts = zip(header(listed.kind), listed.rows[row].cells, strict=True)
    return {name: text for name, text in texts if text}


def test_titles_may_stand_above_it(tmp_path):
    rows = [
        ["ỦY BAN MTTQ TỈNH"],
        ["DANH SÁCH MÔ HÌNH NĂM 2024"],
        [],
        ["Mã đơn vị", "Đợt", "Tên mô hình", "Loại", "Đối tượng"],
        VALUES,
    ]
    listed = read(write_csv(tmp_path / "l.csv", rows))
    assert listed.rows[0].number == 5
    assert cells(listed) == {
        "unit_code": "YG", "round_code": "QN-2024", "title": "Ngân hàng cây giống", "kind": "model", "subject": "collective",
    }  # fmt: skip
    assert listed.heading("title") == "Tên mô hình"


def test_the_header_may_be_in_hindi_or_in_other_order(tmp_path):
    rows = [
        ["शीर्षक", "इकाई कोड", "विषय", "प्रकार", "चक्र"],
        ["Ngân hàng cây giống", "YG", "collective", "model", "QN-2024"],
    ]
    assert cells(read(write_csv(tmp_path / "l.csv", rows)))["title"] == "Ngân hàng cây giống"


def test_a_header_in_two_rows_with_merged_cells(tmp_path):
    """As officials draw it: a title over all, “Quyết định” over its number and its date, the others over both rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "DANH SÁCH MÔ HÌNH ĐƯỢC CÔNG NHẬN"
    sheet.merge_cells("A1:H1")
    for place, word in {
        "A3": "TT",
        "B3": "Mã đơn vị",
        "C3": "Đợt",
        "D3": "Tên mô hình",
        "E3": "Loại",
        "F3": "Đối tượng",
        "G3": "Quyết định",
    }.items():
        sheet[place] = word
    sheet["G4"], sheet["H4"] = "Số", "Ngày"
    for merged in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3"):
        sheet.merge_cells(merged)
    sheet.append([f"({n})" for n in range(1, 9)])
    sheet.append([1, *VALUES, "12-QĐ/TU", "20/11/2024"])
    book.save(tmp_path / "l.xlsx")
    listed = read(tmp_path / "l.xlsx")
    assert [row.number for row in listed.rows] == [6]
    assert cells(listed)["decision_number"] == "12-QĐ/TU"
    assert cells(listed)["decision_date"] == "20/11/2024"
    assert listed.heading("decision_date") == "Quyết định Ngày"
    assert listed.unread == ("TT",)


def test_a_unit_merged_over_its_models_is_the_unit_of_each(tmp_path):
    rows = [header(REGISTRATIONS), ["YG", "2024", "một"], ["", "2024", "hai"], ["", "2024", "ba"]]
    listed = read(write_xlsx(tmp_path / "l.xlsx", rows, lambda book: book.active.merge_cells("A2:A4")))
    assert [cells(listed, n)["unit_code"] for n in range(3)] == ["YG", "YG", "YG"]


def test_of_two_headings_for_one_column_the_better_word_has_it(tmp_path):
    rows = [["Đơn vị", "Mã đơn vị", "Đợt", "Tên mô hình", "Loại", "Đối tượng"], ["Phường Yên Giang", *VALUES]]
    listed = read(write_csv(tmp_path / "l.csv", rows))
    assert cells(listed)["unit_code"] == "YG"
    assert listed.unread == ("Đơn vị",)


def test_other_columns_are_left_unread_and_named(tmp_path):
    rows = [["STT", *header(REGISTRATIONS), "Ghi chú"], ["1", *VALUES]]
    assert read(write_csv(tmp_path / "l.csv", rows)).unread == ("STT", "Ghi chú")


def test_rows_with_nothing_in_a_known_column_are_passed_over(tmp_path):
    rows = [["STT", *header(REGISTRATIONS)], ["1", *VALUES], ["", " ", "\u00a0", "–"], [], ["9", ""]]
    assert [row.number for row in read(write_csv(tmp_path / "l.csv", rows)).rows] == [2]


def test_a_list_too_long_for_a_page(tmp_path):
    from kheo.kernel.errors import BadInput

    path = write_csv(tmp_path / "l.csv", [header(REGISTRATIONS), *[VALUES] * 11])
    with tables.opened(path) as table, pytest.raises(BadInput) as refused:
        listing.read(REGISTRATIONS, table, most=10)
    assert str(refused.value) == (
        "The list has 11 rows; at most 10 can be imported on this page. Split it, or use the command “kheo import”."
    )


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_word_heads_one_column_only(kind):
    words = [
        fold(word)
        for column in COLUMNS[kind]
        for word in {fold(w) for w in (column.name, *apart(HEADERS[kind][column.name]))}
    ]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
@pytest.mark.parametrize("kind", list(ImportKind))
def test_what_we_head_our_files_with_is_read_back(kind, language):
    from django.utils import translation

    with translation.override(language):
        for column in COLUMNS[kind]:
            assert by_header(kind)[fold(heading(kind, column.name))][0] is column


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(header("registrations")), st.lists(st.fixed_dictionaries({"title": TEXTS, "summary": TEXTS}), min_size=1, max_size=5),
    st.integers(0, 5),
)  # fmt: skip
def test_whatever_the_order_the_titles_and_the_texts(tmp_path, order, texts, above):
    """What is written into a workbook is what is read: composed, trimmed, in its own column and row."""
    rows = (
        [["DANH SÁCH"]] * above
        + [order]
        + [[("YG" if name == "unit_code" else text.get(name, "")) for name in order] for text in texts]
    )
    listed = read(write_csv(tmp_path / "l.csv", rows))
    assert [row.number for row in listed.rows] == [above + 2 + n for n in range(len(texts))]
    for n, text in enumerate(texts):
        title = " ".join(clean(text["title"]).split())
        assert cells(listed, n).get("title", "") == ("" if title in {"-", "–", "—", "…", "..."} else title)
        assert cells(listed, n).get("summary", "") == clean(text["summary"])
