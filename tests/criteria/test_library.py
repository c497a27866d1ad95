"""The frameworks that Khéo brings along: each reads, adds up, says where it comes from, and survives its spellings."""

import io

import pytest

from kheo.criteria import library
from kheo.criteria.enums import Standing
from kheo.criteria.faults import faults
from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import as_workbook, as_yaml, from_workbook
from tests.criteria.test_workbook import tree

CODES = ["BK-1878", "CA-2025", "DL-2017-CN", "DL-2017-TT", "KQG-366", "MAU-0", "PT-SHCB", "QB-3140"]
each = pytest.mark.parametrize("code", CODES)


def test_there_are_eight():
    assert [sheet.code for sheet in library.shipped()] == CODES


@each
def test_it_adds_up(code):
    assert faults(library.by_code(code)) == []


@each
def test_it_names_its_source_and_where_it_stands(code):
    sheet = library.by_code(code)
    assert len(sheet.source) > 50
    assert sheet.standing in Standing


def test_only_the_sample_sheet_is_a_proposal_and_says_so():
    proposals = [sheet.code for sheet in library.shipped() if sheet.standing == Standing.PROPOSAL]
    assert proposals == ["MAU-0"]
    assert library.by_code("MAU-0").source.startswith("Đề xuất của phần mềm, không phải văn bản quy phạm")


@each
def test_the_file_is_exactly_what_would_be_written(code):
    path = next(path for path in library.files() if f"\ncode: {code}\n" in path.read_text())
    assert as_yaml.write(library.by_code(code)) == path.read_text()


@each
def test_it_survives_yaml_and_json(code):
    sheet = library.by_code(code)
    assert as_yaml.read(as_yaml.write(sheet)) == sheet
    assert Sheet.model_validate(sheet.document()) == sheet


@each
def test_its_tree_survives_the_workbook(code, tmp_path):
    sheet, stream = library.by_code(code), io.BytesIO()
    as_workbook.write(stream, sheet)
    (tmp_path / "b.xlsx").write_bytes(stream.getvalue())
    found = from_workbook.read(tmp_path / "b.xlsx")
    assert tree(found.criteria) == tree(sheet.criteria)
    assert (found.code, found.name, found.source, found.scale) == (sheet.code, sheet.name, sheet.source, sheet.scale)


# ── What the sources say ──


def maxima(code):
    return [(top.code, int(top.maximum)) for top in library.by_code(code).criteria]


def thresholds(code):
    return [int(class_.threshold.bound) for class_ in library.by_code(code).classes if class_.threshold]


def test_the_sample_sheet_of_100_points():
    assert maxima("MAU-0") == [
        ("T1", 10),
        ("T2", 10),
        ("T3", 15),
        ("T4", 15),
        ("T5", 25),
        ("T6", 10),
        ("T7", 10),
        ("T8", 5),
    ]
    assert thresholds("MAU-0") == [90, 80, 65]


def test_bac_kan_90_by_the_unit_and_10_by_the_superior():
    sheet = library.by_code("BK-1878")
    assert maxima("BK-1878") == [("I", 90), ("II", 10)]
    assert [top.reserved_to for top in sheet.criteria] == [None, "superior"]
    assert [class_.code for class_ in sheet.classes if class_.standing != Standing.PROPOSAL] == ["T"]


@pytest.mark.parametrize("code", ["DL-2017-TT", "DL-2017-CN"])
def test_da_lat_asks_five_standards_without_points_and_without_classes(code):
    sheet = library.by_code(code)
    assert len(sheet.criteria) == 5
    assert all(leaf.method.by == "yes_no" and not leaf.method.scored for leaf in sheet.leaves())
    assert (sheet.scale, sheet.classes) == (0, ())


def test_phu_tho_15_20_45_20_and_90_70_50():
    assert maxima("PT-SHCB") == [("1", 15), ("2", 20), ("3", 45), ("4", 20)]
    assert thresholds("PT-SHCB") == [90, 70, 50]


def test_the_national_frame_30_and_70():
    assert maxima("KQG-366") == [("I", 30), ("II", 70)]
    assert thresholds("KQG-366") == [90, 70, 50]
    assert [cap.standing for cap in library.by_code("KQG-366").caps] == [Standing.PROPOSAL]


def test_the_police_table_of_1000_points_invents_no_leaf():
    sheet = library.by_code("CA-2025")
    assert maxima("CA-2025") == [("I", 700), ("II", 200), ("III", 100)]
    assert sheet.by_code["I.1"].is_leaf
    assert {leaf.standing for leaf in sheet.leaves() if leaf.method.by == "relative"} == {Standing.PROPOSAL}


def test_quang_binh_85_of_100():
    sheet = library.by_code("QB-3140")
    assert (sheet.scale, sheet.profiles[0].scale) == (100, 85)
    assert {class_.standing for class_ in sheet.classes} == {Standing.PROPOSAL}
