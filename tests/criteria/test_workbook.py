"""The officials' workbook: written as they know it, and read as they write it."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from kheo.criteria.enums import Role
from kheo.criteria.faults import faults
from kheo.criteria.spellings import as_workbook, from_workbook, numbering
from kheo.kernel.errors import BadInput
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet

ASKED = sheet(
    group(
        "I",
        leaf("I.1", 20, of={"condition": "Có kế hoạch\nCó phân công"}),
        leaf("I.2", "10.5", of={"note": "Xem phụ lục"}),
    ),
    leaf("II", "69.5", "share", target=100),
    leaf("III", 5, of={"role": "bonus", "note": "Cờ thi đua"}),
    classes=CLASSES_90_70_50, source="Quyết định số 1",
)  # fmt: skip


def tree(criteria):
    """What a workbook keeps of the criteria."""
    return [(c.code, c.text, c.condition, c.maximum, c.role, c.note, tree(c.parts)) for c in criteria]


def written(asked, filled=as_workbook.EMPTY):
    stream = io.BytesIO()
    as_workbook.write(stream, asked, filled)
    return stream.getvalue()


@pytest.fixture
def brought(tmp_path):
    """Rows as somebody's file, read."""

    def read(rows, **words):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "bang-diem.xlsx")
        return from_workbook.read(tmp_path / "bang-diem.xlsx", code="BD", **words)

    return read


def read_back(asked, tmp_path):
    (tmp_path / "b.xlsx").write_bytes(written(asked))
    return from_workbook.read(tmp_path / "b.xlsx")


# ── Written ──


def test_it_has_the_columns_that_officials_know():
    page = openpyxl.load_workbook(io.BytesIO(written(ASKED))).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[4][:7] == ["No.", "Content", "Condition", "Maximum", "Self-score", "Verified", "Note"]
    assert [row[0] for row in rows[5:10]] == ["I", "I.1", "I.2", "II", "III"]
    assert rows[10][1:4] == ["Total", None, 100]


def test_groups_stand_out_in_bold():
    page = openpyxl.load_workbook(io.BytesIO(written(ASKED))).worksheets[0]
    assert [page.cell(row, 2).font.bold for row in (6, 7, 8, 9)] == [True, False, False, False]


def test_a_filled_in_table_has_its_scores_and_their_sums():
    filled = as_workbook.Filled({"I.1": Decimal(15), "I.2": Decimal(5)}, {"II": Decimal(60)}, {"II": "Đã kiểm tra"})
    page = openpyxl.load_workbook(io.BytesIO(written(ASKED, filled))).worksheets[0]
    assert [[page.cell(row, column).value for column in (5, 6)] for row in (6, 7, 8, 9, 11)] == [
        [20, None], [15, None], [5, None], [None, 60], [20, 60],
    ]  # fmt: skip
    assert page.cell(9, 7).value == "Đã kiểm tra"


def test_the_other_rules_stand_on_a_second_sheet_in_words():
    page = openpyxl.load_workbook(io.BytesIO(written(ASKED))).worksheets[1]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert ["Classes", "XS", "rule", "≥ 90"] in rows
    assert ["Criteria", "II", "scored", "in proportion to the target 100"] in rows


def test_no_text_becomes_a_formula():
    page = openpyxl.load_workbook(io.BytesIO(written(sheet({**leaf("A", 10), "text": "=1+1"})))).worksheets[0]
    assert page["B6"].data_type == "s"


# ── Read back ──


@pytest.mark.parametrize("language", ["en", "vi", "hi"])
def test_what_was_written_is_read_back(language, tmp_path):
    with translation.override(language):
        found = read_back(ASKED, tmp_path)
    assert tree(found.criteria) == tree(ASKED.criteria)
    assert (found.code, found.name, found.source, found.scale) == ("THU", ASKED.name, "Quyết định số 1", 100)


def test_codes_that_tell_no_tree_have_a_column_of_their_own(tmp_path):
    asked = sheet(group("TU", leaf("HOP", 20), leaf("NQ", 10)), group("KL", group("X", leaf("Y", 70))))
    assert tree(read_back(asked, tmp_path).criteria) == tree(asked.criteria)


def test_leaves_come_back_to_be_scored_by_hand_or_to_be_passed(tmp_path):
    asked = sheet(leaf("A", 100, "relative"), leaf("B", 0, "yes_no", scored=False))
    found = read_back(asked, tmp_path)
    assert [criterion.method.by for criterion in found.criteria] == ["hand", "yes_no"]
    assert faults(found) == []


