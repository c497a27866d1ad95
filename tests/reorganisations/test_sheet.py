"""A whole province from one table: what each old unit becomes (experience.md S24), read for Tiên Yên, carried out."""

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.kernel.errors import BadInput, NotNow
from kheo.reorganisations import actions, sheet
from kheo.units.models import Succession, Unit
from tests.reorganisations.land import VILLAGES, commune, done, sent
from tests.reorganisations.test_plan import state_of_the_world
from tests.units.tien_yen import AFTER, BASIS, NEW, OLD

pytestmark = pytest.mark.django_db
HEAD = ["Mã cũ", "Tên cũ", "Mã mới", "Tên mới", "Loại mới", "Cấp trên mới", "Phần", "Thôn", "Căn cứ"]
CODES = {"Xã Tiên Yên": "06832", "Xã Điền Xá": "DX", "Xã Đông Ngũ": "06841"}


def rows_of_1679():
    """The Resolution as a province's office writes it down: one row for each old commune or part of one."""
    rows = [["TY", "Huyện Tiên Yên", "", "", "", "", "", "", ""]]
    for name, (whole, part) in NEW.items():
        for share, codes in (("toàn bộ", whole), ("một phần", part)):
            for code in codes:
                village = VILLAGES.get((code, name), "")
                rows.append([code, OLD[code], CODES[name], name, "xã", "QN", share, village, ""])
    return rows


@pytest.fixture
def plan(land):
    return actions.begin(land.province, title="Sắp xếp", legal_basis=BASIS, on=AFTER, by=land.nga)


@pytest.fixture
def read(plan, tmp_path):
    def read(rows, head=HEAD):
        path = tmp_path / "bang.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            page.write(0, 0, "DANH SÁCH SẮP XẾP ĐƠN VỊ HÀNH CHÍNH CẤP XÃ")
            for number, row in enumerate([head, *rows], start=1):
                page.write_row(number, 0, row)
        return sheet.read(path, plan)

    return read


class TestTiênYên:
    @pytest.fixture
    def planned(self, land, plan, read):
        found = read(rows_of_1679())
        assert found.faults == []
        actions.add(plan, found.steps, by=land.nga)
        return plan

    def test_it_is_the_resolution(self, land, planned):
        made = done(land, planned)
        told = {name: sorted(row.predecessor.code for row in commune(made, name).origins.all()) for name in NEW}
        assert told == {name: sorted(whole + part) for name, (whole, part) in NEW.items()}
        assert Unit.objects.alive_on(AFTER).count() == 1 + 3
        assert commune(made, "Xã Điền Xá").code == "DX"  # the code goes on, the unit does not
        assert Succession.objects.get(predecessor__code="YT", note__contains="Nà Lộc").successor.name == "Xã Điền Xá"

    def test_it_is_undone_to_the_last_row(self, land, planned):
        sent(land, "YT", 3, place="thôn Nà Lộc")
        before = state_of_the_world()
        actions.reverse(done(land, planned), by=land.nga)
        assert state_of_the_world() == before


def test_a_unit_that_goes_on_is_moved_and_renamed(land, plan, read):
    found = read([["TT", "", "TT", "Xã Tiên Yên", "", "QN", "", "", ""]])
    assert [(step.kind, step.unit.code) for step in found.steps] == [("move", "TT"), ("rename", "TT")]


def test_a_unit_that_is_takes_others_in(land, plan, read):
    found = read([["TT", "", "DX", "", "", "", "", "", ""]])
    assert [(step.kind, step.aim and step.aim.code) for step in found.steps] == [("close", None), ("succeed", "DX")]


class TestFaults:
    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (
                ["ZZ", "", "M", "Xã M", "", "", "", "", ""],
                "Row 3, column “Mã cũ”: No unit has the code “ZZ” on 30/06/2025.",
            ),
            (
                ["TT", "Xã Phong Dụ", "M", "Xã M", "", "", "", "", ""],
                "Row 3, column “Tên cũ”: The code “TT” is that of Thị trấn Tiên Yên.",
            ),
            (
                ["TT", "", "M", "Xã M", "", "", "nửa", "", ""],
                "Row 3, column “Phần”: Write “whole” or “part” instead of “nửa”.",
            ),
            (
                ["TT", "", "M", "Xã M", "huyện", "", "", "", ""],
                "Row 3, column “Loại mới”: “huyện” is no kind of unit: write xã, phường, đặc khu or tỉnh.",
            ),
            (
                ["TT", "", "M", "", "", "", "", "", ""],
                "Row 3, column “Tên mới”: The new unit “M” has no name.",
            ),
            (
                ["TT", "", "M", "Xã M", "", "ZZ", "", "", ""],
                "Row 3, column “Cấp trên mới”: No unit has the code “ZZ”, old or new.",
            ),
        ],
    )  # fmt: skip
    def test_each_names_its_row_and_column(self, read, row, sentence):
        found = read([row])
        assert (found.faults, found.steps) == ([sentence], [])

    def test_two_rows_that_contradict_each_other(self, read):
        rows = [["TT", "", "M", "Xã M", "", "", "", "", ""], ["TT", "", "N", "Xã N", "", "", "", "", ""]]
        assert read(rows).faults == ["Row 3, column “Phần”: The unit stands in rows 4 too, so this is a part of it."]

    def test_a_table_without_our_headings(self, read):
        with pytest.raises(BadInput, match="Old code"):
            read([["TT"]], head=["Đơn vị"])

    def test_the_page_tells_them_all_and_writes_nothing(self, land, plan, as_person):
        text = "Mã cũ,Mã mới,Tên mới\nZZ,M,Xã M\nTT,M,\nQQ,M,\n".encode()
        page = as_person(land.nga).post(
            reverse("reorganisations:bring_in", args=[plan.pk]), {"file": SimpleUploadedFile("bang.csv", text)}
        )
        assert page.status_code == 422
        assert "“ZZ”" in page.text
        assert "“QQ”" in page.text
        assert not plan.changes.exists()

    def test_what_history_refuses_is_refused_as_a_whole(self, land, plan, read):
        found = read([["QN", "", "M", "Tỉnh M", "tỉnh", "", "", "", ""]])
        with pytest.raises(NotNow):
            actions.add(plan, found.steps, by=land.nga)
        assert not plan.changes.exists()
