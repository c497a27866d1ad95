"""What an analyst takes along: the same figures, read by DuckDB as the how-to says."""

import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.core.management import call_command

from kheo.insights.funnel import funnel
from kheo.insights.parquet import writing
from kheo.kernel.errors import BadInput
from tests.insights.builders import registered

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs/how-to/analyse-with-duckdb.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
PEOPLE = {"person", "by", "phone", "email", "username", "contact", "adviser", "opened_by", "submitted_by"}


@pytest.fixture
def ask(tmp_path):
    """Ask the exported folder as an analyst in it does."""

    def asked(query, folder=tmp_path / "facts"):
        before = Path.cwd()
        os.chdir(folder)
        try:
            return duckdb.sql(query).fetchall()
        finally:
            os.chdir(before)

    return asked


def test_the_queries_of_the_how_to_give_the_printed_figures(binh_thuan, tmp_path, ask):
    """S000: 746 registered, 155 recognised, 39 proposed; Đức Linh has not considered."""
    writing.write(tmp_path / "facts")
    whole, by_unit, silent = (ask(query) for query in QUERIES)
    total = funnel(binh_thuan.province, binh_thuan.round).total
    assert whole == [(746, 155, 39)] == [(total.registered, total.recognised, total.proposed)]
    assert by_unit == [("Tỉnh Bình Thuận", 746)]
    assert silent == [("Huyện Đức Linh",)]


def test_values_arrive_as_they_are(land, tmp_path, ask):
    title = 'Tổ "tự quản", khu 5\nvăn hóa; \\N'
    [row] = registered(land.first, land.round)
    type(row).objects.filter(pk=row.pk).update(title=title, code="")
    writing.write(tmp_path / "facts")
    told = "SELECT title, code, field, counted, registered_on FROM 'registrations.parquet'"
    assert ask(told) == [(title, "", None, True, date(2024, 1, 1))]
    assert ask("SELECT DISTINCT until FROM 'units.parquet'") == [(None,)]


def test_drafts_are_left_out_and_one_round_can_be_taken_alone(land, binh_thuan, tmp_path, ask):
    registered(land.first, land.round, 2)
    registered(land.first, land.round, 1, status="draft")
    counts = writing.write(tmp_path / "facts", land.round)
    assert (counts["registrations"], counts["recognitions"], counts["rounds"]) == (2, 0, 1)
    assert ask("SELECT DISTINCT status FROM 'registrations.parquet'") == [("accepted",)]


def test_no_person_is_in_them(binh_thuan, tmp_path):
    writing.write(tmp_path / "facts")
    files = json.loads((tmp_path / "facts" / writing.SCHEMA).read_text())["files"]
    assert {name for one in files.values() for name in one["columns"]} & PEOPLE == set()
    assert sorted(files) == sorted(path.stem for path in (tmp_path / "facts").glob("*.parquet"))


def test_the_folder_appears_whole_or_not_at_all(land, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_schema", lambda files, counts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writing.write(tmp_path / "facts")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(land, tmp_path):
    (tmp_path / "facts").mkdir()
    with pytest.raises(BadInput, match="is there already"):
        writing.write(tmp_path / "facts")


def test_without_duckdb_one_sentence_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(BadInput, match="kheo\\[analysis\\]"):
        writing.write(tmp_path / "facts")


def test_the_command_says_how_many_rows_each_file_has(binh_thuan, tmp_path, capsys):
    call_command("export", str(tmp_path / "facts"), "--round", "BT-2023")
    assert "         746  registrations.parquet" in capsys.readouterr().out
