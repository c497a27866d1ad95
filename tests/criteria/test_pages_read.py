"""Reading frameworks: who sees what, what the pages say, files, paper, the difference of two versions."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kheo.criteria import actions, library
from kheo.criteria.editing import rebuilt
from kheo.criteria.spellings import as_yaml
from tests.criteria.builders import leaf, sheet
from tests.criteria.drafts import at, draft, published, shown, table
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
PAGES = ["version", "print", "compare", "try"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("person", "sees_draft", "sees_published"),
    [("nga", 200, 200), ("hoa", 200, 200), ("minh", 404, 200), ("lan", 404, 200), ("stranger", 404, 404)],
)
def test_a_draft_is_its_units_own_and_a_published_version_of_those_above_and_below(
    story, as_person, page, person, sees_draft, sees_published, reading_only
):
    first, second = draft(story), published(story, rebuilt(table(), code="DVK-2"))
    visitor = as_person(getattr(story, person))
    with reading_only():
        assert visitor.get(at(page, first.pk)).status_code == sees_draft
        assert visitor.get(at(page, second.pk)).status_code == sees_published
        assert visitor.get(at("detail", first.framework_id)).status_code == sees_draft
        assert visitor.get(at("file", second.pk, "yaml")).status_code == sees_published


def test_the_list_shows_own_frameworks_others_and_the_library(story, as_person):
    published(story)
    of_the_ward = draft(story, rebuilt(table(), code="PHUONG", name="Bảng điểm của phường"), story.ward)
    page = shown(as_person(story.dung).get(at("list")))
    assert page.index("Of your units") < page.index("Bảng điểm của phường") < page.index("Of the units above and below")
    assert "Bộ tiêu chí “Dân vận khéo” tỉnh Quảng Ninh" in page
    assert "None of them is law for your unit until your unit has issued it." in page
    for each in library.shipped():
        assert at("shipped", each.code) in page
    assert at("detail", of_the_ward.framework_id) not in shown(as_person(story.hoa).get(at("list")))


def test_a_stranger_finds_the_library_only(story, as_person):
    published(story)
    page = shown(as_person(story.stranger).get(at("list")))
    assert "No framework concerns your units yet" in page
    assert "DVK-QN" not in page


def test_a_new_draft_beside_a_published_version_is_not_shown_below(story, as_person):
    first = published(story)
    actions.begin_version(first.framework, by=None)
    assert "Version 2" not in shown(as_person(story.lan).get(at("list")))
    assert "Version 2" not in shown(as_person(story.lan).get(at("detail", first.framework_id)))
    assert "Version 2" in shown(as_person(story.hoa).get(at("detail", first.framework_id)))


@pytest.mark.parametrize("code", [sheet.code for sheet in library.shipped()])
def test_every_framework_of_the_library_is_read_with_its_source_and_standing(story, as_person, code):
    page = shown(as_person(story.lan).get(at("shipped", code)))
    of = library.by_code(code)
    assert of.name in page.replace("&#x27;", "'")
    assert "None" not in page
    assert {"evidenced": "evidenced", "proposal": "proposal"}[of.standing.value] in page
    assert at("take_over", code) not in page  # Lan keeps no frameworks


def test_there_is_no_such_framework_in_the_library(story, as_person):
    assert as_person(story.nga).get(at("shipped", "KHONG-CO")).status_code == 404


def test_a_version_shows_the_table_as_officials_know_it(story, as_person):
    page = shown(as_person(story.lan).get(at("version", published(story).pk)))
    for words in [
        "I.1", "Tiêu chí I.1", "in proportion to the target", "yes or no: all points or none",
        "kept for: scoring by the superior", "Hoàn thành xuất sắc nhiệm vụ", "≥ 90", "everything else",
        "Không có cán bộ bị kỷ luật", "confirmed yes or no, with the number of a document",
        "self-assessment → independent scoring → scoring by the superior", "in force from 01/01/2024",
        "Somebody suggests this table; no document that we know prescribes it.",
    ]:  # fmt: skip
        assert words in page, words


def test_text_of_a_framework_is_text_and_never_markup(story, as_person):
    wicked = sheet(leaf("A", 100, of={"text": "<script>alert(1)</script>", "condition": "{{ 7|add:1 }}"}))
    page = shown(as_person(story.nga).get(at("version", draft(story, wicked).pk)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7|add:1 }}" in page


@pytest.mark.parametrize("make", [draft, published])
def test_a_version_is_exported_as_yaml_and_read_back_the_same(story, as_person, make):
    version = make(story)
    response = as_person(story.nga).get(at("file", version.pk, "yaml"))
    assert response["Content-Disposition"] == 'attachment; filename="DVK-QN-1.yaml"'
    assert as_yaml.read(response.content.decode()) == version.sheet


@pytest.mark.parametrize("make", [draft, published])
def test_a_version_is_exported_as_the_officials_workbook(story, as_person, make):
    response = as_person(story.nga).get(at("file", make(story).pk, "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    header = next(row for row in rows if row[0] == "No.")
    assert header[:7] == ["No.", "Content", "Condition", "Maximum", "Self-score", "Verified", "Note"]
    assert any(row[:2] == ["I.1", "Tiêu chí I.1"] for row in rows)


def test_on_paper_the_table_has_empty_columns_for_points_and_notes(story, as_person):
    page = shown(as_person(story.lan).get(at("print", published(story).pk)))
    for words in ["No.", "Content", "Condition", "Maximum", "Self-score", "Verified", "Note", "Hoàn thành nhiệm vụ"]:
        assert words in page


def test_two_versions_are_set_side_by_side(story, as_person):
    first = published(story)
    second = actions.begin_version(first.framework, by=None)
    changed = table(classes=[{**row, "name": f"{row['name']} (mới)"} for row in TABLE_CLASSES])
    actions.change(second, changed, by=None, revision=0)
    page = shown(as_person(story.nga).get(at("compare", second.pk)))
    assert "What differs: version 1 and version 2" in page
    assert "Hoàn thành nhiệm vụ (mới)" in page
    assert "The two versions say the same" not in page
    assert as_person(story.nga).get(at("compare", second.pk) + "?with=999999").status_code == 404
    assert "There is no other version" in shown(as_person(story.lan).get(at("compare", first.pk)))


TABLE_CLASSES = json.loads(json.dumps([class_.model_dump(mode="json") for class_ in table().classes]))


def test_the_framework_tells_what_was_done_to_it(story, as_person):
    version = published(story)
    page = shown(as_person(story.lan).get(at("detail", version.framework_id)))
    assert "The system set up the framework DVK-QN for Tỉnh Quảng Ninh." in page
    assert "The system published version 1, valid from 01/01/2024." in page


def queries(visitor, address):
    visitor.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(address).status_code == 200
    return len(captured)


def test_the_list_asks_as_little_for_fifty_as_for_one(story, as_person):
    nga = as_person(story.nga)
    published(story)
    one = queries(nga, at("list"))
    for n in range(49):
        published(story, rebuilt(table(), code=f"B-{n}"), UnitFactory(parent=story.province) if n % 2 else None)
    assert queries(nga, at("list")) == one


@pytest.mark.parametrize("page", [*PAGES, "change", "rules", "publish", "total"])
def test_a_page_asks_as_little_for_fifty_criteria_as_for_one(story, as_person, page):
    nga = as_person(story.nga)
    small = draft(story, sheet(leaf("A", 100)))
    large = draft(story, rebuilt(sheet(*(leaf(f"A{n}", 2) for n in range(50))), code="NAM-MUOI"))
    assert queries(nga, at(page, large.pk)) == queries(nga, at(page, small.pk)) <= 25
