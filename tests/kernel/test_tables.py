"""Reading the tables people have, and refusing with a sentence what only looks like one (trust.md T13)."""

import resource
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.utils import translation

from kheo.kernel import tables
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean

ROWS = [["Đơn vị", "Tên mô hình"], ["YG", "Tuyến đường hoa"], ["LH", "Camera an ninh"]]
BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <sheets><sheet name="Tờ 1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
 Target="worksheets/sheet1.xml"/></Relationships>"""
TOP = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(path, name=""):
    with tables.opened(path, name) as table:
        return list(table.rows())


def refusal(path, name=""):
    with pytest.raises(BadInput) as refused:
        read(path, name)
    return str(refused.value)


def saved(tmp_path, fill, name="list.xlsx"):
    book = openpyxl.Workbook()
    fill(book)
    book.save(tmp_path / name)
    return tmp_path / name


def archive(tmp_path, parts, name="list.xlsx"):
    """An xlsx made by hand: what no honest program writes."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("_rels/.rels", TOP)
        made.writestr("xl/workbook.xml", BOOK)
        made.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        for part, content in parts.items():
            made.writestr(part, content)
    return path


class TestCells:
    def test_a_cell_is_the_text_a_person_reads_in_it(self, tmp_path):
        def fill(book):
            book.active.append(
                ["Tên", 5, 1250, 12.5, date(2024, 12, 20), datetime(2024, 12, 20, 14, 30), True, "00127"]
            )

        assert read(saved(tmp_path, fill)) == [
            (1, ["Tên", "5", "1250", "12,5", "20/12/2024", "20/12/2024 14:30", "TRUE", "00127"])
        ]

    def test_rows_bear_the_numbers_that_excel_shows(self, tmp_path):
        def fill(book):
            book.active["C4"], book.active["C7"] = "a", "b"

        assert read(saved(tmp_path, fill)) == [(4, ["", "", "a"]), (7, ["", "", "b"])]

    def test_a_merged_cell_has_its_value_everywhere(self, tmp_path):
        def fill(book):
            sheet = book.active
            sheet["A1"], sheet["C1"], sheet["A2"], sheet["C2"], sheet["C3"] = "Đơn vị", "Tên", "YG", "một", "hai"
            sheet.merge_cells("A1:B1")
            sheet.merge_cells("A2:A3")

        assert read(saved(tmp_path, fill)) == [
            (1, ["Đơn vị", "Đơn vị", "Tên"]), (2, ["YG", "", "một"]), (3, ["YG", "", "hai"])
        ]  # fmt: skip

    def test_a_formula_that_was_never_calculated_and_an_error_value_say_so(self, tmp_path):
        def fill(book):
            book.active.append(["a", "=1+1", "#N/A"])
            book.active["C1"].data_type = "e"

        (_, cells) = read(saved(tmp_path, fill))[0]
        assert tables.unreadable(cells[0]) == ""
        assert tables.unreadable(cells[1]) == (
            "The cell holds a formula that was never calculated: open the file in Excel, save it and upload it again."
        )
        assert tables.unreadable(cells[2]) == "The cell shows a spreadsheet error such as #N/A: enter the value itself."

    def test_a_formula_with_its_value_is_its_value(self, tmp_path):
        cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>IF(1,"","")</f><v></v></c></row>'
        assert read(archive(tmp_path, {"xl/worksheets/sheet1.xml": SHEET.format(cells)})) == [(1, ["2", ""])]

    def test_a_text_that_looks_like_a_formula_is_text(self, tmp_path):
        def fill(book):
            book.active["A1"] = "=cmd|' /C calc'!A0"
            book.active["A1"].data_type = "s"

        assert read(saved(tmp_path, fill)) == [(1, ["=cmd|' /C calc'!A0"])]

    def test_hidden_rows_and_columns_are_read_like_the_others(self, tmp_path):
        def fill(book):
            for row in ROWS:
                book.active.append(row)
            book.active.column_dimensions["B"].hidden = True
            book.active.row_dimensions[2].hidden = True

        assert [cells for _, cells in read(saved(tmp_path, fill))] == ROWS

    def test_the_first_visible_sheet_that_holds_something_is_read_and_the_others_are_named(self, tmp_path):
        def fill(book):
            book.create_sheet("Ẩn").append(["hidden"])
            book["Ẩn"].sheet_state = "hidden"
            book.create_sheet("Danh sách").append(["a", "b"])
            book.create_sheet("Ghi chú").append(["c"])

        with tables.opened(saved(tmp_path, fill)) as table:
            assert (table.sheet, table.others) == ("Danh sách", ("Ghi chú",))
            assert list(table.rows()) == list(table.rows()) == [(1, ["a", "b"])]


