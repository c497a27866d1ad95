"""`kheo import framework`: a file becomes the next published version, whole or not at all."""

# ruff: noqa: E501 - sentences stand as they are read

import json
from datetime import date

import pytest

from config.cli import main
from kheo.criteria import library
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.criteria.spellings import as_yaml
from tests.evaluations.conftest import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_transaction_of_the_test_goes_on(monkeypatch):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


@pytest.fixture
def kheo(story, tmp_path, capsys):
    """Runs the door on a sheet, or on the text of a file, and gives (exit code, standard output, standard error)."""

    def kheo(given, *options, name="bang-diem.yaml"):
        path = tmp_path / name
        path.write_text(given if isinstance(given, str) else as_yaml.write(given))
        code = main(["import", "framework", str(path), "--language", "en", *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return kheo


def test_it_is_published_and_kept_by_the_province_that_runs_the_movement(story, kheo):
    assert kheo(library.by_code("MAU-0")) == (
        0,
        "Published “Bảng điểm mẫu xét công nhận mô hình, điển hình “Dân vận khéo”” (MAU-0) as version 1, valid from 01/01/1900;"
        " Tỉnh Quảng Ninh keeps it.\n",
        "",
    )
    assert FrameworkVersion.objects.get().sheet == library.by_code("MAU-0")


def test_twice_changes_nothing(kheo):
    kheo(sheet_of())
    assert kheo(sheet_of())[1] == "“Bảng điểm thử” (THU) is already there as version 1.\n"


def test_another_text_is_the_next_version_from_today(story, kheo):
    kheo(sheet_of())
    kheo(sheet_of(name="Bảng điểm thử, sửa đổi"))
    first, second = FrameworkVersion.objects.order_by("number")
    assert (second.starts, first.last_day) == (story.today, date(2024, 11, 19))


def test_the_keeper_the_first_day_and_a_draft_can_be_named(story, kheo):
    kheo(sheet_of(), "--owner", "QY", "--from", "01/01/2024", "--draft")
    version = FrameworkVersion.objects.get()
    assert (version.framework.owner, version.status) == (story.district, "draft")
    kheo(sheet_of(), "--from", "01/01/2024")
    version.refresh_from_db()
    assert (version.status, version.starts) == ("published", date(2024, 1, 1))


def test_a_dry_run_changes_nothing(kheo):
    assert kheo(sheet_of(), "--dry-run") == (0, "“Bảng điểm thử” (THU) is right.\n", "")
    assert not Framework.objects.exists()


def test_what_does_not_add_up_is_refused_with_every_sentence(kheo):
    code, out, err = kheo(sheet_of(scale=90))
    assert (code, out) == (2, "")
    assert "100" in err
    assert "90" in err
    assert err.endswith("Nothing was brought in.\n")
    assert not Framework.objects.exists()
    assert kheo(sheet_of(scale=90), "--draft")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code: [", "Line 1"), ("- a\n- b\n", "does not hold a framework"),
        ("code: A B\nname: x\n", "no code: one word"), ("tên: x\n", "this word is not known here"),
    ],
)  # fmt: skip
def test_what_is_no_framework_is_refused(kheo, text, says):
    code, out, err = kheo(text)
    assert (code, out) == (2, "")
    assert says in err


def test_a_unit_that_is_not_there(kheo):
    assert kheo(sheet_of(), "--owner", "XX") == (2, "", "There is no unit with the code “XX”.\n")


def test_json_for_programs(kheo):
    code, out, _err = kheo(sheet_of(), "--format", "json")
    assert (code, json.loads(out)) == (
        0, {"kind": "framework", "written": True, "code": "THU", "version": 1, "status": "published", "faults": []},
    )  # fmt: skip
    told = json.loads(kheo(sheet_of(scale=90), "--format", "json")[1])
    assert told["written"] is False
    assert told["faults"]


def test_a_list_has_no_keeper(story, tmp_path, capsys):
    path = tmp_path / "units.csv"
    path.write_text("code,name,level\nA,A,province\n")
    assert main(["import", "units", str(path), "--language", "en", "--draft"]) == 2
    assert "belong to a framework" in capsys.readouterr().err