# ── As officials write it ──

HEADER = ["STT", "Nội dung tiêu chí", "Điểm tối đa", "Tự chấm", "Ghi chú"]


def test_the_header_is_found_wherever_it_stands(brought):
    found = brought([
        ["ỦY BAN NHÂN DÂN TỈNH"], [], ["BẢNG ĐIỂM KHỐI THI ĐUA"], ["Nguồn", "Quyết định 12/QĐ-UBND"], HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I", "Nhiệm vụ chính trị", 60], ["1", "Chỉ tiêu kinh tế", 40], ["2", "Chỉ tiêu xã hội", 20],
        ["II", "Xây dựng Đảng", 40], ["1", "Sinh hoạt", 25], ["", "- đủ 12 kỳ"],
        ["2", "Kết nạp", 15], ["", "- đúng quy trình", "14,5"], ["", "- có nữ", "0,5"],
        ["", "Tổng cộng", 100],
    ])  # fmt: skip
    assert [(c.code, c.maximum, [(p.code, p.maximum) for p in c.parts]) for c in found.criteria] == [
        ("I", 60, [("I.1", 40), ("I.2", 20)]),
        ("II", 40, [("II.1", 25), ("II.2", 15)]),
    ]
    assert [(p.code, p.maximum) for p in found.by_code["II.2"].parts] == [
        ("II.2.1", Decimal("14.5")), ("II.2.2", Decimal("0.5")),
    ]  # fmt: skip
    assert found.by_code["II.1"].condition == "- đủ 12 kỳ"
    assert (found.name, found.source, found.scale) == ("ỦY BAN NHÂN DÂN TỈNH", "Quyết định 12/QĐ-UBND", 100)
    assert faults(found) == []


def test_a_total_that_does_not_agree_is_a_fault_of_the_draft(brought):
    found = brought([HEADER, [1, "A", 60], [2, "B", 30], ["", "Cộng", 100]])
    assert [str(fault) for fault in faults(found)] == ["The criteria add up to 90 points, the scale is 100."]


def test_a_group_without_a_maximum_has_the_sum_of_its_parts(brought):
    assert brought([HEADER, ["I", "Nhóm", None], [1, "A", 60], [2, "B", 40]]).criteria[0].maximum == 100


def test_bonus_and_penalty_are_known_by_the_first_line_of_the_note(brought):
    found = brought(
        [
            HEADER,
            [1, "A", 100],
            [2, "Cờ thi đua", 10, None, "Điểm thưởng\nTừ cấp tỉnh"],
            [3, "Chậm", 5, None, "Điểm trừ"],
        ]
    )
    assert [(c.role, c.note) for c in found.criteria] == [
        (Role.SCALE, ""),
        (Role.BONUS, "Từ cấp tỉnh"),
        (Role.PENALTY, ""),
    ]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([["A", "B"], [1, 2]], "No header was found"),
        ([HEADER], "no criteria"),
        ([HEADER, [1, "Họp", None]], "Row 2: “Họp” has no maximum. Write 0 for what is only passed or not."),
        ([HEADER, [1, "Họp", "nhiều"]], "Row 2: “nhiều” is not a number as we write it"),
        ([HEADER, [1, "Họp", "=A1+1"]], "Row 2: The cell holds a formula that was never calculated"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(brought, rows, refusal):
    with pytest.raises(BadInput, match=refusal.replace("(", r"\(")):
        brought(rows)


# ── Numbers before rows ──


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        ("I 1 2 II 1", "I I.1 I.2 II II.1"),
        ("I 1 1.1 1.2 2 a b II 1 a", "I I.1 I.1.1 I.1.2 I.2 I.2.a I.2.b II II.1 II.1.a"),
        ("1 1.1 1.2 1.2.1 2 2.1", "1 1.1 1.2 1.2.1 2 2.1"),
        ("A I 1 II B I", "A A.I A.I.1 A.II B B.I"),
        ("G H I K", "G H I K"),
        ("T1 T2 T3", "T1 T2 T3"),
        ("I I.1 I.2 I.2.a I.2.b I.3 II", "I I.1 I.2 I.2.a I.2.b I.3 II"),
        ("I. 1) a) b) 2) II.", "I I.1 I.1.a I.1.b I.2 II"),
        ("1 1,1 1,2 1,9 1,1", "1 1.1 1.2 1.9 1.10"),
    ],
)
def test_the_numbers_tell_the_tree(labels, codes):
    assert [row.code for row in numbering.rows(numbering.tree(labels.split()))] == codes.split()