class TestText:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_whatever_the_mark_and_the_letters(self, tmp_path, mark, encoding):
        path = tmp_path / "list.csv"
        path.write_bytes("\r\n".join(mark.join(row) for row in ROWS).encode(encoding))
        assert [cells for _, cells in read(path)] == ROWS

    def test_windows_vietnamese_from_before_unicode(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(b"T\xean,\xd0\xf5n vi\xf2")
        assert [[clean(cell) for cell in cells] for _, cells in read(path)] == [["Tên", "Đơn vị"]]

    def test_commas_inside_a_text_do_not_fool_the_reader(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("Danh sách, năm 2024, toàn tỉnh\na;b;c\n1;một, hai, ba, bốn, năm;x\n2;y;z\n", encoding="utf-8")
        assert [cells for _, cells in read(path)][1:] == [
            ["a", "b", "c"],
            ["1", "một, hai, ba, bốn, năm", "x"],
            ["2", "y", "z"],
        ]

    def test_a_cell_may_hold_lines(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text('a,b\n"một\nhai",x\n', encoding="utf-8")
        assert read(path) == [(1, ["a", "b"]), (2, ["một\nhai", "x"])]

    def test_letters_nobody_can_read(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(b"a,b\n\xd2\xd2\x81\x8d,\x8f\x90")
        assert "cannot be read. Save it as “CSV UTF-8”" in refusal(path)


class TestNotWhatItSays:
    def test_a_program_renamed(self, tmp_path):
        path = tmp_path / "danh-sach.xlsx"
        path.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 3000)
        assert refusal(path).startswith("“danh-sach.xlsx” is not what its name says: inside it is a program.")
        path.write_bytes(b"\x7fELF" + b"\x01" * 3000)
        assert refusal(path).startswith("“danh-sach.xlsx” is not what its name says: inside it is a program.")

    def test_text_called_xlsx(self, tmp_path):
        path = tmp_path / "list.xlsx"
        path.write_text("a,b\n1,2\n")
        assert refusal(path) == (
            "“list.xlsx” is not what its name says: inside it is plain text. Open it in Excel and save it as .xlsx."
        )

    def test_a_web_page_called_xls(self, tmp_path):
        path = tmp_path / "list.xls"
        path.write_text("<html><table><tr><td>1</td></tr></table></html>")
        assert "inside it is a web page (HTML or XML)" in refusal(path)

    def test_a_workbook_called_csv(self, tmp_path):
        path = saved(tmp_path, lambda book: book.active.append(["a"])).rename(tmp_path / "list.csv")
        assert "inside it is an Excel workbook (.xlsx)" in refusal(path)

    def test_another_archive_called_xlsx(self, tmp_path):
        path = tmp_path / "list.xlsx"
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("word/document.xml", "<w/>")
        assert "inside it is an archive of other files" in refusal(path)

    def test_an_ending_we_do_not_read(self, tmp_path):
        (tmp_path / "list.xlsm").write_bytes(b"PK")
        assert refusal(tmp_path / "list.xlsm") == (
            "“list.xlsm” is not a table that can be read: use an Excel file (.xlsx, .xls), .ods or .csv."
        )

    def test_the_name_the_person_gave_counts_not_the_stored_one(self, tmp_path):
        path = saved(tmp_path, lambda book: book.active.append(["a"])).rename(tmp_path / "5d1c")
        assert read(path, "danh sách.xlsx") == [(1, ["a"])]

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
    def test_nothing_at_all(self, tmp_path, content):
        (tmp_path / "list.csv").write_bytes(content)
        path = tmp_path / "list.csv"
        assert (refusal(path) == "“list.csv” is empty.") if not content else (read(path) == [])

    def test_a_workbook_with_nothing_in_it(self, tmp_path):
        assert refusal(saved(tmp_path, lambda book: None)) == "“list.xlsx” is empty."

    def test_a_damaged_workbook(self, tmp_path):
        path = saved(tmp_path, lambda book: book.active.append(["a"] * 50))
        content = bytearray(path.read_bytes())
        content[60:90] = b"\x00" * 30
        path.write_bytes(content)
        assert refusal(path) == (
            "“list.xlsx” is damaged and cannot be read. Open it in Excel, save it again and use the new file."
        )


def worked():
    """Seconds of processor that we and our finished children have used: a busy machine does not add to them."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


class TestMadeToHurt:
    """Each is refused by the gate, within a second and without eating the memory of this process."""

    @pytest.fixture(autouse=True)
    def _quickly_and_cheaply(self):
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, worked()
        yield
        assert worked() - start < 6, "making the file and refusing it"
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # making it is the most of this

    def test_50_megabytes(self, tmp_path):
        path = tmp_path / "list.csv"
        with path.open("wb") as file:
            file.truncate(50 * 2**20)
        assert refusal(path) == (
            "“list.csv” has 50 MB; at most 40 MB can be imported at once. Delete pictures, or split the list."
        )

    def test_a_zip_bomb(self, tmp_path):
        bomb = archive(tmp_path, {"xl/worksheets/sheet1.xml": b"<" * (300 * 2**20)})
        start = time.monotonic()
        assert refusal(bomb) == "“list.xlsx” unpacks to more than a table can be. Save it again from Excel."
        assert time.monotonic() - start < 1

    def test_a_zip_bomb_below_the_sum_is_seen_by_its_ratio(self, tmp_path):
        assert "unpacks to more" in refusal(archive(tmp_path, {"xl/worksheets/sheet1.xml": b" " * (20 * 2**20)}))

    def test_a_zip_bomb_that_declares_little(self, tmp_path):
        path = archive(tmp_path, {"xl/worksheets/sheet1.xml": b"<" * (300 * 2**20)})
        content = path.read_bytes().replace((300 * 2**20).to_bytes(4, "little"), (2000).to_bytes(4, "little"))
        path.write_bytes(content)
        assert "unpacks to more" in refusal(path)

    def test_too_many_parts(self, tmp_path):
        assert "unpacks to more" in refusal(archive(tmp_path, {f"xl/media/{n}": b"" for n in range(2001)}))

    def test_entities_that_multiply(self, tmp_path):
        lol = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' + SHEET.format(ROW)
        assert refusal(archive(tmp_path, {"xl/worksheets/sheet1.xml": lol})) == (
            "“list.xlsx” contains declarations that no table needs. Save it again from Excel."
        )

    def test_a_cell_in_the_last_corner(self, tmp_path):
        corner = ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        assert refusal(archive(tmp_path, {"xl/worksheets/sheet1.xml": SHEET.format(corner)})) == (
            "“list.xlsx” needs too much memory. Copy the list into a new file and use that."
        )

    def test_too_many_rows(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("x\n" * 200_001)
        assert refusal(path) == "“list.csv” has more than 200.000 rows. Split the list."

    def test_too_many_columns(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("," * 200)
        assert refusal(path) == "“list.csv” has more than 200 columns. Delete those that are not needed."

    def test_names_that_climb_out_write_nothing(self, tmp_path):
        inside = {"xl/worksheets/sheet1.xml": SHEET.format(ROW), "../../../../climbed": "x"}
        before = set(tmp_path.parent.rglob("*"))
        path = archive(tmp_path, inside)
        assert read(path) == [(1, ["a"])]
        assert set(tmp_path.parent.rglob("*")) - before == {path}

    def test_a_reader_that_does_not_come_back(self, tmp_path, monkeypatch):
        sleeper = tmp_path / "sleeper.py"
        sleeper.write_text("import signal, sys\nsignal.alarm(int(sys.argv[4]))\nsignal.pause()")
        monkeypatch.setattr(tables, "READER", sleeper)
        monkeypatch.setattr(tables, "SECONDS", 1)
        path = saved(tmp_path, lambda book: book.active.append(["a"]))
        assert refusal(path) == "“list.xlsx” takes too long to read. Copy the list into a new file and use that."


def test_a_hundred_thousand_rows_pass_the_gate(tmp_path):
    from kheo.kernel import sheets

    path = tmp_path / "list.xlsx"
    summary = "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn. " * 2
    with path.open("wb") as file:
        rows = ([f"U{n:05d}", f"Mô hình dân vận khéo số {n}", summary + str(n), n] for n in range(100_000))
        sheets.write_xlsx(file, "Danh sách", ["unit_code", "title", "summary", "n"], rows)
    start = time.monotonic()
    with tables.opened(path) as table:
        assert sum(1 for _ in table.rows()) == 100_001
    assert time.monotonic() - start < 15
