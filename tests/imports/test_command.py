"""`kheo import`: results on standard output, refusals in sentences with code 2."""

import json

import pytest

from config.cli import main
from kheo.exemplars.models import Registration
from tests.imports.conftest import ROW, header, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_transaction_of_the_test_goes_on(monkeypatch):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


@pytest.fixture
def kheo(story, tmp_path, capsys):
    """Runs the door and gives (exit code, standard output, standard error)."""

    def kheo(*rows, kind="registrations", options=()):
        names = header(kind)
        path = write_csv(tmp_path / "list.csv", [names, *([row.get(name, "") for name in names] for row in rows)])
        code = main(["import", kind, str(path), "--language", "en", *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return kheo


def test_a_list_is_brought_in(kheo):
    assert kheo(ROW, ROW | {"title": "hai"}) == (0, "Rows imported: 2. Rows already there: 0.\n", "")
    assert Registration.objects.count() == 2


def test_what_is_already_there_is_left_out_with_a_note(kheo):
    kheo(ROW)
    assert kheo(ROW) == (
        0, "Rows imported: 0. Rows already there: 1.\n", "Row 2 was skipped: Already there as MH-2024-0001.\n",
    )  # fmt: skip


def test_a_refusal_names_every_row_and_ends_with_2(kheo):
    assert kheo(ROW, ROW | {"title": "hai", "field": "x"}, ROW | {"unit_code": "XX"}) == (
        2, "",
        "Row 3, column “field”: “x” is not a known word here. Use one of: Economy; Culture and society;"
        " Defence and security; Building the political system.\n"
        "Row 4, column “unit_code”: There is no unit with the code “XX”.\n"
        "Nothing was imported: 2 of 3 rows need correcting.\n",
    )  # fmt: skip
    assert Registration.objects.count() == 0


def test_a_thousand_faults_are_not_all_told(kheo):
    code, _out, err = kheo(*(ROW | {"title": f"{n}", "field": "x"} for n in range(300)))
    assert (code, len(err.splitlines())) == (2, 202)
    assert err.splitlines()[-2:] == ["… and 100 more.", "Nothing was imported: 300 of 300 rows need correcting."]


def test_a_dry_run_changes_nothing(kheo):
    assert kheo(ROW, options=["--dry-run"]) == (0, "Correct rows: 1. Rows already there: 0.\n", "")
    assert Registration.objects.count() == 0


def test_json_for_programs(kheo):
    code, out, _err = kheo(ROW, ROW | {"title": "hai", "kind": "?"}, options=["--format", "json"])
    told = json.loads(out)
    assert code == 2
    assert (told["written"], told["right"], told["to_mend"], told["duplicate"]) == (False, 1, 1, 0)
    assert told["faults"][0]["row"] == 3
    assert told["faults"][0]["column"] == "kind"
    assert json.loads(kheo(ROW, options=["--format", "json"])[1])["written"] is True


def test_columns_and_sheets_that_are_not_read_are_named(story, tmp_path, capsys):
    def fill(book):
        book.create_sheet("Tổng hợp").append(["x"])

    rows = [["STT", *header("registrations")], ["1", *(ROW.get(name, "") for name in header("registrations"))]]
    path = write_xlsx(tmp_path / "list.xlsx", rows, fill)
    assert main(["import", "registrations", str(path), "--language", "en", "--dry-run"]) == 0
    assert (
        capsys.readouterr().err
        == "The sheet “Sheet” was read. These sheets were not: Tổng hợp.\nThese columns were not read: STT.\n"
    )


def test_a_file_that_is_not_there(kheo, tmp_path, capsys):
    assert main(["import", "units", str(tmp_path / "no.xlsx"), "--language", "en"]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'no.xlsx'}.\n"


def test_a_kind_nobody_knows(kheo, tmp_path, capsys):
    assert main(["import", "things", str(tmp_path / "no.xlsx")]) == 2
    assert "invalid choice: 'things'" in capsys.readouterr().err
