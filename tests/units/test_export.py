"""The list of units is taken away as exactly what is looked at, and is understood when it is brought in again."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kheo.imports import actions as lists
from kheo.imports.enums import ImportKind
from kheo.units import actions as units
from tests.factories import UnitFactory


def taken(browser, **query):
    """The file as it is brought home: its bytes."""
    answer = browser.get(reverse("units:tree"), {"format": "xlsx", **query})
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def rows_of(content):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def test_the_whole_tree_comes_as_a_file_not_only_what_is_opened(story, as_person, reading_only):
    lan = as_person(story.lan)
    with reading_only():
        header, *rows = rows_of(taken(lan))
    assert header == ["Code", "Name", "Kind", "Level", "Superior's code", "Superior", "First day", "Last day"]
    assert [row[0] for row in rows] == ["YG", "PT", "QY", "BT", "QN", "LH"]
    assert rows[0] == [
        "YG", "Phường Yên Giang", "Locality", "Commune", "QY", "Thị xã Quảng Yên", datetime(2000, 1, 1), None
    ]  # fmt: skip


def test_a_search_and_a_day_narrow_the_file_as_they_narrow_the_page(story, as_person):
    units.rename(story.ward, "Phường Yên Giang Mới", on=date(2024, 6, 1), by=None)
    units.close(story.sibling, last_day=date(2024, 3, 31), by=None)
    lan = as_person(story.lan)
    assert [row[1] for row in rows_of(taken(lan, q="yen giang", on="01/03/2024"))[1:]] == ["Phường Yên Giang"]
    assert [row[0] for row in rows_of(taken(lan, q="lien hoa"))[1:]] == []
    assert [row[7] for row in rows_of(taken(lan, q="lien hoa", ended="1"))[1:]] == [datetime(2024, 3, 31)]


def test_a_day_that_cannot_be_read_gives_the_page_that_says_so(story, as_person):
    answer = as_person(story.lan).get(reverse("units:tree"), {"format": "xlsx", "on": "31/02/2024"})
    assert "31/02/2024" in answer.text
    assert "attachment" not in answer.get("Content-Disposition", "")


def test_csv_is_offered_too_and_both_stand_on_the_page(story, as_person):
    page = as_person(story.lan).get(reverse("units:tree"), {"q": "yên", "on": "01/03/2024", "page": "1"}).text
    for ending in ("xlsx", "csv"):
        assert f"?q=y%C3%AAn&amp;on=01%2F03%2F2024&amp;format={ending}" in page
    answer = as_person(story.lan).get(reverse("units:tree"), {"format": "csv"})
    assert b"".join(answer.streaming_content).startswith("\ufeffCode,Name,Kind,Level".encode())


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_the_file_is_understood_when_it_is_brought_in_again(story, as_person, tmp_path, language):
    story.lan.language = language
    story.lan.save()
    units.close(story.sibling, last_day=date(2024, 3, 31), by=None)
    with translation.override(language):
        content = taken(as_person(story.lan), ended="1")
    (tmp_path / "units.xlsx").write_bytes(content)
    examination = lists.bring_in(ImportKind.UNITS, tmp_path / "units.xlsx", dry_run=True)
    assert examination.counts == {"right": 0, "to_mend": 0, "duplicate": 6}
    assert set(examination.listing.headings) == {
        "code", "name", "kind", "level", "parent_code", "valid_from", "valid_to",
    }  # fmt: skip


def test_many_units_cost_no_more_queries(story, as_person):
    lan = as_person(story.lan)
    with CaptureQueriesContext(connection) as few:
        taken(lan)
    for _n in range(20):
        UnitFactory(level="commune", parent=story.district)
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(taken(lan))) == 27
    assert len(many) == len(few)
